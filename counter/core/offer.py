"""An offer: one or several operations as this city gives them, ready to be decided."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from .case import Case, Condition
from .dossier import Subject
from .form import Form, compose
from .guide import Moment, OperationRules, Promise, Tariff
from .move import PAYMENT, Move, move
from .operation import Operation, Way
from .party import Party
from .states import ABSENT, PaymentState


def _pays(items: frozenset[str], _case: Case[Any, Any], payment: Subject) -> bool:
    """Whether this payment was made for one of these items."""
    return payment.facts.get("item", "") in items


def _paid(way: Way | None, item: str, case: Case[Any, Any]) -> Mapping[str, str]:
    """What is kept of a payment within the operation."""
    return {**(way.facts(case) if way is not None else {}), "item": item}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One operation with the city's guide to it, its plugin's rules and its way of payment."""

    operation: Operation[Any, Any]
    guide: OperationRules
    rules: Any
    tariff: Tariff | None = None
    promise: Promise | None = None
    way: Way | None = None

    @property
    def moves(self) -> tuple[Move, ...]:
        """The operation's moves, and the payment's where the city charges for it."""
        if self.tariff is None:
            return self.operation.moves
        item, after = self.guide.tariff, PaymentState.HELD if self.tariff.deposit else PaymentState.USED
        if self.tariff.moment.value is Moment.BEFORE:
            mine = partial(_pays, frozenset({item} if self.tariff.deposit else {item, ""}))
            return (move(PAYMENT, PaymentState.PAID, after, only=mine), *self.operation.moves)
        return (*self.operation.moves, move(PAYMENT, ABSENT, after, facts=partial(_paid, self.way, item)))

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The operation's conditions, and those of the way of payment within it."""
        return self.operation.conditions + (self.way.conditions if self.way is not None else ())

    @property
    def form(self) -> type[Form]:
        """The operation's blanks, and those of the way of payment within it."""
        way = () if self.way is None else (self.way.form,)
        asks = self.guide.asks.value if self.guide.asks is not None else ()
        return compose(self.guide.title, (self.operation.form, *way), asks)


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What a clerk can choose on the desk; joined operations are one offer."""

    id: str
    title: str
    parts: tuple[Part, ...]
    form: type[Form]
    article: str

    @property
    def echoes(self) -> tuple[str, ...]:
        """The operations whose last entry for this holder fills this form again."""
        return tuple(dict.fromkeys(one for part in self.parts for one in part.operation.echoes))

    @property
    def about(self) -> Party:
        """On whose page it stands."""
        return self.parts[0].operation.about

    @property
    def last(self) -> Part:
        """The part whose promise and next steps count."""
        return self.parts[-1]


def offer_of(parts: list[Part]) -> Offer:
    """Make one offer of these parts, with one form for all of them."""
    formed = [replace(part, operation=replace(part.operation, form=part.form)) for part in parts]
    title = "并".join(part.guide.title for part in formed)
    form = compose(title, tuple(part.operation.form for part in formed))
    return Offer(
        id="+".join(part.operation.id for part in formed),
        title=title,
        parts=tuple(formed),
        form=form,
        article=formed[0].guide.article,
    )
