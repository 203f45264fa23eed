"""What is asked of a decision, and the case that follows from it for one operation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .bill import NextBill
from .case import Across, Case, Clerk, Finding, Window
from .charge import fee_of
from .city import City
from .dates import WorkingDays
from .dayend import Closed
from .dossier import Dossier
from .form import Form, part_of
from .offer import Part
from .ruled import Refusal


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked: may this offer be carried out here and now? ``form`` is None at the desk.

    ``members`` are the dossiers of everybody whose card an operation about a unit may concern. ``second`` is who
    confirms besides the clerk, or why nobody of that number and password does. ``closed`` where
    the day of this window is.
    """

    dossier: Dossier
    city: City
    window: Window
    clerk: Clerk
    now: datetime
    calendar: WorkingDays
    op_id: str = ""
    form: Form | None = None
    materials: frozenset[str] | None = None
    findings: Mapping[str, Finding] = field(default_factory=dict)
    secrets: bool = False
    scanned: frozenset[str] = frozenset()
    unscanned: bool = False
    across: Sequence[Across] = ()
    members: Sequence[Dossier] = ()
    second: Clerk | Refusal | None = None
    bill: NextBill | None = None
    closed: Closed | None = None


def case_of(part: Part, index: int, question: Question) -> Case[Any, Any]:
    """All that is known for one operation of the offer."""
    form = None if question.form is None else part_of(question.form, part.operation.form)
    return Case(
        dossier=question.dossier,
        rules=part.rules,
        guide=part.guide,
        window=question.window,
        clerk=question.clerk,
        now=question.now,
        city=question.city.facts.name,
        op_id=question.op_id,
        part=index,
        operation=part.operation.id,
        form=form,
        materials=question.materials,
        findings=question.findings,
        bill=question.bill,
        fee=fee_of(part),
        second=question.second if isinstance(question.second, Clerk) else None,
        password=question.city.password,
        charges=tuple(t for t in question.city.tariff.values() if part.operation.id in t.pays_with),
    )
