"""补卡、换卡的条件，以及各市可以定的规则。"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from counter import By, Case, Kind, Reads, RecordState, Refusal, Ruled, condition

from .form import DamagedForm, LostForm, ReplaceForm


@dataclass(frozen=True, kw_only=True)
class ReplaceRules:
    """The ``[replace]`` table."""

    change_bank: Ruled[bool]
    new_photo: Ruled[bool]
    new_photo_self_only: Ruled[bool]
    changed_reason: Ruled[str]

    words: ClassVar[Mapping[str, str]] = {
        "change_bank": "补换卡可以变更服务银行",
        "new_photo": "补换卡可以换照片",
        "new_photo_self_only": "换照片须由本人办理",
        "changed_reason": "须先变更姓名或号码的补换原因",
    }


@condition(Reads.DOSSIER)
def nothing_on_its_way(case: Case[ReplaceForm, ReplaceRules]) -> Refusal | None:
    """Beside the old card there is no application and no new card already."""
    coming = case.dossier.coming()
    if coming is None or "card" not in case.bound:
        return None
    text = f"已有一张卡在办，现为“{coming.state.value}”，不能再办理{case.guide.title}；请先办完或终止那一笔"
    return case.guide.refusal(coming.state.value) or Refusal(text, case.guide.article)


@condition(Reads.FORM)
def bank_may_change(case: Case[ReplaceForm, ReplaceRules]) -> Refusal | None:
    """Another bank may be chosen where the city lets it."""
    if case.filled.new_bank is None or case.rules.change_bank.value:
        return None
    return Refusal("本市补换卡不变更服务银行，请留空", case.rules.change_bank.source)


@condition(Reads.FORM)
def photo_may_change(case: Case[ReplaceForm, ReplaceRules]) -> Refusal | None:
    """A new photo may be wished where the city lets it."""
    if not case.filled.new_photo or case.rules.new_photo.value:
        return None
    return Refusal("本市补换卡按原有照片制作，不更换照片", case.rules.new_photo.source)


@condition(Reads.FORM)
def photo_by_holder(case: Case[ReplaceForm, ReplaceRules]) -> Refusal | None:
    """Where the city says so, only the holder in person changes the photo."""
    rule = case.rules.new_photo_self_only
    if not case.filled.new_photo or not rule.value or case.filled.by is By.SELF:
        return None
    return Refusal("更换照片须由持卡人本人到窗口办理，代办的请按原照片补换", rule.source)


@condition(Reads.FORM)
def photo_with_the_wish(case: Case[ReplaceForm, ReplaceRules]) -> Refusal | None:
    """Who wishes a new photo gives it, and a photo that was given is one that was wished for."""
    rule, wished, given = case.rules.new_photo, case.filled.new_photo, case.filled.photo is not None
    if not rule.value or wished is given or photo_by_holder.check(case) is not None:
        return None
    if wished:
        return Refusal("申请更换照片，还没有新照片，请拍照或上传；不愿拍照的，去掉这一项，按原照片补换", rule.source)
    return Refusal("收了新照片，还没有勾选“申请更换最新照片”，请勾选，或不用这张照片", rule.source)


@condition(Reads.FORM)
def identity_changed_first(case: Case[LostForm | DamagedForm, ReplaceRules]) -> Refusal | None:
    """A changed name or number is the reason only after it was changed, with proof, and the province has it."""
    rule, card, dossier = case.rules.changed_reason, case.bound.get("card"), case.dossier
    if not rule.value or case.filled.reason != rule.value or card is None:
        return None
    if dossier.holder.facts.get("old_face") != card.number:
        return Refusal(f"补换原因选“{rule.value}”的，请先办理姓名、社会保障号变更，上传依据后再补换", rule.source)
    waiting = [one for one in dossier.of(Kind.RECORD) if one.state is RecordState.CHANGED and "old_face" in one.facts]
    return Refusal("姓名、号码的变更还没有得到省里确认，确认后再补换，请稍候", rule.source) if waiting else None
