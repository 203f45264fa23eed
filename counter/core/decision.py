"""Decide: a pure function over what is known, giving the accepted changes or every refusal at once."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from .asked import unasked_refusals
from .binding import at_desk, becomes, bind, changes_of
from .blank import By
from .case import AT_CONFIRM, AT_DESK, AT_FORM, PROVINCE_RECORD, Case
from .change import Change
from .charge import fee_of, promised
from .city import City
from .dayend import after_closing
from .dossier import SENT_BACK, Past
from .each import idle
from .entry import Fee, Promised
from .evidence import not_scanned, without_photo
from .form import Form, VisitForm
from .guide import EITHER, Moment, Offline, Paper
from .offer import Offer, Part
from .question import Question, case_of
from .reversal import back, not_undoable, undone
from .ruled import Refusal
from .second import not_seconded
from .spread import Spread, Whole, spread
from .warned import marks_of

NOBODY = Whole((), ())


@dataclass(frozen=True, kw_only=True)
class Step:
    """One accepted operation: what moves, what it costs, what is promised.

    ``members`` are its cards' own steps, ``marks`` say what it warns of and what was not asked.
    """

    part: Part
    case: Case[Any, Any]
    changes: tuple[Change, ...]
    papers: tuple[Paper, ...]
    fee: Fee | None = None
    promised: Promised | None = None
    undoes: Past | None = None
    marks: tuple[str, ...] = ()
    members: "tuple[Step, ...]" = ()


@dataclass(frozen=True)
class Accepted:
    """Everything the offer's operations will do, in order."""

    offer: Offer
    steps: tuple[Step, ...]

    @property
    def fee(self) -> Decimal:
        """What is to be paid within this offer."""
        return sum((s.fee.yuan for s in self.steps if s.fee is not None), Decimal(0))

    @property
    def promised(self) -> Promised | None:
        """The last promise among the steps."""
        return next((s.promised for s in reversed(self.steps) if s.promised), None)


@dataclass(frozen=True)
class Refused:
    """Every reason at once, in the order of the document."""

    refusals: tuple[Refusal, ...]


def decide(offer: Offer, question: Question) -> Accepted | Refused:
    """Decide every operation of the offer, each on the state the previous one leaves."""
    dossier, refusals, steps = question.dossier.on(question.now), [], []
    for index, part in enumerate(offer.parts):
        if dossier is not question.dossier:
            question = replace(question, dossier=dossier)
        said, changes, case = _decide_part(part, index, question)
        whole = spread(part, case, question.members) if case.form is not None and changes is not None else NOBODY
        refusals += [r for r in (*said, *whole.refusals) if r not in refusals]
        if changes is None:
            break
        if part is not offer.parts[-1]:
            dossier = dossier.with_subjects([becomes(change, question.now) for change in changes])
        members = tuple(_member(part, one) for one in whole.each)
        step = _step(part, case, changes, question)
        steps.append(replace(step, members=members) if members else step)
        refusals += not_seconded(steps[-1], question.second) if question.secrets else ()
    return Refused(tuple(refusals)) if refusals else Accepted(offer, tuple(steps))


def _member(part: Part, one: Spread) -> Step:
    case, changes, undoes = one
    return Step(part=part, case=case, changes=changes, papers=(), undoes=undoes)


def _decide_part(
    part: Part, index: int, question: Question
) -> tuple[list[Refusal], tuple[Change, ...] | None, Case[Any, Any]]:
    case = case_of(part, index, question)
    form = case.form
    refusals = _window(part, case) + _payable(part)
    refusals += after_closing(part, question.closed, question.city.dayend)
    moves = tuple(one for one in part.moves if not one.each)
    bound, missing = bind(moves, case, part)
    refusals += missing
    case = replace(case, bound=bound)
    refusals += _bank(part, case) + _sent_back(part, case)
    if part.operation.reverses:
        refusals += not_undoable(part, case.dossier)
        past = undone(part, case.dossier)
        case = replace(case, undoes=past.op_id if past is not None else "")
    available = AT_DESK if form is None else AT_CONFIRM if question.secrets else AT_FORM
    across = [(one.condition, one.rules) for one in question.across]
    for said, rules in (*across, *((own, part.rules) for own in part.conditions)):
        if said.reads not in available:
            continue
        refusal = said.check(case if rules is part.rules else replace(case, rules=rules))
        refusals += [refusal] if refusal is not None else []
    if form is not None:
        refusals += _at_form(part, case, question)
    if missing:
        return refusals, None, case
    each = part.operation.each
    if form is None and each is not None and each.at_desk:
        refusals += idle(each, case, question.members)
    changes = at_desk(part, case) if form is None else changes_of(moves, case)
    return refusals, changes, case


def _window(part: Part, case: Case[Any, Any]) -> list[Refusal]:
    windows = part.guide.windows
    if case.window.type in windows.value:
        return []
    text = windows.note or f"{case.window.type_title}不办理{part.guide.title}"
    return [Refusal(text, windows.source, elsewhere=True)]


def _bank(part: Part, case: Case[Any, Any]) -> list[Refusal]:
    """Where the city says 发卡银行, the window belongs to the bank of the card."""
    rule, here = part.guide.issuing_bank, case.window.bank
    if rule is None or not rule.value or not here:
        return []
    cards = (case.bound.get("card"), case.bound.get("new_card"), case.dossier.card())
    bank = next((card.facts["bank"] for card in cards if card is not None and card.facts.get("bank")), "")
    if not bank or bank.startswith(here):
        return []
    return [Refusal(f"这张卡是{bank}发的，{part.guide.title}请到{bank}的窗口", rule.source, elsewhere=True)]


def _sent_back(part: Part, case: Case[Any, Any]) -> list[Refusal]:
    """Nothing is done in the world for good while an entry it may rest on was sent back and nobody has decided."""
    undecided = next((past for past in case.dossier.past if past.province == SENT_BACK), None)
    if part.operation.act is None or undecided is None:
        return []
    return [Refusal(f"省里退回了{undecided.title}，待主管在待办里处理后再{part.guide.title}", part.guide.article)]


def _payable(part: Part) -> list[Refusal]:
    """A fee is not let go because the plugin that takes it is switched off."""
    tariff = part.tariff
    if tariff is None or tariff.moment.value is not Moment.WITHIN or part.way is not None:
        return []
    text = f"收费功能没有启用，收不了{tariff.title}，暂不能办理{part.guide.title}，请管理员查看状态页"
    return [Refusal(text, tariff.yuan.source)]


def _at_form(part: Part, case: Case[Any, Any], question: Question) -> list[Refusal]:
    out: list[Refusal] = []
    by = case.form.by if isinstance(case.form, VisitForm) else By.SELF
    if by is By.AGENT and not part.guide.agent.value:
        text = part.guide.agent.note or f"{part.guide.title}须由持卡人本人办理"
        out.append(Refusal(text, part.guide.agent.source))
    out += _guardian(case, by, question.city) + without_photo(part, case)
    out += _unfilled(part, case) + not_scanned(part, case, question.scanned, unscanned=question.unscanned)
    if question.materials is not None:
        out += [
            Refusal(f"还缺：{paper.paper}", paper.article or part.guide.article)
            for paper in papers_for(part, by, case.form)
            if paper.paper not in question.materials and (question.secrets or not paper.printed)
        ]
    province = question.findings.get(PROVINCE_RECORD.id)
    if province is not None and not province.available and part.guide.offline.value is Offline.REFUSE:
        text = part.guide.offline.note or f"省级系统暂时连不上，{part.guide.title}须等恢复后办理"
        out.append(Refusal(text, part.guide.offline.source))
    return out + unasked_refusals(part, question.findings, question.city)


def _unfilled(part: Part, case: Case[Any, Any]) -> list[Refusal]:
    """What the city's document says must not stay empty, each with its article."""
    filled = {b.label: getattr(case.filled, b.name) for b in part.operation.form.own}
    names = {b.label: b.name for b in part.operation.form.own}
    out = []
    for rule in part.guide.required:
        if not case.filled.says(rule.when):
            continue
        label, _, word = rule.when.partition("=")
        for wanted in rule.blanks:
            if all(filled[one] in (None, "", False) for one in wanted.split(EITHER)):
                why = f"{label}为{word}的，" if label else ""
                text = f"{why}{wanted.replace(EITHER, '或')}不能为空，请补填"
                out.append(Refusal(text, rule.article, names[wanted.partition(EITHER)[0]]))
    return out


def _guardian(case: Case[Any, Any], by: By, city: City) -> list[Refusal]:
    rule = city.facts.guardian_below
    age = case.dossier.holder.age_on(case.now.date())
    if age is None or not isinstance(case.form, VisitForm):
        return []
    if age < rule.value and by is not By.GUARDIAN:
        return [Refusal(f"持卡人 {age} 周岁，未满 {rule.value} 周岁，须由监护人办理", rule.source)]
    if age >= rule.value and by is By.GUARDIAN:
        text = f"持卡人已满 {rule.value} 周岁，请选“本人”；由他人代来的选“代办”"
        return [Refusal(text, rule.source)]
    return []


def papers_for(part: Part, by: By, form: Form | None = None) -> tuple[Paper, ...]:
    """The papers this operation asks when this one has come; while no form is filled, also those of some cases only."""
    asked = (paper for paper in part.guide.materials if paper.when.holds(by))
    return tuple(paper for paper in asked if form is None or form.says(paper.only))


def _step(part: Part, case: Case[Any, Any], changes: tuple[Change, ...], question: Question) -> Step:
    by = case.form.by if isinstance(case.form, VisitForm) else By.SELF
    undoes = undone(part, case.dossier) if part.operation.reverses else None
    if undoes is not None:
        changes = tuple(back(change, case.dossier) for change in undoes.moved)
    return Step(
        part=part,
        case=case,
        changes=changes,
        papers=papers_for(part, by, case.form),
        fee=fee_of(part),
        promised=promised(part.promise, question.now, question.calendar),
        undoes=undoes,
        marks=() if case.form is None else marks_of(part, case, question.findings, question.city),
    )
