"""Temporary cards as the province applies what it is told of them, with their deposits and the blacklist."""

from datetime import datetime
from decimal import Decimal, InvalidOperation

from counter.rehearsal.province.book import Book, Call, Reason
from counter.rehearsal.province.listing import put_on
from counter.rehearsal.province.record import Person, Stage
from counter.rehearsal.province.temporary import Money, Temporary, Where

GONE = {"丢失": Where.LOST, "损坏": Where.BROKEN}
WAITING_FOR_A_CARD = {Stage.ORDERED, Stage.MARKED, Stage.MADE}


def _mine(person: Person, call: Call) -> Temporary | None:
    number = call.facts.get("temporary_number", "")
    return next((card for card in person.temporaries if card.number == number), None)


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None


def _yuan(text: str) -> Decimal | None:
    try:
        amount = Decimal(text or "0")
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount >= 0 else None


def issue(book: Book, person: Person, call: Call, now: datetime) -> Reason | None:
    """Hand out a temporary card to somebody whose own card is on its way; one at a time, each number once."""
    facts = call.facts
    until, amount = _moment(facts.get("until", "")), _yuan(facts.get("amount", ""))
    if (facts.get("until") and until is None) or amount is None or (amount and not facts.get("coupon")):
        return Reason.MISSING
    if not any(card.stage in WAITING_FOR_A_CARD for card in person.cards):
        return Reason.NO_ORDER
    if person.temporary_out() is not None:
        return Reason.TEMPORARY_OUT
    if any(card.number == facts["temporary_number"] for one in book.people.values() for card in one.temporaries):
        return Reason.NUMBER_TAKEN
    person.temporaries.append(Temporary(
        number=facts["temporary_number"], issued_on=now.date(), branch=facts.get("branch", ""),
        branch_name=facts.get("branch_name", ""), until=until, coupon=facts.get("coupon", ""),
        deposit=f"{amount:.2f}" if amount else "", money=Money.HERE if amount else Money.NONE,
    ))  # fmt: skip
    return None


def _still_out(person: Person, call: Call) -> Temporary | Reason:
    card = _mine(person, call)
    if card is None:
        return Reason.UNKNOWN_CARD
    return card if card.where is Where.OUT else Reason.TEMPORARY_NOT_OUT


def renew(_book: Book, person: Person, call: Call, _now: datetime) -> Reason | None:
    """Another term for a temporary card that is out."""
    until = _moment(call.facts.get("until", ""))
    card = _still_out(person, call)
    if until is None:
        return Reason.MISSING
    if isinstance(card, Reason):
        return card
    card.until = until
    return None


def rewrite(_book: Book, person: Person, call: Call, _now: datetime) -> Reason | None:
    """The card was written anew: nothing that is kept here changes."""
    card = _still_out(person, call)
    return card if isinstance(card, Reason) else None


def give_back(_book: Book, person: Person, call: Call, _now: datetime) -> Reason | None:
    """The temporary card is back."""
    card = _still_out(person, call)
    if isinstance(card, Reason):
        return card
    card.where = Where.BACK
    return None


def refund(_book: Book, person: Person, call: Call, _now: datetime) -> Reason | None:
    """What was taken goes back, once, against its coupon, once the card is back."""
    card = next((one for one in person.temporaries if one.coupon == call.facts.get("coupon", "")), None)
    if card is None or not card.coupon:
        return Reason.UNKNOWN_CARD
    if card.money is not Money.HERE:
        return Reason.NO_DEPOSIT
    if card.where is Where.OUT:
        return Reason.TEMPORARY_OUT
    if _yuan(call.facts.get("amount", "")) != _yuan(card.deposit):
        return Reason.MISSING
    card.money = Money.RETURNED
    return None


def stop(_book: Book, person: Person, call: Call, now: datetime) -> Reason | None:
    """A temporary card that was lost or broken; where it is told so, the money stays and its holder is listed."""
    where = GONE.get(call.facts.get("cause", ""))
    card = _still_out(person, call)
    if where is None:
        return Reason.MISSING
    if isinstance(card, Reason):
        return card
    card.where = where
    if call.facts.get("kept") and card.money is Money.HERE:
        card.money = Money.FORFEIT
    if call.facts.get("listed"):
        put_on(person, f"临时卡{call.facts['cause']}", f"{now:%Y-%m-%d}", by=card.branch_name)
    return None
