"""A city's documents as values: everything one city file says, read strictly and frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from .cardface import FaceRules
from .dayend import DayRules
from .guide import OperationRules, Promise, Reviewer, Tariff
from .paper import USUAL, PaperRules
from .password import PasswordRules
from .photo import PhotoRules
from .printed import PrintedForm
from .ruled import Ruled
from .scan import ScanRules
from .system import MessageRules, SystemRules


@dataclass(frozen=True, kw_only=True)
class Document:
    """One government text that articles of the city file point into.

    ``beyond``: parts that the program has nothing to do with, by their first words, and why.
    """

    title: str
    file: str
    issued: date | None = None
    beyond: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class WindowType:
    """A type of window (窗口类别) in this city; ``of_bank`` when such a window stands in a bank's outlet.

    ``pickup``: a card that was applied for here comes back here and is handed out here only.
    """

    title: str
    article: str
    of_bank: bool = False
    pickup: Ruled[bool] | None = None


@dataclass(frozen=True, kw_only=True)
class CityFacts:
    """The ``[city]`` table.

    ``lock_after``: minutes without a key until a window locks itself.
    ``put_back_second`` and ``…_above`` are for what the work list puts back (冲正).
    ``claim_minutes``: how long a clerk keeps what was claimed (认领) in the work lists, if it is not given back.
    """

    name: str
    code: str
    province: str
    record: str
    office: str
    phone: str
    plugins: tuple[str, ...]
    together: Ruled[tuple[tuple[str, ...], ...]]
    guardian_below: Ruled[int]
    without_province: Ruled[bool]
    lock_after: Ruled[int]
    claim_minutes: Ruled[int]
    put_back_second: Ruled[tuple[Reviewer, ...]] | None = None
    put_back_second_above: Ruled[Decimal] | None = None


@dataclass(frozen=True, kw_only=True)
class City:
    """One city file, whole, with the forms it names; ``rules`` are the tables that the plugins own, as tables.

    ``table`` is the file as it was read, in its own order.
    """

    key: str
    facts: CityFacts
    documents: Mapping[str, Document]
    windows: Mapping[str, WindowType]
    operations: Mapping[str, OperationRules]
    promises: Mapping[str, Promise]
    tariff: Mapping[str, Tariff]
    lists: Mapping[str, Ruled[tuple[str, ...]]]
    systems: Mapping[str, SystemRules] = field(default_factory=dict)
    messages: Mapping[str, tuple[MessageRules, ...]] = field(default_factory=dict)
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    forms: Mapping[str, PrintedForm] = field(default_factory=dict)
    fingerprint: str = ""
    photo: PhotoRules | None = None
    scans: ScanRules | None = None
    table: Mapping[str, Any] = field(default_factory=dict, repr=False)
    password: PasswordRules | None = None
    dayend: DayRules | None = None
    card_face: FaceRules | None = None
    papers: PaperRules = USUAL

    def choices(self) -> dict[str, tuple[str, ...]]:
        """The city's lists to choose from, by name."""
        return {name: ruled.value for name, ruled in self.lists.items()}
