"""变更的条件，以及各市可以定的规则。"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from counter import (
    ENTERED_HERE,
    NEW_NUMBER,
    POLICE,
    PROVINCE_RECORD,
    TAKEN,
    Case,
    Compared,
    Reads,
    Refusal,
    Ruled,
    condition,
)

from .form import DetailsForm, IdentityForm


@dataclass(frozen=True, kw_only=True)
class ChangeRules:
    """The ``[change]`` table."""

    identity_while_making: Ruled[bool]

    words: ClassVar[Mapping[str, str]] = {
        "identity_while_making": "新卡在办的，可以变更姓名、号码",
    }


def details_changed(case: Case[DetailsForm, ChangeRules]) -> Mapping[str, str]:
    """The blanks that say something else than the record."""
    return case.filled.differs(case.dossier.holder.texts)


def identity_changed(case: Case[IdentityForm, ChangeRules]) -> Mapping[str, str]:
    """Name and number where they are other ones, and what a new number says besides."""
    form, known = case.filled, case.dossier.holder.texts
    typed = {"name": str(form.name or ""), "id_number": str(form.id_number or "")}
    if form.id_number is not None and form.id_number != known["id_number"]:
        typed |= {"sex": form.id_number.sex, "born_on": form.id_number.born_on.isoformat()}
    return {name: text for name, text in typed.items() if text and text != known.get(name)}


def _nothing(case: Case[Any, ChangeRules]) -> Refusal:
    return Refusal("与现在的登记一样，没有要变更的；请把变了的一项改成新的内容", case.guide.article)


@condition(Reads.DOSSIER)
def on_record(case: Case[Any, ChangeRules]) -> Refusal | None:
    """There is a record to change: the province has heard of the holder."""
    if case.dossier.source != ENTERED_HERE:
        return None
    text = "省里还没有这位持卡人的登记，没有可以变更的；请先办申领，填写时照证件写准"
    return Refusal(text, case.guide.article)


@condition(Reads.FORM)
def something_changed(case: Case[DetailsForm, ChangeRules]) -> Refusal | None:
    """At least one blank says something else than the record."""
    return None if details_changed(case) or nothing_emptied.check(case) is not None else _nothing(case)


@condition(Reads.FORM)
def nothing_emptied(case: Case[DetailsForm, ChangeRules]) -> Refusal | None:
    """What is on record is replaced by something, not taken away; a list that lacks the old word is left alone."""
    known, form = case.dossier.holder.texts, case.filled
    gone = [
        b.label
        for b in form.own
        if b.fill and not b.choices and known.get(b.fill) and b.name in form.asks and getattr(form, b.name) is None
    ]
    if not gone:
        return None
    text = f"{'、'.join(gone)}原来有登记，只能改成新的内容，不能清空；没有变的请照原样留着"
    return Refusal(text, case.guide.article)


@condition(Reads.FORM)
def identity_is_new(case: Case[IdentityForm, ChangeRules]) -> Refusal | None:
    """Name or number is another one."""
    if identity_changed(case):
        return None
    text = "姓名、社会保障号码与现在的登记一样，没有要变更的；请照新的身份证件填写变了的一项"
    return Refusal(text, case.guide.article)


@condition(Reads.DOSSIER)
def nothing_being_made(case: Case[IdentityForm, ChangeRules]) -> Refusal | None:
    """Where the city says so, a card that is on its way with the old name or number comes first."""
    rule, coming = case.rules.identity_while_making, case.dossier.coming()
    if coming is None or rule.value:
        return None
    text = f"新卡现为“{coming.state.value}”，是按现在的姓名、号码办的；请等新卡启用后再变更，变更后再换卡"
    return Refusal(text, rule.source)


@condition(Reads.FINDINGS)
def number_is_free(case: Case[IdentityForm, ChangeRules]) -> Refusal | None:
    """Nobody else has the new number."""
    finding, record = case.findings.get(NEW_NUMBER.id), case.findings.get(PROVINCE_RECORD.id)
    if finding is None or (record is not None and not record.available):
        return None
    if not finding.available:
        text = f"省里现在查不到新的社会保障号码有没有别人在用（{finding.answer}），请稍候再提交，填写的内容留着"
        return Refusal(text, case.guide.article)
    if finding.answer != TAKEN:
        return None
    text = "新的社会保障号码已登记在另一人名下，不能变更；请对照证件逐位核对，确实相同的请报信息中心核实"
    return Refusal(text, case.guide.article)


@condition(Reads.FINDINGS)
def police_agree(case: Case[IdentityForm, ChangeRules]) -> Refusal | None:
    """Where the city compares with the police register, the new name and number are those of one person."""
    finding = case.findings.get(POLICE.id)
    if finding is None or not finding.available or finding.answer == Compared.MATCH.value:
        return None
    if finding.answer == Compared.PENDING.value:
        return Refusal("公安联网核查还没有比对结果，填写的内容留着，请稍后再提交", case.guide.article)
    text = "新的姓名、号码与公安登记比对不成功，不能变更；请持卡人先到公安机关核实，填写的内容留着"
    return Refusal(text, case.guide.article)
