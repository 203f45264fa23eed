"""A committed step as the journal keeps it: plain where nobody is named, sealed where somebody is."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from counter.core.cards import CardNumbers
from counter.core.case import Finding
from counter.core.change import Change
from counter.core.decision import Step
from counter.core.entry import Entry, Fee, Promised
from counter.core.form import Form
from counter.core.party import Party
from counter.core.printed import facts_of
from counter.core.scan import Scan, ScanKind
from counter.core.states import ABSENT, Kind, State, state_of

from .clock import from_ms, to_ms


def state_from(kind: Kind, word: str) -> State:
    """A state from its word; the absent one belongs to every kind."""
    return ABSENT if word == ABSENT.value else state_of(kind, word)


def plain_changes(changes: tuple[Change, ...]) -> str:
    """The changes without what names a person."""
    return json.dumps(
        [
            {
                "role": c.role,
                "title": c.title,
                "subject": c.subject,
                "kind": c.kind.value,
                "before": c.before.value,
                "after": c.after.value,
                "version": c.version,
                "card": c.card,
                "until": None if c.until is None else to_ms(c.until),
            }
            for c in changes
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def read_changes(text: str, moved: list[dict[str, Any]] | None = None) -> tuple[Change, ...]:
    """The changes back, with numbers and facts where the sealed half is given."""
    out = []
    for n, row in enumerate(json.loads(text)):
        kind = Kind(row["kind"])
        until: datetime | None = None if row["until"] is None else from_ms(row["until"])
        personal: dict[str, Any] = moved[n] if moved is not None else {"number": "", "facts": {}}
        out.append(
            Change(
                role=row["role"],
                title=row["title"],
                subject=row["subject"],
                kind=kind,
                before=state_from(kind, row["before"]),
                after=state_from(kind, row["after"]),
                version=row["version"],
                card=row["card"],
                until=until,
                number=personal["number"],
                facts=personal["facts"],
                was=personal.get("was", {}),
            )
        )
    return tuple(out)


def payload_of(
    step: Step,
    *,
    facts: Mapping[str, str],
    card_number: str,
    promise: bool = True,
    scans: Sequence[Scan] = (),
    unscanned: bool = False,
    by_hand: Sequence[str] = (),
    answers_for: str = "",
) -> dict[str, Any]:
    """Everything a slip of this step will ever say."""
    guide, case = step.part.guide, step.case
    promised = step.promised if promise else None
    return {
        "title": guide.title,
        "article": guide.article,
        "name": case.dossier.holder.name,
        "id_number": case.dossier.holder.id_number,
        "card_number": card_number,
        "clerk_name": case.clerk.name,
        "window_title": case.window.title,
        "party": case.dossier.holder.party.value,
        "form": _texts(step),
        "materials": [paper.paper for paper in step.papers],
        "fee": None if step.fee is None else {**asdict(step.fee), "yuan": str(step.fee.yuan)},
        "promised": None if promised is None else {**asdict(promised), "day": promised.day.isoformat()},
        "next": guide.next,
        "notices": [*step.marks, *(notice.value for notice in guide.notices)],
        "findings": {need: plain_finding(finding) for need, finding in case.findings.items()},
        "moved": [moved_of(c) for c in step.changes],
        "facts": dict(facts),
        "reverses": step.undoes.number if step.undoes is not None else "",
        "scans": [{**asdict(scan), "kind": scan.kind.value} for scan in scans],
        "printed": printed_facts(step, card_number) if guide.form else {},
        "unscanned": unscanned,
        "second": seconded(step),
        "by_hand": list(by_hand),
        "answers_for": answers_for,
    }


def seconded(step: Step) -> list[str]:
    """Number and name of who confirmed besides the clerk, where somebody had to."""
    second = step.case.second if step.part.guide.second is not None else None
    return [] if second is None else [second.number, second.name]


def moved_of(change: Change) -> dict[str, Any]:
    """What a change says that names a person; what the facts were before is there where the change says it."""
    was = {"was": dict(change.was)} if change.was else {}
    return {"number": change.number, "facts": dict(change.facts), **was}


def plain_finding(finding: Finding) -> dict[str, Any]:
    """A finding as it is kept in drafts and entries."""
    return {**asdict(finding), "asked_at": to_ms(finding.asked_at), "facts": dict(finding.facts)}


def read_findings(kept: Any) -> dict[str, Finding]:
    """The findings back; the first release kept lists, which say nothing of what was asked."""
    if not isinstance(kept, dict):
        return {}
    whole = {need: one for need, one in kept.items() if isinstance(one, dict)}
    return {need: Finding(**{**one, "asked_at": from_ms(one["asked_at"])}) for need, one in whole.items()}


def printed_facts(step: Step, card_number: str) -> dict[str, str]:
    """What the operation's application form says beside its blanks."""
    card = step.case.dossier.card()
    bank = card.facts.get("bank", "") if card is not None else ""
    return facts_of(step.case.dossier.holder, card_number, bank)


def card_number(step: Step) -> str:
    """The number of the card this step is about."""
    moved = next((c.number for c in step.changes if c.kind is Kind.CARD and c.number), "")
    card = step.case.dossier.card()
    return moved or (card.number if card is not None else "")


def _texts(step: Step) -> dict[str, str]:
    """What was filled in; a holder's own row of an operation about a unit has nothing of the others."""
    form: Form = step.case.filled
    if step.case.unit is None:
        return form.texts()
    others = {b.name for b in form.own if issubclass(b.type, CardNumbers)}
    return {name: text for name, text in form.texts().items() if name not in others}


def entry_of(
    row: Mapping[str, Any], payload: Mapping[str, Any], form: type[Form], place: Mapping[str, str]
) -> Entry[Any]:
    """The entry back from its journal row; ``place`` has office, phone and branch of this counter."""
    fee, due = payload["fee"], payload["promised"]
    return Entry(
        number=row["number"],
        op_id=row["op_id"],
        part=row["part"],
        operation=row["operation"],
        title=payload["title"],
        article=payload["article"],
        at=from_ms(row["at_ms"]),
        office=place["office"],
        phone=place["phone"],
        branch=place["branch"],
        window=payload["window_title"],
        clerk=row["clerk"],
        clerk_name=payload["clerk_name"],
        name=payload["name"],
        id_number=payload["id_number"],
        card_number=payload["card_number"],
        form=form.from_texts(payload["form"]),
        changes=read_changes(row["changes"], payload["moved"]),
        fee=None if fee is None else Fee(**{**fee, "yuan": Decimal(fee["yuan"])}),
        promised=None if due is None else Promised(**{**due, "day": date.fromisoformat(due["day"])}),
        materials=tuple(payload["materials"]),
        next=payload["next"],
        notices=tuple(payload["notices"]),
        facts=payload["facts"],
        outcome=row["outcome"],
        reverses=payload["reverses"],
        findings=read_findings(payload["findings"]),
        scans=tuple(Scan(**{**scan, "kind": ScanKind(scan["kind"])}) for scan in payload.get("scans", ())),
        printed=payload.get("printed", {}),
        party=Party(payload.get("party", Party.PERSON.value)),
        unscanned=payload.get("unscanned", False),
        **_hands(payload),
    )


def _hands(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Whose hands an entry has gone through; earlier releases kept less of it."""
    second = payload.get("second") or ["", ""]
    said = {"second": second[0], "second_name": second[1], "answers_for": payload.get("answers_for", "")}
    return {**said, "by_hand": tuple(payload.get("by_hand", ()))}
