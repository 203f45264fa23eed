"""The words in which a plugin declares what a window may do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic

from .bill import BillMark
from .cardface import Face
from .case import Case, Condition, F, Facts, Need, R
from .dossier import Dossier
from .each import Each
from .form import Form
from .matters import Awaits
from .move import Move
from .party import Party
from .ruled import Course, Ruled, RuledStep

if TYPE_CHECKING:
    from printing import Certificate, Receipt

    from .entry import Entry, Posting
    from .system import Message


Postings = Callable[[Case[Any, Any]], "Sequence[Posting]"]


@dataclass(frozen=True)
class ActDone:
    """The device did it; the facts are its result (card number, bank account ...)."""

    facts: Mapping[str, str]


@dataclass(frozen=True)
class ActFailed:
    """The device surely did not do it."""

    reason: str


class Does(Enum):
    """What one step of an act does."""

    ASKS = "province is asked"
    SHOWS = "a person compares"
    WORKS = "the device works"
    TELLS = "province is told"


@dataclass(frozen=True, kw_only=True)
class StepCase(Generic[F]):
    """What one step may know: the job is the same whenever the step is repeated with the same card.

    ``facts`` are what the earlier steps gave, ``answer`` is what the province gave just now; ``last`` says that
    no step of the device follows. ``face`` is the drawn card face, for a step that ``wants_face``;
    ``answer_of`` gives the province's answer to a card's random number, for one that ``wants_key``.
    """

    entry: "Entry[F]"
    job: str
    device: Any
    facts: Mapping[str, str]
    answer: Mapping[str, str] = field(default_factory=dict)
    last: bool = False
    face: Face | None = None
    answer_of: Callable[[str], str] | None = None


def _nothing(_case: StepCase[Any]) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, kw_only=True)
class ActStep(Generic[F]):
    """One step of an act: the city says whether and when it comes.

    ``run`` gives what is to be remembered, or ActFailed; anything it raises but DeviceError is *unknown*.
    ``again``: repeated with the same job it does the same thing, so an unknown end is simply repeated; where
    it is not so, a person must look. ``takes_blank``: a blank card is drawn in. ``confirm`` is what is said
    to a clerk who has not declared to have compared; ``hint`` is what to do by hand. ``wants_face``: it prints the
    card's face, or must know beforehand that it can be printed. ``wants_key``: it changes the
    chip by the province's key.
    """

    id: str
    does: Does
    run: "Callable[[StepCase[F]], Mapping[str, str] | ActFailed]" = _nothing
    again: bool = True
    takes_blank: bool = False
    confirm: str = ""
    hint: str = ""
    wants_face: bool = False
    wants_key: bool = False


@dataclass(frozen=True)
class Act(Generic[F]):
    """An act outside the database, bracketed by two commits.

    ``run(entry, device, secrets)`` gives ActDone or ActFailed; anything it raises is *unknown*.
    ``tells_failure``: the province hears of a failed act too (失败数据回盘). ``without_device(secrets)``:
    this one can be done at a window that has no such device; ``run`` then gets None. ``keys``: it needs the
    card's key, so ``run`` gets a KeyedReader.
    An act in ``steps`` has no ``run``: a clerk does those that the city's ``course`` names, in its order, and each is
    bracketed by its own two commits. ``failed`` may follow from the rules. ``copied``: the fact, and its label, that
    whoever finds an unknown act done copies from the device.
    """

    title: str
    device: str
    done: tuple[Move, ...]
    failed: "tuple[Move, ...] | Callable[[Any], tuple[Move, ...]]"
    run: "Callable[[Entry[F], Any, Mapping[str, str]], ActDone | ActFailed] | None" = None
    tells_failure: bool = False
    without_device: "Callable[[Mapping[str, str]], bool]" = lambda _secrets: False
    keys: bool = False
    steps: tuple[ActStep[F], ...] = ()
    course: "Callable[[Any], Course] | None" = None
    copied: tuple[str, str] | None = None

    def failing(self, rules: Any) -> tuple[Move, ...]:
        """What moves when it has failed."""
        return self.failed(rules) if callable(self.failed) else self.failed

    def in_order(self, course: Course) -> tuple[tuple[ActStep[F], RuledStep], ...]:
        """The steps of this act as the city has them."""
        own = {step.id: step for step in self.steps}
        return tuple((own[ruled.step], ruled) for ruled in course.steps)


@dataclass(frozen=True, kw_only=True)
class Operation(Generic[F, R]):
    """One thing a window may do, declared; the counter carries it down the road.

    ``echoes``: the last of these operations for this holder fills the form again with what was typed then.
    ``for_newcomers``: it may be done for somebody whom the province has never heard of. ``quiet``: the desk
    does not list it among what cannot be done; it follows only on something that has begun.
    ``about``: on whose page it stands. One about a unit may move many holders' cards: ``each`` says
    which, and the moves with ``each=True`` are done for every one, in one commit. ``told_as``: the
    operation under whose name the province hears of it, where it has no name of its own there. ``postings``: what
    the ledger books beside the fee (a refund); of an act, once it is done. ``papers_told``: the scans of its papers
    go to the province with it (上传依据). ``bills``: which numbered bills it issues or voids. ``certificate``: the
    numbered paper (证明) it gives beside its slip, to be had once the province has confirmed the entry. ``warns``
    are conditions that do not refuse: what they say stands on check page and slip. ``due``: it is still to be done
    for this holder; where the city has a ``reminder`` for it, the holder's page says so. ``awaits``: in
    which work lists what waits for it stands. ``within``: how many days after an entry this reversal may still
    be done, as the city says. ``final``: whether this city lets nothing of it be taken back, though no card comes to
    its last state.
    """

    id: str
    form: type[F]
    rules: type[R]
    receipt: "Callable[[Entry[F]], Receipt]"
    about: Party = Party.PERSON
    moves: tuple[Move, ...] = ()
    each: Each | None = None
    conditions: tuple[Condition, ...] = ()
    warns: tuple[Condition, ...] = ()
    due: "Callable[[Dossier], bool] | None" = None
    needs: tuple[Need, ...] = ()
    then: tuple[str, ...] = ()
    act: Act[F] | None = None
    reverses: tuple[str, ...] = ()
    within: "Callable[[R], Ruled[int]] | None" = None
    final: "Callable[[R], bool] | None" = None
    report: "Callable[[Entry[F]], Mapping[str, str]] | None" = None
    echoes: tuple[str, ...] = ()
    for_newcomers: bool = False
    quiet: bool = False
    told_as: str = ""
    unique: "Callable[[F], Mapping[str, str]] | None" = None
    tells: "Callable[[Entry[F]], Sequence[Message]] | None" = None
    postings: "Postings | None" = None
    papers_told: bool = False
    certificate: "Callable[[Entry[F]], Certificate] | None" = None
    bills: "Callable[[Case[F, R]], Sequence[BillMark]] | None" = None
    awaits: tuple[Awaits, ...] = ()

    @property
    def issues_bill(self) -> bool:
        """Whether it prints on the next numbered bill: one whose number is used once."""
        return self.bills is not None and self.unique is not None

    @property
    def plugin(self) -> str:
        """The plugin that declares it: the first half of the id."""
        return self.id.partition(".")[0]


@dataclass(frozen=True, kw_only=True)
class Way:
    """A way to pay within an operation: its blanks, conditions, the payment's facts, the cash account."""

    id: str
    title: str
    form: type[Form]
    conditions: tuple[Condition, ...]
    account: str
    facts: Facts


@dataclass(frozen=True)
class NoRules:
    """The rules of a plugin whose city files say nothing beyond the operations' guides."""
