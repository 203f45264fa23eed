"""Loss and release, as the province applies them."""

from datetime import datetime, timedelta

from counter.rehearsal.province.book import Book, Call, Reason
from counter.rehearsal.province.record import Card, Person, Stage, Use

_UNFINISHED = {Stage.ORDERED, Stage.MARKED, Stage.MADE}
_ENDED = {Stage.VOID, Stage.CLOSED}


def _losable(card: Card | None, already: set[Stage]) -> Reason | None:
    if card is None:
        return Reason.UNKNOWN_CARD
    if card.stage in already:
        return Reason.ALREADY_LOST
    if card.stage in _UNFINISHED:
        return Reason.IN_MAKING
    return Reason.WRONG_STATE if card.stage in _ENDED else None


def lose(card: Card, stage: Stage, by: str, at: datetime | None, until: datetime | None) -> None:
    """Write a loss that took effect then, keeping where the card stood before it."""
    if card.stage is not Stage.TEMP_LOST:
        card.before_loss = card.stage
    card.stage, card.lost_by, card.lost_at, card.lost_until = stage, by, at, until


def reported(card: Card, by: str, now: datetime, days: int | None) -> dict[str, str]:
    """A loss reported elsewhere than at a window; what is told of it."""
    until = None if days is None else now + timedelta(days=days)
    lose(card, Stage.TEMP_LOST, by, now, until)
    return {"stage": card.stage.value, "by": by, **({} if until is None else {"until": until.isoformat()})}


def at_the_bank(card: Card, now: datetime, *, found: bool) -> dict[str, str]:
    """The financial account lost or found again at its bank; what is told of it."""
    card.financial, card.bank_lost_at = (Use.ON, None) if found else (Use.LOST, now)
    return {"stage": card.stage.value, "financial": card.financial.value, "by": card.bank}


def lose_temporarily(_book: Book, person: Person, call: Call, _now: datetime) -> Reason | None:
    """Temporary loss, until the time given, or without term."""
    card = person.card(call.card_number)
    until = _moment(call.facts.get("until", ""))
    if call.facts.get("until") and until is None:
        return Reason.MISSING
    refused = _losable(card, {Stage.TEMP_LOST, Stage.LOST})
    if card is None or refused:
        return refused
    lose(card, Stage.TEMP_LOST, call.facts.get("by") or "窗口", _moment(call.at), until)
    return None


def lose_formally(_book: Book, person: Person, call: Call, _now: datetime) -> Reason | None:
    """Formal loss, also of a card already lost temporarily."""
    card = person.card(call.card_number)
    refused = _losable(card, {Stage.LOST})
    if card is None or refused:
        return refused
    lose(card, Stage.LOST, call.facts.get("by") or "窗口", _moment(call.at), None)
    return None


def release(book: Book, person: Person, call: Call, _now: datetime) -> Reason | None:
    """Take a loss back; a formal one only where the province allows it."""
    card = person.card(call.card_number)
    if card is None:
        return Reason.UNKNOWN_CARD
    if card.stage not in {Stage.TEMP_LOST, Stage.LOST}:
        return Reason.NOT_LOST
    if card.stage is Stage.LOST and book.traits.formal_loss_is_final:
        return Reason.LOSS_IS_FINAL
    card.find_again()
    return None


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None
