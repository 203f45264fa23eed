"""What is said though nothing is refused: on the check page and the slip, or on the holder's page till it is done."""

from collections.abc import Callable, Mapping
from typing import Any

from .asked import unasked_marks
from .case import AT_FORM, Case, Finding
from .city import City
from .dossier import Dossier
from .offer import Part
from .ruled import Ruled

Due = Callable[[Dossier], bool]


def marks_of(part: Part, case: Case[Any, Any], findings: Mapping[str, Finding], city: City) -> tuple[str, ...]:
    """What page and slip say of this case: what it warns of, and what could not be asked."""
    found = (said.check(case) for said in part.operation.warns if said.reads & AT_FORM == said.reads)
    warned = tuple(f"{one.text}（{one.article}）。" for one in found if one is not None)
    return (*warned, *unasked_marks(part, findings, city))


def reminders(due: Mapping[str, Due], city: City, dossier: Dossier) -> tuple[Ruled[str], ...]:
    """What is still to be done for this holder, in the city's words; ``due`` says when, by the operation's id."""
    said = ((guide.reminder, due.get(key)) for key, guide in city.operations.items())
    return tuple(text for text, waits in said if text is not None and waits is not None and waits(dossier))
