"""An act in steps: each step begun and ended by its own commit, so that it can be cut off anywhere and done again."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from counter.acts import conclude, overtaken
from counter.blanks import blank_for, feed_blank, let_go, note_blank, use_up, used_before
from counter.branch import Branch
from counter.cardface import face_of, texts_of
from counter.core.case import Clerk
from counter.core.operation import ActDone, ActFailed, Does, StepCase
from counter.core.province import Answer, ProvinceMismatchError, ProvinceUnavailableError
from counter.core.ruled import Refusal
from counter.core.steps import Stand, TryState, gathered
from counter.devices import DeviceError, SpoiledCardError
from counter.keys import write_key
from counter.running import CUT_OFF, DONE, OPEN, TOLD, Running, device_of, hindered, running, stands_as
from counter.seat import Seat
from counter.store import stock
from counter.store.entries import Kept
from counter.store.people import UNDONE
from counter.store.work import UNKNOWN_ACT
from counter.sync.report import report_of

OVERTAKEN = "省里的状态已先改变，这一笔没有改动任何状态。请看实物，并与省里核实后处理"


@dataclass(frozen=True)
class Ended:
    """How a try ended: with facts, or with the reason in words; ``batch`` is where its blank card came from."""

    state: TryState
    facts: Mapping[str, str]
    reason: str = ""
    batch: tuple[str, str] | None = None


def take(branch: Branch, run: Running, token: str, seat: Seat, texts: Mapping[str, str]) -> Refusal | None:
    """Do the next step once; what was done before, or is done elsewhere just now, changes nothing."""
    stand, clerk = run.next, seat.clerk
    if stand is None or stand.token != token:
        return None
    refusal = hindered(branch, run, seat.window) or _not_compared(stand, texts)
    if refusal is not None:
        return refusal
    if run.state == OPEN and overtaken(branch, run.kept):
        with branch.database.writing():
            let_go(branch, run, clerk, OVERTAKEN)
            conclude(branch, run.kept, ActFailed(OVERTAKEN), clerk.number)
        _put_out(branch, run, waste=run.wastes)
        return None
    return _begin(branch, run, stand, seat, texts)


def _begin(branch: Branch, run: Running, stand: Stand, seat: Seat, texts: Mapping[str, str]) -> Refusal | None:
    """The first commit of a try, the step itself, and its second commit."""
    device = device_of(branch, run, seat.window) if stand.step.does is Does.WORKS else None
    tried = run.attempt(stand, TryState.STARTED, seat.clerk.number, branch.clock.now())
    with branch.database.writing():
        batch = blank_for(branch, run, stand, texts)
        if isinstance(batch, Refusal):
            return batch
        key = branch.people.key(run.kept.person)
        if not stands_as(branch, run) or not branch.steps.begin(run.kept.seq, tried, key, getattr(device, "id", "")):
            return None
        if batch is not None:
            branch.stock.feeding[run.kept.seq] = batch
    try:
        _commit(branch, run, stand, replace(_done(branch, run, stand, device), batch=batch), seat.clerk)
    finally:
        branch.steps.at_work.discard((run.kept.seq, tried.step, tried.number))
        branch.stock.feeding.pop(run.kept.seq, None)
    return None


def _not_compared(stand: Stand, texts: Mapping[str, str]) -> Refusal | None:
    if not stand.step.confirm or texts.get("confirmed") == "是":
        return None
    return Refusal(stand.step.confirm, stand.ruled.source)


def _done(branch: Branch, run: Running, stand: Stand, device: Any) -> Ended:
    later, number = run.after(stand), texts_of(run, gathered(run.stands)).number
    try:
        answer = _asked(branch, run) if stand.step.does is Does.ASKS else {}
        if isinstance(answer, ActFailed):
            return Ended(TryState.FAILED, {}, answer.reason)
        result = stand.step.run(
            StepCase(
                entry=run.kept.entry,
                job=run.job,
                device=device,
                facts=gathered(run.stands),
                answer=answer,
                last=not _device_works(later),
                face=face_of(branch, run) if stand.step.wants_face else None,
                answer_of=write_key(branch, run.kept, number) if stand.step.wants_key else None,
            )
        )
    except SpoiledCardError as error:
        return Ended(TryState.SPOILED if run.state == OPEN else TryState.FAILED, {}, str(error))
    except DeviceError as error:
        return Ended(TryState.FAILED, {}, str(error))
    except Exception:  # noqa: BLE001 - whatever else happened, nobody knows how far the device came
        return Ended(TryState.UNKNOWN, {})
    if isinstance(result, ActFailed):
        return Ended(TryState.FAILED, {}, result.reason)
    used = used_before(branch, result) if stand.step.takes_blank else ""
    return Ended(TryState.SPOILED, result, used) if used else Ended(TryState.DONE, result)


def _asked(branch: Branch, run: Running) -> Mapping[str, str] | ActFailed:
    if branch.connector is None:
        return ActFailed("没有配置省级系统，取不到制卡数据，请管理员在网点设置里配置")
    try:
        given = branch.connector.making_record(report_of(branch, run.kept))
    except ProvinceUnavailableError as error:
        return ActFailed(f"没有取到制卡数据：{error}")
    except ProvinceMismatchError as error:
        return ActFailed(str(error))
    if isinstance(given, Answer):
        return ActFailed(f"省里没有给制卡数据：{given.text}（{given.code}）")
    return {
        "id_number": given.id_number, "name": given.name, "bank": given.bank, "number": given.card_number,
        "batch": given.batch,
    }  # fmt: skip


def _commit(branch: Branch, run: Running, stand: Stand, ended: Ended, clerk: Clerk) -> bool:
    """The second commit of a try, with everything that follows from how it ended; False when it had ended before."""
    seq, now, key = run.kept.seq, branch.clock.now(), branch.people.key(run.kept.person)
    tried = run.attempt(stand, ended.state, clerk.number, now)
    with branch.database.writing():
        if not branch.steps.end(seq, replace(tried, facts=ended.facts, reason=ended.reason), key):
            return False
        if ended.state is TryState.UNKNOWN and not stand.step.again:
            _let_look(branch, run.kept, stand.ruled.title)
        if ended.state is TryState.SPOILED:
            _spoil(branch, run, ended, clerk)
        if ended.state is not TryState.DONE:
            return True
        if ended.batch is not None:
            feed_blank(branch, run, ended.batch, clerk)
        if stand.step.takes_blank:
            use_up(branch, run, ended.facts)
        _go_on(branch, run, stand, ended, clerk)
    return True


def _spoil(branch: Branch, run: Running, ended: Ended, clerk: Clerk) -> None:
    """The card in the maker is waste: counted as such, and its account stays used."""
    if ended.batch is not None:
        feed_blank(branch, run, ended.batch, clerk)
    note_blank(branch, run, stock.SPOILED, clerk, ended.reason)
    use_up(branch, run, ended.facts)


def _go_on(branch: Branch, run: Running, stand: Stand, ended: Ended, clerk: Clerk) -> None:
    """After a step that was done: the act ends where the province is told, or with its last step."""
    left = run.after(stand)
    tells = any(one.step.does is Does.TELLS for one in run.stands)
    if run.state == OPEN and (stand.step.does is Does.TELLS or (not left and not tells)):
        facts = {**gathered(run.stands), **ended.facts}
        outcome = conclude(branch, run.kept, ActDone(facts), clerk.number, left=bool(left))
        note_blank(branch, run, stock.MADE if outcome == "done" else stock.SPOILED, clerk)
    elif not left:
        branch.database.run("UPDATE act SET state=? WHERE seq=? AND state=?", DONE, run.kept.seq, TOLD)
        branch.database.touch(run.kept.person)


def _let_look(branch: Branch, kept: Kept, title: str) -> None:
    text = f"{kept.entry.title}（{kept.entry.number}）的“{title}”{CUT_OFF}。请看实物后选择“已完成”“未完成”或“废卡”"
    branch.work.open(UNKNOWN_ACT, kept.person, kept.seq, text, branch.clock.now())


def looked_at(branch: Branch, run: Running, state: TryState, clerk: Clerk) -> bool:
    """What somebody saw who looked at the card; False when nothing was to be looked at."""
    stand = run.next
    if stand is None or not stand.must_be_looked_at:
        return False
    reason = {TryState.SPOILED: "经办人看过实物，是废卡", TryState.FAILED: "经办人看过实物，没有完成"}.get(state, "")
    told = TryState.FAILED if state is TryState.SPOILED and run.state != OPEN else state
    if not _commit(branch, run, stand.again, Ended(told, {}, reason), clerk):
        return False
    if state is TryState.SPOILED or (state is TryState.DONE and not _device_works(run.after(stand))):
        _put_out(branch, run, waste=state is TryState.SPOILED)
    return True


def _device_works(stands: Sequence[Stand]) -> bool:
    return any(one.step.does is Does.WORKS for one in stands)


def _put_out(branch: Branch, run: Running, *, waste: bool) -> None:
    """The card need not stay in the device; one that does not answer is emptied by hand."""
    window = branch.window(run.kept.window)
    device = device_of(branch, run, window) if window is not None else None
    if device is not None:
        with suppress(DeviceError, OSError):
            (device.reject if waste else device.give_out)(run.job)


def give_up(branch: Branch, run: Running, reason: str, seat: Seat) -> Refusal | None:
    """End the act as failed: the province hears of it, and a card that was worked on is waste."""
    if run.state != OPEN:
        return None
    stand, window, clerk = run.next, seat.window, seat.clerk
    if run.kept.window != window.id or (stand is not None and stand.state is TryState.STARTED):
        return hindered(branch, run, window)
    if not reason.strip():
        return Refusal("请写明没有制成的原因")
    with branch.database.writing():
        if not stands_as(branch, run) or branch.steps.begun(run.kept.seq):
            return hindered(branch, run, window)
        let_go(branch, run, clerk, reason)
        branch.work.settle(UNKNOWN_ACT, run.kept.seq, clerk.number, "没有制成", branch.clock.now())
        conclude(branch, run.kept, ActFailed(reason.strip()), clerk.number)
    _put_out(branch, run, waste=run.wastes)
    return None


def take_out_undone(branch: Branch, clerk: Clerk) -> None:
    """Acts whose beginning was put back are over: their cards come out of the maker and are counted."""
    rows = branch.database.rows(
        f"SELECT j.op_id FROM act a JOIN journal j ON j.seq=a.seq WHERE a.state IN ('open','told') AND {UNDONE}"  # noqa: S608
    )
    for (op_id,) in rows:
        run = running(branch, op_id)
        if run is None or branch.steps.begun(run.kept.seq):
            continue
        with branch.database.writing():
            let_go(branch, run, clerk, "冲正")
            branch.database.run("UPDATE act SET state='failed' WHERE seq=? AND state IN ('open','told')", run.kept.seq)
            branch.database.touch(run.kept.person)
        _put_out(branch, run, waste=run.wastes)


def wake(branch: Branch, seq: int | None = None) -> int:
    """Steps that were cut off, of all acts or of one, are unknown now; what cannot be repeated must be looked at."""
    cut_off = branch.steps.cut_off(seq)
    for one in cut_off:
        kept = branch.entries.at(one)
        run = running(branch, kept.entry.op_id) if kept is not None else None
        for stand in run.stands if run is not None else ():
            if run is not None and stand.state is TryState.STARTED:
                nobody = Clerk(number="", name="", role="")
                _commit(branch, run, stand.again, Ended(TryState.UNKNOWN, {}), nobody)
    return len(cut_off)
