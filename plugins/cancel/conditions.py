"""注销、金融账户注销、收回卡片的条件，注销以后再申领的条件，以及各市可以定的规则。"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from counter import (
    By,
    CardState,
    Case,
    FinancialState,
    Kind,
    PaymentState,
    Reads,
    Refusal,
    Ruled,
    Subject,
    condition,
    temporary_out,
)

from .form import CancelForm, CardForm, CardIs, CloseForm, ReturnForm

APPLYING = ("apply.new", "apply.enter", "apply.unfinished")
SOCIAL = "cancel.social"


@dataclass(frozen=True, kw_only=True)
class CancelRules:
    """The ``[cancel]`` table.

    ``absent`` are the causes with which the holder cannot come, ``kin`` who may come then; ``without_card`` says
    which cards need not be there; ``anew_after`` are the causes after which a card may be applied for again.
    """

    from_states: Ruled[tuple[str, ...]]
    absent: Ruled[tuple[str, ...]]
    kin: Ruled[tuple[str, ...]]
    without_card: Ruled[tuple[str, ...]]
    temporary_card_first: Ruled[bool]
    refund_first: Ruled[bool]
    anew_after: Ruled[tuple[str, ...]]
    anew_account_first: Ruled[bool]

    words: ClassVar[Mapping[str, str]] = {
        "from_states": "可以注销的卡",
        "absent": "持卡人不能到场的注销原因",
        "kin": "持卡人不能到场时谁可以来办",
        "without_card": "没有卡也可以注销的情形",
        "temporary_card_first": "先交还临时卡再注销",
        "refund_first": "已缴未用的先退费再注销",
        "anew_after": "注销以后可以再申领的原因",
        "anew_account_first": "金融账户注销以后才能再申领",
    }


def _said(case: Case[Any, CancelRules], word: str, article: str = "") -> Refusal:
    text = f"社会保障卡现为“{word}”，不能{case.guide.title}"
    return case.guide.refusal(word) or Refusal(text, article or case.guide.article)


@condition(Reads.DOSSIER)
def may_be_cancelled(case: Case[CancelForm, CancelRules]) -> Refusal | None:
    """The city lets a card in this state be cancelled, and no other is on its way."""
    card, coming = case.bound.get("card"), case.dossier.coming()
    if card is not None and coming is not None and coming.id != card.id:
        return _said(case, coming.state.value)
    if card is None or card.state.value in case.rules.from_states.value:
        return None
    return _said(case, card.state.value, case.rules.from_states.source)


@condition(Reads.FORM)
def somebody_comes_for_the_absent(case: Case[CancelForm, CancelRules]) -> Refusal | None:
    """Who has died or is missing does not come; who comes instead belongs to them."""
    form, rules = case.filled, case.rules
    if form.cancelled_for not in rules.absent.value:
        return None
    who = "、".join(rules.kin.value)
    if form.by is By.SELF:
        text = f"注销原因为{form.cancelled_for}的，持卡人不能到场，请由{who}来办，“谁来办理”请选“代办”"
        return Refusal(text, rules.absent.source)
    if form.relation is None or form.relation.value in rules.kin.value:
        return None
    return Refusal(f"注销原因为{form.cancelled_for}的，须由{who}来办，并带亲属关系证明", rules.kin.source)


@condition(Reads.FORM)
def card_is_there_or_explained(case: Case[CardForm, CancelRules]) -> Refusal | None:
    """The card is handed over, or it is said why it cannot be."""
    form, rule = case.filled, case.rules.without_card
    if form.card_is is CardIs.BROUGHT:
        if not form.why_missing:
            return None
        return Refusal("卡已带来的，不用写“卡交不回的原因”；交不回的请改选", rule.source, "why_missing")
    if form.card_is.value not in rule.value:
        return Refusal(f"社会保障卡{form.card_is.value}的，不能{case.guide.title}，请带卡来办", rule.source, "card_is")
    if form.why_missing:
        return None
    return Refusal(f"社会保障卡{form.card_is.value}的，请写明“卡交不回的原因”", rule.source, "why_missing")


@condition(Reads.DOSSIER)
def temporary_card_is_back(case: Case[CancelForm, CancelRules]) -> Refusal | None:
    """Where the city says so, a temporary card comes back before the card is cancelled."""
    rule = case.rules.temporary_card_first
    if not rule.value or temporary_out(case.dossier) is None:
        return None
    return Refusal("名下的临时卡还没有交还，请先交还临时卡，再注销", rule.source)


@condition(Reads.DOSSIER)
def nothing_paid_is_left(case: Case[CancelForm, CancelRules]) -> Refusal | None:
    """Where the city says so, money that was paid and not used is given back first."""
    rule = case.rules.refund_first
    paid = next((p for p in case.dossier.of(Kind.PAYMENT) if p.state is PaymentState.PAID), None)
    if not rule.value or paid is None:
        return None
    return Refusal(f"名下还有已缴未用的 {paid.facts.get('amount', '')} 元，请先退费，再注销", rule.source)


def certificates(case: Case[Any, Any], card: Subject) -> frozenset[str]:
    """The numbers of this card's certificates: as the province tells it, and of the entry made here."""
    mine = {
        past.number
        for past in case.dossier.past
        if past.operation == SOCIAL and past.outcome != "undone" and any(c.subject == card.id for c in past.moved)
    }
    return frozenset({*mine, card.facts.get("certificate", "")} - {""})


@condition(Reads.FORM)
def certificate_is_this_cards(case: Case[CloseForm, CancelRules]) -> Refusal | None:
    """The number on the paper is that of the certificate given for this card."""
    card = case.bound.get("card")
    if card is None:
        return None
    known = certificates(case, card)
    if not known:
        text = "省里还没有这张卡的社保业务注销证明，请稍后重新查询；没有证明的，先到人社部门综合服务窗口办理"
        return Refusal(text, case.guide.article, "certificate")
    if case.filled.certificate in known:
        return None
    text = "社保业务注销证明编号与这张卡的不符，请对照证明原件重新输入"
    return Refusal(text, case.guide.article, "certificate")


@condition(Reads.DOSSIER)
def account_is_closed(case: Case[ReturnForm, CancelRules]) -> Refusal | None:
    """The card is taken back after the account was closed, not before."""
    card = case.bound.get("card")
    account = case.dossier.function(Kind.FINANCIAL, card)
    if card is None or account is None or account.state is FinancialState.STOPPED:
        return None
    return Refusal("办理完银行金融账户的注销手续后，才收回社会保障卡；请先办金融账户注销", case.guide.article)


@condition(Reads.FORM)
def is_the_card_itself(case: Case[ReturnForm, CancelRules]) -> Refusal | None:
    """The card in hand is the one that was cancelled."""
    card, form = case.bound.get("card"), case.filled
    if card is None or form.card_is is not CardIs.BROUGHT:
        return None
    if not form.card_number:
        return Refusal("请照卡面输入收回的卡号", case.guide.article, "card_number")
    if form.card_number.upper() == card.number:
        return None
    return Refusal("收回的卡号不是已注销的这张卡，请核对卡面", case.guide.article, "card_number")


@condition(Reads.DOSSIER)
def may_apply_anew(case: Case[Any, CancelRules]) -> Refusal | None:
    """Whose card was cancelled applies again only where the cause lets them, and after the old account was closed."""
    if case.operation not in APPLYING:
        return None
    card = next((c for c in case.dossier.of(Kind.CARD) if c.state is CardState.CANCELLED), None)
    if card is None:
        return None
    cause, rules = card.facts.get("cancelled_for", ""), case.rules
    if cause and cause not in rules.anew_after.value:
        return Refusal(f"社会保障卡已注销（{cause}），不能再申领", rules.anew_after.source)
    account = case.dossier.function(Kind.FINANCIAL, card)
    if not rules.anew_account_first.value or account is None or account.state is FinancialState.STOPPED:
        return None
    text = "已注销的社会保障卡，金融账户还没有注销，请先到发卡银行注销，再来申领"
    return Refusal(text, rules.anew_account_first.source)
