"""Where a card is to be handed out (领卡网点): fixed by the window that took the application in."""

from collections.abc import Mapping

from .dossier import Subject


def pickup_title(facts: Mapping[str, str]) -> str:
    """What the branch is called where this card is handed out; its code where nobody said the name; empty when open."""
    return facts.get("pickup_name", "") or facts.get("pickup", "")


def goes_to(card: Subject | None, branch: str) -> str:
    """The other branch where this card is handed out; empty where it may be handed out at this one."""
    if card is None or card.facts.get("pickup", "") in ("", branch):
        return ""
    return pickup_title(card.facts)
