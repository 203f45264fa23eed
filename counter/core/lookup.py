"""Look-ups: papers that decide and change nothing, and what each of them may know."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from .blank import By
from .case import Clerk, Window
from .dates import WorkingDays
from .dossier import Dossier
from .form import Form
from .guide import Paper
from .limit import Limit, Waiting
from .panel import Place
from .party import Party
from .ruled import Refusal

if TYPE_CHECKING:
    from printing import Receipt

    from .entry import Entry
    from .offer import Offer


@dataclass(frozen=True, kw_only=True)
class Served:
    """A window where an operation is done, as somebody is sent there: its name, and address and telephone if known."""

    title: str
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class Lacking:
    """What is still missing of a form that is being filled: papers, blanks, and what else stands in the way."""

    papers: tuple[Paper, ...] = ()
    blanks: tuple[Refusal, ...] = ()
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LookUpCase:
    """What a look-up may know: it decides nothing and leaves an audit row only.

    ``members`` are those whose cards belong to or went through the unit it is about. About an offer: ``refusals`` say
    why it cannot be done now, ``served`` where it is done (nowhere else where ``here``), ``promise`` by when, ``photo``
    what the file of a photo must be, ``number`` the how manieth notice about it this is, ``lacking`` what is
    still missing on the form, where one is being filled. ``form`` is what was filled where the look-up asks something;
    ``limit`` how the promise about the card on its way stands, counted on ``calendar``.
    """

    dossier: Dossier
    office: str
    phone: str
    city: str
    window: Window
    clerk: Clerk
    now: datetime
    offer: "Offer | None" = None
    by: By = By.SELF
    members: tuple[Dossier, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    served: tuple[Served, ...] = ()
    here: bool = True
    promise: str = ""
    photo: str = ""
    number: int = 1
    lacking: Lacking | None = None
    form: Form | None = None
    limit: Limit | None = None
    calendar: WorkingDays | None = None


@dataclass(frozen=True, kw_only=True)
class RollCase:
    """What a look-up of a point may know: the cards that come back here and are on their way, and the day asked for."""

    waiting: tuple[Waiting, ...]
    rules: Any
    office: str
    phone: str
    window: Window
    clerk: Clerk
    now: datetime
    day: date


@dataclass(frozen=True, kw_only=True)
class PlaceCase:
    """What a paper about a place may know: the place with what it showed, and the entry it is about.

    ``problem`` is the row of the panel it was asked from, ``step`` the step's title, ``sought`` a number nobody has.
    """

    place: Place
    rules: Any
    office: str
    phone: str
    window: Window
    clerk: Clerk
    now: datetime
    problem: str = ""
    step: str = ""
    sought: str = ""
    entry: "Entry[Any] | None" = None


def _fits(_form: Any) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, kw_only=True)
class LookUp:
    """A look-up: who may, and the paper it gives.

    ``about_offer``: it is asked for one operation; ``about``: it stands on the pages of these parties;
    ``at_pickup``: it is about all cards that come back to this branch, and its paper reads a RollCase;
    ``tells``: it is counted as having told the holder; ``lacks``: it says what is still missing on a form, and is
    asked for there;
    ``at_place``: it is asked for beside a panel, about what is on that page, and its paper reads a PlaceCase.
    ``form``: the blanks that narrow it; they stand in the address of its page, so nothing personal is asked in them;
    ``wrong`` gives messages by the names of blanks that do not fit together. ``whole``: it reads all there is,
    not only the newest entries.
    """

    id: str
    title: str
    roles: frozenset[str]
    paper: "Callable[[Any], Receipt]"
    about_offer: bool = False
    about: frozenset[Party] = frozenset()
    at_pickup: bool = False
    at_place: bool = False
    lacks: bool = False
    tells: bool = False
    form: type[Form] | None = None
    wrong: Callable[[Any], Mapping[str, str]] = _fits
    whole: bool = False
