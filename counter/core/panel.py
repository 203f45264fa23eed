"""Panels beside a place: what a plugin shows next to a page, an operation, a step, or what went wrong there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Generic

from .case import R
from .dossier import Dossier
from .told import Told


class Page(Enum):
    """A page that has room for panels."""

    NOBODY = "nobody"
    PERSON = "person"
    FORM = "form"
    CHECK = "check"
    MAKING = "making"
    ENTRY = "entry"
    BILLS = "bills"
    HELP = "help"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the clerk is: the page, the operations and the step it is about.

    ``faults`` are the sentences on the page that say what is wrong, ``dossier`` is whose page it is, ``told`` what
    was told to this person in writing, the newest first.
    """

    page: Page
    now: datetime
    operations: tuple[str, ...] = ()
    step: str = ""
    faults: tuple[str, ...] = ()
    dossier: Dossier | None = None
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Lead:
    """Where a row leads: to an operation, to the newest entry of one (to print it again), to a page, or to a report."""

    title: str
    operation: str = ""
    entry: str = ""
    page: Page | None = None
    report: str = ""


@dataclass(frozen=True, kw_only=True)
class PanelRow:
    """One row of a panel: its title, the lines below it as label and text, its article, and where it leads."""

    title: str
    lines: tuple[tuple[str, str], ...]
    article: str = ""
    leads: tuple[Lead, ...] = ()
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A panel beside a page; ``whole``: its rows are some of those on the page of all troubles."""

    title: str
    rows: tuple[PanelRow, ...]
    whole: bool = False


@dataclass(frozen=True, kw_only=True)
class Panels(Generic[R]):
    """The panels of one plugin: what it shows at a place, by the rules that the city gives it.

    ``names`` are the operations that the rules speak of; one that the city does not have is a mistake in its file.
    ``whole``: it has rows for the page of all of them.
    """

    rules: type[R]
    show: Callable[[Place, R], Sequence[Panel]]
    names: Callable[[R], Sequence[str]] = lambda _rules: ()
    whole: bool = False


@dataclass(frozen=True)
class Standing:
    """Panels with the plugin that declares them and the rules the city gives it."""

    plugin: str
    panels: Panels[Any]
    rules: Any = None
