"""申领的条件，以及各市可以定的规则。"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from counter import (
    FINAL,
    INSURANCE,
    POLICE,
    By,
    Case,
    Compared,
    IdKind,
    IdNumber,
    Insured,
    Kind,
    Reads,
    Refusal,
    Ruled,
    Subject,
    condition,
)

from .form import ApplyForm, CompleteForm, EndForm, First, ReviewForm, StopOldForm


@dataclass(frozen=True, kw_only=True)
class ApplyRules:
    """The ``[apply]`` table: ``bank_undecided`` is the word of the list that is no bank; empty where there is none."""

    bank_undecided: Ruled[str]
    id_must_be_valid: Ruled[bool]
    old_card_elsewhere: Ruled[bool]
    insured_only: Ruled[bool]
    compares_citizens_only: Ruled[bool]

    words: ClassVar[Mapping[str, str]] = {
        "bank_undecided": "服务银行不能选的一项",
        "id_must_be_valid": "证件过期的不受理申领",
        "old_card_elsewhere": "停用旧卡只用于外市的旧卡",
        "insured_only": "只给已参保的人办卡",
        "compares_citizens_only": "联网核查只比对居民身份证",
    }


def _in_the_way(case: Case[Any, ApplyRules]) -> Subject | None:
    """A card, or an application, that still counts, what always refuses first; not the one this carries on."""
    mine = case.bound.get("new_card")
    cards = [card for card in case.dossier.of(Kind.CARD) if card.state not in FINAL]
    others = [card for card in cards if mine is None or card.id != mine.id]
    return min(others, key=lambda card: card.state.value not in case.guide.refusals, default=None)


def _said(case: Case[Any, ApplyRules], card: Subject) -> Refusal:
    text = f"名下的卡现为“{card.state.value}”，不能办理{case.guide.title}"
    return case.guide.refusal(card.state.value) or Refusal(text, case.guide.article)


def _other_number(typed: str, card: Subject, case: Case[Any, ApplyRules]) -> Refusal | None:
    if typed.strip().upper() == card.number:
        return None
    text = f"省里查到的旧卡卡号是 {card.number}，与所填的“{typed}”不同，请与申请人核对后改正"
    return Refusal(text, case.guide.article)


@condition(Reads.DOSSIER)
def nothing_in_the_way(case: Case[ApplyForm, ApplyRules]) -> Refusal | None:
    """One person has one card: none in use, and no application on its way."""
    card = _in_the_way(case)
    return None if card is None else _said(case, card)


@condition(Reads.DOSSIER)
def nothing_else_applied_for(case: Case[ApplyForm, ApplyRules]) -> Refusal | None:
    """Where an old card may be stopped later, only what is on its way refuses."""
    card = _in_the_way(case)
    return None if card is None or card.state.value not in case.guide.refusals else _said(case, card)


@condition(Reads.FORM)
def consents_to_stop(case: Case[ApplyForm, ApplyRules]) -> Refusal | None:
    """Who already has a card in the province says so and consents that it is stopped."""
    card, form = _in_the_way(case), case.filled
    if card is None or card.state.value in case.guide.refusals:
        return None
    if form.first_card is not First.NO or not form.stop_old_card:
        text = f"省里已有卡 {card.number}：“是否首次申领”请选“否”，写明市和卡号，并由申请人同意停用"
        return Refusal(text, case.guide.article)
    return _other_number(form.old_card_number or "", card, case)


@condition(Reads.FORM)
def first_as_the_record_says(case: Case[ApplyForm, ApplyRules]) -> Refusal | None:
    """Whom the province's record shows with a card does not apply for the first time."""
    held = next((card for card in case.dossier.of(Kind.CARD) if card.number), None)
    if held is None or case.filled.first_card is not First.YES:
        return None
    return Refusal(f"省里有过卡 {held.number}，“是否首次申领”请选“否”", case.guide.article)


@condition(Reads.FORM)
def document_is_valid(case: Case[ApplyForm, ApplyRules]) -> Refusal | None:
    """An expired identity document makes the card fail later (制卡失败), so it is refused here."""
    until, rule = case.filled.id_valid_until, case.rules.id_must_be_valid
    if until is None or not rule.value or not until.over(case.now.date()):
        return None
    return Refusal(f"身份证件 {until} 已过期，请先到发证机关换证，再来办理{case.guide.title}", rule.source)


@condition(Reads.FORM)
def says_what_the_number_says(case: Case[ApplyForm, ApplyRules]) -> Refusal | None:
    """Sex and date of birth are those of the identity number, where it tells them."""
    try:
        number = IdNumber(case.dossier.holder.id_number)
    except ValueError:
        return None
    form = case.filled
    if form.sex.value == number.sex and form.born_on == number.born_on:
        return None
    text = f"性别和出生日期应与证件号码一致：{number.sex}，{number.born_on}，请对照证件改正"
    return Refusal(text, case.guide.article)


@condition(Reads.FORM)
def bank_is_decided(case: Case[ApplyForm, ApplyRules]) -> Refusal | None:
    """The bank is one, not “undecided”."""
    rule = case.rules.bank_undecided
    if not rule.value or case.filled.bank != rule.value:
        return None
    return Refusal(f"服务银行不能选为“{rule.value}”，请问明申领人后选一家银行", rule.source)


@condition(Reads.FINDINGS)
def police_agree(case: Case[Any, ApplyRules]) -> Refusal | None:
    """Where the city compares with the police register, name and number are those of one person."""
    finding = case.findings.get(POLICE.id)
    if finding is None or not finding.available or finding.answer == Compared.MATCH.value:
        return None
    if case.rules.compares_citizens_only.value and IdKind.of(case.dossier.holder.id_number) is not IdKind.CITIZEN:
        return None
    if finding.answer == Compared.PENDING.value:
        return Refusal("公安联网核查还没有比对结果，填写的内容留着，请稍后再提交", case.guide.article)
    text = "公安联网核查比对不成功，请与申请人当场核实姓名和证件号码，再行比对；当场无法解决的，终止制卡流程"
    return Refusal(text, case.guide.article)


@condition(Reads.FINDINGS)
def is_insured(case: Case[Any, ApplyRules]) -> Refusal | None:
    """Where the city makes cards for the insured only."""
    finding, rule = case.findings.get(INSURANCE.id), case.rules.insured_only
    if finding is None or not rule.value or finding.answer != Insured.NO.value:
        return None
    return Refusal("没有查到参保记录，请先参加医疗保险或新农合，再来申领", rule.source)


@condition(Reads.FORM)
def agent_is_somebody_else(case: Case[ApplyForm, ApplyRules]) -> Refusal | None:
    """Who comes for another shows their own identity document, not the applicant's."""
    form = case.filled
    if form.by is By.SELF or form.agent_id != case.dossier.holder.id_number:
        return None
    text = f"来人身份证号就是申领人的号码：本人来的请选“本人”；{form.by.value}的请填来人自己的证件"
    return Refusal(text, case.guide.article)


@condition(Reads.FORM)
def card_is_from_elsewhere(case: Case[StopOldForm, ApplyRules]) -> Refusal | None:
    """A card of this city is replaced, not stopped and applied for anew."""
    rule, here = case.rules.old_card_elsewhere, case.city
    if not rule.value or case.filled.held_in.removesuffix("市") != here.removesuffix("市"):
        return None
    return Refusal(f"{here}的旧卡请办理补卡或换卡，不用停用后重新申领", rule.source)


@condition(Reads.FORM)
def holder_consents(case: Case[StopOldForm, ApplyRules]) -> Refusal | None:
    """The consent is signed, and the number is that of the card."""
    if not case.filled.consents:
        return Refusal("申请人不同意停用旧卡的，不能继续制卡；同意的请在申领表上签字并勾选", case.guide.article)
    card = case.bound.get("card")
    return None if card is None else _other_number(case.filled.held_number, card, case)


@condition(Reads.FORM)
def compared_with_the_form(case: Case[CompleteForm, ApplyRules]) -> Refusal | None:
    """What another point entered is compared with the paper before a card is ordered."""
    if case.filled.compared:
        return None
    text = "请先将申领表与录入内容逐项核对，一致的勾选；不一致的终止，由原网点改正后重报"
    return Refusal(text, case.guide.article)


@condition(Reads.DOSSIER)
def waits_for_review(case: Case[ReviewForm, ApplyRules]) -> Refusal | None:
    """Only what was applied for elsewhere and not yet looked at is reviewed."""
    order = case.bound.get("new_card")
    if order is None or order.facts.get("to_review"):
        return None
    return Refusal("没有等待核实的网上申请", case.guide.article)


@condition(Reads.FORM)
def confirmed_with_the_applicant(case: Case[ReviewForm, ApplyRules]) -> Refusal | None:
    """The review is done together with the applicant."""
    if case.filled.confirmed:
        return None
    return Refusal("请与申领人逐项核实各项基础信息，有误的在表上改正，无误后勾选", case.guide.article)


@condition(Reads.DOSSIER)
def is_a_first_card(case: Case[EndForm, ApplyRules]) -> Refusal | None:
    """A replacement is not ended like an application: the old card is void already."""
    order = case.bound.get("new_card")
    if order is None or (order.facts.get("applied_by") and not order.facts.get("replaces")):
        return None
    if order.facts.get("replaces"):
        return Refusal("这是补换卡，原卡已停用，不能按申领终止", case.guide.article)
    text = "省里没有记这张卡是申领的，补换卡的原卡已停用，不能按申领终止；是申领的，请回受理的网点终止"
    return Refusal(text, case.guide.article)
