"""The words of a visit: its steps, each with the line it stands on."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True)
class At:
    """Where a line stands, and what it says."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class VisitError(Exception):
    """A line of a visit cannot be understood or comes at the wrong place."""

    def __init__(self, at: At, why: str) -> None:
        super().__init__(f"{at}：“{at.text}”{why}")
        self.at, self.why = at, why


@dataclass(frozen=True)
class Sit:
    """Take a seat at this window of this branch."""

    at: At
    branch: str
    window: str
    bank: str = ""
    district: str = ""


@dataclass(frozen=True)
class Holder:
    """The person whose card it is, and the cards the province has for them."""

    at: At
    name: str
    id_number: str
    cards: tuple["Card", ...] = ()
    registered: bool = True
    unit: tuple[str, str] = ("", "")
    insured: str = ""


@dataclass(frozen=True)
class Card:
    """One card as the province has it before the visit."""

    number: str
    bank: str
    state: str
    social: str = ""
    financial: str = ""
    until: datetime | None = None
    channel: str = ""
    batch: str = ""
    pickup: str = ""
    password: str = ""


@dataclass(frozen=True)
class Unit:
    """The unit (单位、乡镇劳保所、网点) whose page is open from now on."""

    at: At
    name: str
    number: str

    @property
    def id_number(self) -> str:
        """What it is known by."""
        return self.number


@dataclass(frozen=True)
class Clerk:
    """Another clerk sits down at the windows from now on."""

    at: At
    name: str
    number: str
    role: str


@dataclass(frozen=True)
class Second:
    """Who confirms from now on wherever a second person is asked; nobody without a number."""

    at: At
    name: str = ""
    number: str = ""
    role: str = ""


@dataclass(frozen=True)
class Come:
    """Who comes to the window; ``facts`` maps the label of a blank to what is written there."""

    at: At
    by: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Papers:
    """Which papers were brought: everything, everything but some, or only these."""

    everything: bool = True
    named: tuple[str, ...] = ()

    def brought(self, paper: str) -> bool:
        """Whether this paper is on the desk."""
        return (paper not in self.named) if self.everything else (paper in self.named)


@dataclass
class Do:
    """Carry out an operation with these blanks and papers."""

    at: At
    title: str
    blanks: list[tuple[At, str, str]] = field(default_factory=list)
    papers: Papers = field(default_factory=Papers)
    photo: bytes | None = None
    scans: list[tuple[At, str, list[tuple[str, bytes]]]] = field(default_factory=list)
    unscanned: bool = False


@dataclass(frozen=True)
class Turn:
    """Something happens in the world: an event by name, or time passes."""

    at: At
    event: str
    passes: timedelta = timedelta()
    words: str = ""


@dataclass(frozen=True)
class Expect:
    """One thing that must now be so; ``words`` are the parts of the line."""

    at: At
    kind: str
    words: tuple[str, ...]


Step = Sit | Holder | Unit | Clerk | Second | Come | Do | Turn | Expect


@dataclass(frozen=True)
class Visit:
    """One visit, read whole."""

    file: str
    title: str
    proves: tuple[str, ...]
    city: str
    time: datetime
    steps: tuple[Step, ...]
