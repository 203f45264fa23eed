"""A card that is lost, as the holder's page tells it: since when, by whom, at whose risk; and a card that was read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from counter.branch import Branch
from counter.core.dossier import Dossier, Subject
from counter.core.move import OLD_CARD
from counter.core.ruled import Ruled
from counter.core.states import FINAL, CardState, FinancialState, Kind
from counter.slip import masked_card

LOSSES = (CardState.TEMPORARILY_LOST, CardState.LOST)
SECOND = "%Y-%m-%d %H:%M:%S"


def losses_on(branch: Branch, dossier: Dossier, number: str) -> dict[str, Any]:
    """What the holder's page says of losses; ``number`` is that of the card that was read, if one was."""
    card = dossier.card() if dossier.coming() is None else None
    return {"told": told_of_loss(branch, card), "bank_loss": bank_loss, "read": card_read(dossier, number)}


def lost_since(card: Subject, dossier: Dossier) -> str:
    """Who took the loss in, and the second it took effect, as far as this branch knows."""
    if card.state not in LOSSES:
        return ""
    moved = [p for p in dossier.past if any(c.subject == card.id and c.after is card.state for c in p.moved)]
    last = max(moved, key=lambda past: past.seq, default=None)
    if last is not None and last.origin == "window":
        return f"{last.at:{SECOND}} 起挂失生效，在{last.where}挂失"
    channel = _channel(card)
    return f"{_moment(card)}{channel}挂失" if channel else ""


def _channel(subject: Subject) -> str:
    by = subject.facts.get("lost_by", "")
    return f"经 {by} " if by.isascii() and by else f"经{by}" if by else ""


def _moment(subject: Subject) -> str:
    at = subject.facts.get("lost_at", "")
    return f"{datetime.fromisoformat(at):{SECOND}} 起挂失生效，" if at else ""


def bank_loss(dossier: Dossier, card: Subject) -> str:
    """Where and since when the financial account is lost; it is released only there."""
    found = dossier.function(Kind.FINANCIAL, card)
    if found is None or found.state is not FinancialState.LOST:
        return ""
    return f"{_moment(found)}{_channel(found)}挂失，由银行解除"


def told_of_loss(branch: Branch, card: Subject | None) -> Sequence[Ruled[str]]:
    """What the city says of a card in this state: who bears the damage, when it ends."""
    if card is None or card.state not in LOSSES:
        return ()
    leading = (
        key
        for key, operation in branch.catalogue.operations.items()
        if any(one.role is OLD_CARD and one.after is card.state for one in operation.moves)
    )
    guides = (branch.city.operations[key] for key in leading if key in branch.city.operations)
    return tuple({notice.value: notice for guide in guides for notice in guide.notices}.values())


def card_read(dossier: Dossier, number: str) -> str:
    """What is to be said of the card that was read: one that is no longer good, or not this holder's."""
    if not number:
        return ""
    card = next((one for one in dossier.of(Kind.CARD) if one.number == number), None)
    shown = masked_card(number)
    if card is None:
        return f"读到的卡 {shown} 不在这位持卡人名下，请核对，不要办理"
    if card.state in FINAL:
        return f"读到的卡 {shown} 已{card.state.value}，找回也不能再使用"
    return f"读到的卡 {shown} 正在{card.state.value}中，找回的须先解除挂失才能使用" if card.state in LOSSES else ""
