"""临时卡的条件。"""

from datetime import date, timedelta
from typing import Any

from counter import (
    ABSENT,
    CardState,
    Case,
    Kind,
    PaymentState,
    Reads,
    Refusal,
    Subject,
    condition,
    deposit_of,
    masked_card,
    temporary_out,
)

from .form import GoneForm, IssueForm, RefundForm, ReturnForm, RewriteForm
from .rules import TempcardRules


@condition(Reads.DOSSIER)
def card_is_on_its_way(case: Case[Any, TempcardRules]) -> Refusal | None:
    """A temporary card is for the time in which the real one is being replaced or made; so is its renewal."""
    card, rule = case.dossier.coming() or case.dossier.card(), case.rules.during
    word = card.state.value if card is not None else ABSENT.value
    if word in rule.value or "temporary" not in case.bound:
        return None
    text = f"社会保障卡现为“{word}”，不在补换期间，不能办理{case.guide.title}"
    return case.guide.refusal(word) or Refusal(text, case.guide.article)


@condition(Reads.DOSSIER)
def card_is_replaced(case: Case[Any, TempcardRules]) -> Refusal | None:
    """Where the city says so, the card that is on its way takes the place of another."""
    rule, card = case.rules.replacement_only, case.dossier.coming()
    replaced = any(one.state is CardState.VOID for one in case.dossier.of(Kind.CARD))
    if not rule.value or replaced or card is None or card.state.value not in case.rules.during.value:
        return None
    return Refusal("这是首次申领，不是社会保障卡损坏、丢失后的补换，不办理临时卡", rule.source)


@condition(Reads.DOSSIER)
def none_is_out(case: Case[IssueForm, TempcardRules]) -> Refusal | None:
    """Nobody has two temporary cards."""
    card = temporary_out(case.dossier)
    if card is None:
        return None
    text = f"临时卡 {masked_card(card.number)} 还没有交还，不能再办一张"
    return case.guide.refusal(card.state.value) or Refusal(text, case.guide.article)


@condition(Reads.FORM)
def is_no_real_card(case: Case[IssueForm, TempcardRules]) -> Refusal | None:
    """The card on the reader is a temporary one, not one of the holder's own."""
    number = case.filled.temporary_number
    if all(card.number != number for card in case.dossier.of(Kind.CARD)):
        return None
    text = f"{number} 是持卡人的社会保障卡，不是临时卡，请放上临时卡预制卡重新读卡"
    return Refusal(text, case.guide.article, "temporary_number")


@condition(Reads.FORM)
def is_this_card(case: Case[ReturnForm, TempcardRules]) -> Refusal | None:
    """The card that was read is the one that was handed out."""
    card, number = case.bound.get("temporary"), case.filled.temporary_number
    if card is None or card.number == number:
        return None
    text = f"{number} 不是发给这位持卡人的临时卡，请放上他的临时卡重新读卡"
    return Refusal(text, case.guide.article, "temporary_number")


@condition(Reads.DOSSIER)
def ends_soon(case: Case[Any, TempcardRules]) -> Refusal | None:
    """A temporary card is renewed when its term ends."""
    card, rule = case.bound.get("temporary"), case.rules.renew_days_before
    if card is None:
        return None
    if card.until is None:
        return Refusal("这张临时卡没有期限，不用续期", case.rules.months.source)
    last = date.fromisoformat(card.facts["valid_until"])
    if case.now.date() >= last - timedelta(days=rule.value):
        return None
    return Refusal(f"临时卡 {last.isoformat()} 到期，到期前 {rule.value} 天内才可以续期", rule.source)


@condition(Reads.SECRETS)
def password_is_good(case: Case[RewriteForm, TempcardRules]) -> Refusal | None:
    """The applicant has typed a new password, twice alike, that fits the city's word."""
    if not case.filled.new_password:
        return Refusal("请由申领人输入新密码", case.guide.article)
    return case.passwords.refused(case.filled.new_password, case.filled.again or "", case.guide.article)


def deposit_meant(case: Case[RefundForm, TempcardRules], payment: Subject) -> bool:
    """Whether this deposit is the one whose coupon is shown; before anything is shown, any."""
    if case.form is None:
        return True
    return any(payment.id == card.facts.get("pay_key") for card in _of_coupon(case))


def _of_coupon(case: Case[RefundForm, TempcardRules]) -> list[Subject]:
    shown = coupon_shown(case.filled)
    return [card for card in case.dossier.of(Kind.TEMPORARY) if card.facts.get("coupon") == shown]


def coupon_shown(form: RefundForm) -> str:
    """The number on the coupon as it was typed, without blanks."""
    return "".join(form.coupon.split()).upper()


def _deposits(case: Case[RefundForm, TempcardRules]) -> list[tuple[Subject, Subject]]:
    """Every temporary card against which something was taken, with that, newest first."""
    pairs = ((card, deposit_of(case.dossier, card)) for card in case.dossier.of(Kind.TEMPORARY))
    return [(card, payment) for card, payment in pairs if payment is not None]


@condition(Reads.DOSSIER)
def deposit_is_held(case: Case[RefundForm, TempcardRules]) -> Refusal | None:
    """There is money to give back."""
    found = [payment.state for _, payment in _deposits(case)]
    if PaymentState.HELD in found:
        return None
    word = found[0].value if found else ABSENT.value
    return case.guide.refusal(word) or Refusal("没有在存的临时卡押金，不能退回", case.guide.article)


@condition(Reads.FORM)
def coupon_is_shown(case: Case[RefundForm, TempcardRules]) -> Refusal | None:
    """Money goes back only against the coupon of this holder's own temporary card, and once."""
    shown = coupon_shown(case.filled)
    mine = _of_coupon(case)
    if not mine:
        text = f"回执单编号 {shown} 不是这位持卡人的临时卡受理回执单，不能退回工本费，请核对回执单"
        return Refusal(text, case.guide.article, "coupon")
    payment = deposit_of(case.dossier, mine[0])
    held = any(one.state is PaymentState.HELD for _, one in _deposits(case))
    if payment is None or payment.state is PaymentState.HELD or not held:
        return None
    text = f"这张回执单的押金现为“{payment.state.value}”，不能退回"
    return case.guide.refusal(payment.state.value) or Refusal(text, case.guide.article)


def _meant(case: Case[RefundForm, TempcardRules]) -> Subject | None:
    """The temporary card whose deposit is to go back."""
    payment = case.bound.get("payment")
    return next((card for card, own in _deposits(case) if payment is not None and own.id == payment.id), None)


@condition(Reads.DOSSIER)
def card_is_back(case: Case[RefundForm, TempcardRules]) -> Refusal | None:
    """The temporary card came back first."""
    card, out = _meant(case), temporary_out(case.dossier)
    if card is None or card is not out:
        return None
    text = f"临时卡 {masked_card(card.number)} 还没有退还，请先办理临时卡退还，再退回工本费"
    return Refusal(text, case.guide.article)


@condition(Reads.DOSSIER)
def deposit_is_here(case: Case[RefundForm, TempcardRules]) -> Refusal | None:
    """Where the city says so, the branch that took the deposit gives it back."""
    card, rule = _meant(case), case.rules.refund_elsewhere
    if card is None or rule.value or card.facts.get("branch", "") == case.window.branch:
        return None
    place = card.facts.get("branch_name") or "发放临时卡的网点"
    return Refusal(f"这张临时卡的工本费由{place}收取，请凭受理回执单到那里退回", rule.source)


@condition(Reads.FORM)
def happened_by_today(case: Case[GoneForm, TempcardRules]) -> Refusal | None:
    """It has already happened, and not before the card was handed out."""
    day, card = case.filled.happened_on, case.bound.get("temporary")
    issued = card.facts.get("issued_on", "") if card is not None else ""
    if day > case.now.date():
        return Refusal("丢失、损坏日期不能晚于今天，请核对后改正", case.guide.article, "happened_on")
    if issued and day < date.fromisoformat(issued):
        text = f"临时卡是 {issued} 发放的，丢失、损坏日期不能早于这一天，请核对后改正"
        return Refusal(text, case.guide.article, "happened_on")
    return None


@condition(Reads.DOSSIER)
def temporary_card_is_back(case: Case[Any, TempcardRules]) -> Refusal | None:
    """What the city does not let anybody do before the temporary card is back, whichever plugin does it."""
    rules = case.rules
    if case.operation not in rules.gated.value:
        return None
    blocks = rules.blocks.value
    card = next((card for card in case.dossier.of(Kind.TEMPORARY) if card.state.value in blocks), None)
    if card is None:
        return None
    text = f"临时卡 {masked_card(card.number)} 还没有交还，须交还临时卡后，方可启用正式社会保障卡"
    return Refusal(text, rules.gated.source)
