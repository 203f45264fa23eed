"""跨区域: where a replaced card's social function may be enabled, by where its holder is insured."""

from enum import Enum
from typing import Any

from counter import CardState, Case, Kind


class CrossDistrict(Enum):
    """What a window does about a replaced card whose holder is insured in another district of the city."""

    REFUSE = "refuse"
    WARN = "warn"
    ALLOW = "allow"


class Insured(Enum):
    """Where the holder is insured, seen from this branch."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


def insured(case: Case[Any, Any]) -> Insured:
    """Whether the holder's insured area (参保地) is the district this branch lies in.

    A branch of the city itself (市级) has no other district; an area that is the whole city, or none, tells nothing.
    """
    district, area = case.window.district, case.dossier.holder.facts.get("insured_area", "")
    if district and district == case.city:
        return Insured.HERE
    if (district and area.endswith(district)) or (area and district.endswith(area)):
        return Insured.HERE
    return Insured.ELSEWHERE if district and area and area != case.city else Insured.UNKNOWN


def is_replacement(case: Case[Any, Any]) -> bool:
    """Whether the card took the place of an earlier one."""
    card = case.dossier.card()
    others = (one for one in case.dossier.of(Kind.CARD) if card is not None and one.id != card.id)
    return any(one.state is CardState.VOID for one in others)
