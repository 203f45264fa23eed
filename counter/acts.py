"""Acts in the world, between their two commits: started, then done, failed or unknown."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from counter.billing import note_bills
from counter.branch import Branch
from counter.core.binding import bind, changes_of
from counter.core.case import Case, Clerk, Window
from counter.core.charge import postings_of
from counter.core.decision import Step
from counter.core.entry import Entry
from counter.core.money import fen
from counter.core.move import Move
from counter.core.offer import Offer
from counter.core.operation import ActDone, ActFailed
from counter.core.ruled import Refusal
from counter.core.warned import marks_of
from counter.devices import Device, DeviceError
from counter.keys import keyed
from counter.plugged import devices
from counter.store.clock import to_ms
from counter.store.entries import Kept
from counter.store.journal import Row
from counter.store.payload import payload_of
from counter.store.work import UNKNOWN_ACT

TITLES = {"maker": "制卡机", "card_reader": "社保卡读卡器", "pos": "POS 机"}


def device_at(branch: Branch, window: Window, kind: str) -> Any:
    """The device of this kind at this window; None without one."""
    return next((device for device in devices(branch, window) if device.kind == kind), None)


def ready_device(
    branch: Branch, offer: Offer, window: Window, secrets: Mapping[str, str]
) -> Device | Refusal | None:
    """The device the offer's act needs, or why the act cannot begin."""
    act = next((p.operation.act for p in offer.parts if p.operation.act is not None), None)
    if act is None:
        return None
    device: Device | None = device_at(branch, window, act.device)
    if device is None and not act.without_device(secrets):
        return Refusal(f"本窗口没有{TITLES[act.device]}，请到有设备的窗口办理，或请管理员登记设备")
    return device


def open_act(branch: Branch, row: Row, seq: int) -> None:
    """An act in steps stands open from its first commit on. Call it inside ``writing()``."""
    act = branch.catalogue.operations[row.operation].act
    if act is not None and act.steps:
        branch.database.run("INSERT INTO act VALUES (?,'open','',?,NULL)", seq, to_ms(branch.clock.now()))


def finish_act(branch: Branch, op_id: str, step: Step, device: Any, secrets: Mapping[str, str]) -> str:
    """Do the act whose start is committed, and commit how it ended; returns done, failed or unknown."""
    act = step.part.operation.act
    kept = _started(branch, op_id, step.case.part)
    if act is None or act.run is None or kept is None:
        return ""
    with branch.database.writing():
        branch.database.run(
            "INSERT INTO act VALUES (?,'started',?,?,NULL)",
            kept.seq,
            device.id if device is not None else "",
            to_ms(branch.clock.now()),
        )
    result: ActDone | ActFailed | None
    try:
        tool = keyed(branch, kept, device) if act.keys and device is not None else device
        result = act.run(kept.entry, tool, secrets)
    except DeviceError as error:
        result = ActFailed(str(error))
    except Exception:  # noqa: BLE001 - whatever else happened, nobody knows how far the device came
        result = None
    return conclude(branch, kept, result)


def _started(branch: Branch, op_id: str, part: int) -> Kept | None:
    rows = [kept for kept in branch.entries.of_operation(op_id) if kept.entry.part == part]
    return rows[0] if len(rows) == 1 and rows[0].entry.outcome == "started" else None


def conclude(
    branch: Branch, kept: Kept, result: ActDone | ActFailed | None, clerk: str = "", *, left: bool = False
) -> str:
    """Commit the end of an act; None means unknown, which a clerk must work off.

    ``left``: the act is done as far as the record goes, and steps are left that do not change it any more.
    """
    entry: Entry[Any] = kept.entry
    now = branch.clock.now()
    with branch.database.writing():
        result = _overtaken(branch, kept, result)
        outcome = {ActDone: "done", ActFailed: "failed"}.get(type(result), "unknown")
        touched = branch.database.run(
            "UPDATE act SET state=?, ended_ms=? WHERE seq=? AND state IN ('started','unknown','open') AND state<>?",
            "told" if left and outcome == "done" else outcome, to_ms(now), kept.seq, outcome,
        )  # fmt: skip
        if touched != 1:
            return ""
        if result is None:
            text = f"{entry.title}（{entry.number}）中断，不知道设备做到哪一步。请看实物后选择“已完成”或“未完成”"
            branch.work.open(UNKNOWN_ACT, kept.person, kept.seq, text, now)
            return outcome
        row, step = _ending(branch, kept, result, outcome, clerk)
        seqs = branch.journal.append([row], branch.people.key(kept.person), now)
        if outcome == "done":
            note_bills(branch, step.part.operation, step.case, row, seqs[0])
    return outcome


def _moves(branch: Branch, kept: Kept, result: ActDone | ActFailed) -> tuple[Move, ...]:
    operation = branch.catalogue.operations[kept.entry.operation]
    assert operation.act is not None, "only acts end"
    rules = branch.catalogue.rules[operation.plugin]
    return operation.act.done if isinstance(result, ActDone) else operation.act.failing(rules)


def overtaken(branch: Branch, kept: Kept) -> bool:
    """Whether the province has moved the subjects of this act since it was begun."""
    moves = _moves(branch, kept, ActDone({}))
    return bool(moves) and not _step_again(branch, kept, moves, {}).changes


def _overtaken(branch: Branch, kept: Kept, result: ActDone | ActFailed | None) -> ActDone | ActFailed | None:
    """The result, or that the province has moved the subjects since: then its states stay."""
    if not isinstance(result, ActDone) or not overtaken(branch, kept):
        return result
    number = result.facts.get("number", "")
    made = f"（设备已完成，卡号 {number}）" if number else "（设备已完成）"
    return ActFailed(f"省里的状态已先改变，这一笔没有改动任何状态{made}。请看实物，并与省里核实后处理")


def _ending(
    branch: Branch, kept: Kept, result: ActDone | ActFailed, outcome: str, clerk: str
) -> tuple[Row, Step]:
    entry = kept.entry
    operation = branch.catalogue.operations[entry.operation]
    assert operation.act is not None, "only acts end"
    moves = _moves(branch, kept, result)
    facts = dict(result.facts) if isinstance(result, ActDone) else {"failed": result.reason}
    step = _step_again(branch, kept, moves, facts)
    number = facts.get("number", entry.card_number)
    postings = postings_of(None, step.case, operation.postings if outcome == "done" else None)
    told = outcome == "done" or (operation.act.tells_failure and bool(step.changes or not moves))
    row = Row(
        op_id=entry.op_id,
        part=entry.part,
        operation=entry.operation,
        person=kept.person,
        clerk=clerk or entry.clerk,
        window=kept.window,
        rules=branch.city.fingerprint,
        changes=step.changes,
        payload=payload_of(
            step, facts=facts, card_number=number, scans=entry.scans, unscanned=entry.unscanned,
            by_hand=entry.by_hand, answers_for=entry.answers_for,
        ),
        outcome=outcome,
        ledger=[(posting.account, fen(posting.yuan)) for posting in postings],
        to_province=operation.report is not None and told,
        slip=outcome == "done",
    )
    return row, step


def _step_again(branch: Branch, kept: Kept, moves: tuple[Move, ...], facts: Mapping[str, str]) -> Step:
    """The step of the started entry, bound to what its subjects are now; no changes where they have moved on."""
    entry = kept.entry
    window = branch.window(kept.window)
    dossier = branch.people.dossier(kept.person)
    assert window is not None and dossier is not None, "a started act has its window and its person"  # noqa: PT018
    part = branch.catalogue.part(entry.operation, window.type)
    touched = {change.subject for change in entry.changes}
    mine = tuple(s for s in dossier.subjects if s.id in touched or s.card in touched or not touched)
    case: Case[Any, Any] = Case(
        dossier=replace(dossier, subjects=mine).on(branch.clock.now()),
        rules=part.rules,
        guide=part.guide,
        window=window,
        clerk=Clerk(number=entry.clerk, name=entry.clerk_name, role=""),
        now=branch.clock.now(),
        op_id=entry.op_id,
        part=entry.part,
        operation=entry.operation,
        form=entry.form,
        findings=entry.findings,
        result=facts,
        second=Clerk(number=entry.second, name=entry.second_name, role="") if entry.second else None,
    )
    bound, missing = bind(moves, case, part)
    case = replace(case, bound=bound)
    changes = () if missing else changes_of(moves, case)
    whole = replace(case, dossier=dossier.on(branch.clock.now()))
    marks = marks_of(part, whole, entry.findings, branch.city)
    return Step(part=part, case=case, changes=changes, papers=(), marks=marks)


def wake(branch: Branch) -> int:
    """At start: acts that were cut off are unknown now; returns how many."""
    rows = branch.database.rows("SELECT seq FROM act WHERE state='started'")
    for (seq,) in rows:
        kept = branch.entries.at(int(seq))
        if kept is not None:
            conclude(branch, kept, None)
    lost = branch.database.rows(
        "SELECT seq FROM journal s WHERE outcome='started' AND NOT EXISTS (SELECT 1 FROM act a WHERE a.seq=s.seq)"
    )
    for (seq,) in lost:
        with branch.database.writing():
            branch.database.run(
                "INSERT INTO act VALUES (?,'started','',?,NULL)", seq, to_ms(branch.clock.now())
            )
        kept = branch.entries.at(int(seq))
        if kept is not None:
            conclude(branch, kept, ActFailed("还没有开始，程序中断"))
    return len(rows) + len(lost)
