"""Many holders' cards that one operation about a unit moves together: which they are, and what is amiss."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .cards import CardNumbers
from .case import Case
from .custody import custody_of, place_of
from .dossier import Dossier, Subject
from .form import Form, blank
from .names import Name
from .ruled import Refusal
from .states import FINAL, Kind

MOST_NAMED = 10


@dataclass(frozen=True)
class Key:
    """Where cards are looked for, and the number.

    ``batch``: made with this batch; ``member``: their holders belong to this unit; ``at``: handed, or to be
    handed, to this unit or branch; ``card``: the one card.
    """

    kind: str
    value: str

    def holds(self, dossier: Dossier, card: Subject) -> bool:
        """Whether this card is one of those."""
        match self.kind:
            case "batch":
                return card.facts.get("batch") == self.value
            case "member":
                return dossier.holder.facts.get("unit_number") == self.value
            case "at":
                custody = dossier.function(Kind.CUSTODY, card)
                facts = card.facts if custody is None else custody.facts
                return facts.get("pickup" if custody is None else "unit") == self.value
            case _:
                return card.number == self.value


@dataclass(frozen=True)
class Held:
    """One card with the dossier of its holder."""

    dossier: Dossier
    card: Subject

    @property
    def custody(self) -> Subject | None:
        """Where the card is, if it has left the place where it was made."""
        return custody_of(self.dossier, self.card)

    @property
    def label(self) -> str:
        """The card as a sentence names it: its number, which is read off the card, and the masked name."""
        return f"{self.card.number}（{Name(self.dossier.holder.name).masked}）"

    @property
    def where(self) -> str:
        """What the card is now, and where."""
        place = place_of(self.dossier, self.card)
        return f"现为“{self.card.state.value}”" + (f"，{place}" if place else "")


class CountForm(Form):
    """What is asked where cards are counted."""

    cards: CardNumbers | None = blank(
        "清点的卡号", hint="逐张扫描或输入，用空格、逗号或换行隔开", group="清点", default=None
    )


class ShortForm(CountForm):
    """What is short must be explained."""

    shortage: str | None = blank("缺卡说明", hint="清点下来缺的卡，为什么缺", group="清点", default=None)


@dataclass(frozen=True, kw_only=True)
class Each:
    """The cards an operation about a unit is about.

    ``keys`` says where to look, ``ready`` which of the cards found there it can move now; ``against``
    says what forbids one of them. Cards that were counted are moved, without a count all that are ready;
    ``partial``: the others may wait for another time, and nobody need say why; ``at_desk``: it can be told
    before a form is filled whether there is any card to move.
    """

    keys: Callable[[Case[Any, Any]], Sequence[Key]]
    ready: Callable[[Case[Any, Any], Held], bool]
    partial: bool = False
    at_desk: bool = False
    against: Callable[[Case[Any, Any], Held], Refusal | None] = lambda _case, _held: None


def keys_of(each: Each, case: Case[Any, Any]) -> tuple[Key, ...]:
    """Everything under which this operation's cards are looked for, the counted ones too."""
    return (*each.keys(case), *(Key("card", number) for number in _counted(case)))


def _counted(case: Case[Any, Any]) -> tuple[str, ...]:
    form = case.form
    return form.cards.numbers if isinstance(form, CountForm) and form.cards is not None else ()


def _numbered(members: Sequence[Dossier]) -> Iterator[Held]:
    """Every card of theirs that has a number and is not at its end."""
    for dossier in members:
        for card in dossier.of(Kind.CARD):
            if card.number and card.state not in FINAL:
                yield Held(dossier, card)


def choose(each: Each, case: Case[Any, Any], members: Sequence[Dossier]) -> tuple[list[Held], list[Refusal]]:
    """The cards this operation moves, or every reason why it cannot be these; sorted by number."""
    keys = each.keys(case)
    known = {held.card.number: held for held in _numbered(members)}
    found = {n: held for n, held in known.items() if any(key.holds(held.dossier, held.card) for key in keys)}
    ready = {number: held for number, held in found.items() if each.ready(case, held)}
    refusals = _empty(keys, found, ready, case)
    counted = _counted(case)
    if counted:
        refusals += _foreign(counted, known, found, ready, case)
        refusals += [] if each.partial else _short(counted, ready, case)
    chosen = [held for number, held in sorted(ready.items()) if not counted or number in counted]
    refusals += [said for held in chosen if (said := each.against(case, held)) is not None]
    return chosen, refusals


def idle(each: Each, case: Case[Any, Any], members: Sequence[Dossier]) -> list[Refusal]:
    """What the desk says of an operation that has no card to move."""
    keys = each.keys(case)
    found = (held for held in _numbered(members) if any(key.holds(held.dossier, held.card) for key in keys))
    if any(each.ready(case, held) for held in found):
        return []
    return [Refusal(f"现在没有可以办理{case.guide.title}的卡", case.guide.article)]


def _empty(
    keys: Sequence[Key], found: dict[str, Held], ready: dict[str, Held], case: Case[Any, Any]
) -> list[Refusal]:
    """A batch nobody here has seen, or nothing left to do."""
    article = case.guide.article
    unknown = [
        key.value
        for key in keys
        if key.kind == "batch" and not any(key.holds(held.dossier, held.card) for held in found.values())
    ]
    if unknown:
        return [Refusal(f"本网点没有批次 {'、'.join(unknown)} 的卡，请核对批次号", article)]
    if ready:
        return []
    now = listed([f"{held.label}{held.where}" for held in found.values()])
    return [Refusal(f"没有可以办理{case.guide.title}的卡" + (f"：{now}" if now else ""), article)]


def _foreign(
    counted: Sequence[str], known: dict[str, Held], found: dict[str, Held], ready: dict[str, Held],
    case: Case[Any, Any],
) -> list[Refusal]:
    """Counted cards that do not belong here, each with what is known of it."""
    said = []
    for number in (n for n in counted if n not in ready):
        if number in found:
            said.append(f"{found[number].label}{found[number].where}")
        elif number in known:
            said.append(f"{known[number].label}不在其中，{known[number].where}")
        else:
            said.append(f"{number} 本网点没有这张卡的记录")
    text = f"多 {len(said)} 张：{listed(said)}。请拿出后重新清点"
    return [Refusal(text, case.guide.article)] if said else []


def _short(counted: Sequence[str], ready: dict[str, Held], case: Case[Any, Any]) -> list[Refusal]:
    """Cards that should be there and were not counted, unless somebody says why."""
    lacking = [held.label for number, held in sorted(ready.items()) if number not in counted]
    form = case.form
    if not lacking or (isinstance(form, ShortForm) and form.shortage):
        return []
    text = f"缺 {len(lacking)} 张：{listed(lacking)}。请补扫；确实没有的，写明“缺卡说明”"
    return [Refusal(text, case.guide.article)]


def listed(labels: Sequence[str]) -> str:
    """The first of them by name, the rest by number."""
    rest = len(labels) - MOST_NAMED
    return "、".join(labels[:MOST_NAMED]) + (f" 等，另有 {rest} 张" if rest > 0 else "")
