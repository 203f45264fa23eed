"""One act in steps: where it stands, and what hinders its next step."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from counter.acts import TITLES, device_at
from counter.branch import Branch
from counter.core.case import Window
from counter.core.dossier import SENT_BACK
from counter.core.operation import Act, Does
from counter.core.ruled import Course, Refusal
from counter.core.steps import Stand, Tried, TryState, card_now, following, stands
from counter.store.entries import Kept
from counter.store.outbox import ACCEPTED, PENDING
from counter.store.people import undone
from counter.store.work import WITHDRAWN

OPEN, TOLD, DONE = "open", "told", "done"
CUT_OFF = "中断了，不知道做到哪一步"


@dataclass(frozen=True, kw_only=True)
class Running:
    """One act in steps with where it stands; ``state`` is open, told (steps are left), done or failed."""

    kept: Kept
    act: Act[Any]
    course: Course
    state: str
    card: int
    stands: tuple[Stand, ...]
    spoiled: tuple[Tried, ...] = ()

    @property
    def next(self) -> Stand | None:
        """The step to be done now; None when the act is over."""
        return following(self.stands) if self.state in (OPEN, TOLD) else None

    def after(self, stand: Stand) -> tuple[Stand, ...]:
        """The steps that follow this one."""
        place = [one.step.id for one in self.stands].index(stand.step.id)
        return self.stands[place + 1 :]

    def attempt(self, stand: Stand, state: TryState, clerk: str, now: datetime) -> Tried:
        """One try of this step with the card of now."""
        return Tried(
            step=stand.step.id, card=self.card, number=stand.number, state=state, clerk=clerk, at=now
        )

    @property
    def touched(self) -> bool:
        """Whether the device has worked, or may have worked, on the card of now."""
        return any(
            one.tried is not None and one.step.does is Does.WORKS and not one.step.takes_blank
            and one.state in (TryState.DONE, TryState.UNKNOWN) for one in self.stands
        )  # fmt: skip

    @property
    def wastes(self) -> bool:
        """Whether its card is waste when it is given up now: a blank that was worked on; a made card is none."""
        return self.touched and any(stand.step.takes_blank for stand in self.stands)

    @property
    def failed_whole(self) -> bool:
        """Whether the city lets nothing be repeated after what happened, and the act can only be given up."""
        stand = self.next
        if stand is None or self.state != OPEN or not self.course.fails_whole.value:
            return False
        harmless = {one.step.id for one in self.stands if one.step.takes_blank}
        works = stand.step.does is Does.WORKS and stand.step.id not in harmless
        wasted = any(tried.step not in harmless for tried in self.spoiled)
        return wasted or (works and stand.state is TryState.UNKNOWN)

    @property
    def wasted_now(self) -> str:
        """Why the card was spoiled, where that is the last thing that happened."""
        latest = [one.tried.at for one in self.stands if one.tried is not None and one.step.does is Does.WORKS]
        newest = max(self.spoiled, key=lambda tried: tried.card, default=None)
        return newest.reason if newest is not None and not latest else ""

    @property
    def job(self) -> str:
        """What the device knows this card by: the same for every repetition, another for another blank card."""
        return f"{self.kept.entry.op_id}.{self.card}"


def running(branch: Branch, op_id: str) -> Running | None:
    """The act in steps of this operation; None when it has none."""
    kept = next((one for one in branch.entries.of_operation(op_id) if one.entry.outcome == "started"), None)
    operation = branch.catalogue.operations.get(kept.entry.operation) if kept is not None else None
    if kept is None or operation is None or operation.act is None or not operation.act.steps:
        return None
    row = branch.database.row("SELECT state FROM act WHERE seq=?", kept.seq)
    assert row is not None, "the act was opened with its entry"
    assert operation.act.course is not None, "an act in steps has its course"
    course = operation.act.course(branch.catalogue.rules[operation.plugin])
    tries = branch.steps.tries(kept.seq, branch.people.key(kept.person))
    state = "failed" if undone(branch.database, kept.seq) else str(row[0])
    spoiled = tuple(tried for tried in tries if tried.state is TryState.SPOILED)
    return Running(
        kept=kept,
        act=operation.act,
        course=course,
        state=state,
        card=card_now(tries),
        stands=stands(operation.act.in_order(course), tries),
        spoiled=spoiled,
    )


def stands_as(branch: Branch, run: Running) -> bool:
    """Whether the act still stands as it was read. Call it inside ``writing()``."""
    row = branch.database.row("SELECT state FROM act WHERE seq=?", run.kept.seq)
    return row is not None and row[0] == run.state and not undone(branch.database, run.kept.seq)


def hindered(branch: Branch, run: Running, window: Window) -> Refusal | None:
    """Why the next step cannot be done now and here; None when it can."""
    stand = run.next
    assert stand is not None, "only what is not over can go on"
    if run.kept.window != window.id:
        place = branch.window(run.kept.window)
        return Refusal(f"这张卡在{place.title if place else run.kept.window}制作，请到那个窗口接着做")
    if stand.state is TryState.STARTED:
        return Refusal(f"“{stand.ruled.title}”正在做，请等它的结果")
    if run.failed_whole:
        text = f"“{stand.ruled.title}”没有成功提示，这张卡没有制成，不能接着做。请点“{run.course.give_up.value}”"
        return Refusal(text, run.course.fails_whole.source)
    if stand.must_be_looked_at:
        return Refusal(f"“{stand.ruled.title}”{CUT_OFF}，不能再做一遍。请看实物，由主管在待办里确认")
    if stand.step.does is Does.WORKS and device_of(branch, run, window) is None:
        return Refusal(f"本窗口没有{TITLES[run.act.device]}，请到有设备的窗口办理，或请管理员登记设备")
    return _waits(branch, run, stand)


def _waits(branch: Branch, run: Running, stand: Stand) -> Refusal | None:
    """What must be heard from the province first."""
    if run.state == TOLD:
        answer = branch.outbox.state(_told(branch, run))
        waits = run.course.waits
        if waits.value and answer in PENDING:
            return Refusal(f"数据已上送，还没有收到省里的成功提示，收到后再{stand.ruled.title}", waits.source)
        return None
    dossier = branch.people.dossier(run.kept.person)
    assert dossier is not None, "an act has its person"
    back = next((past for past in dossier.past if past.province == SENT_BACK), None)
    if back is not None:
        return Refusal(f"省里退回了{back.title}，待主管在待办里处理后再{stand.ruled.title}", stand.ruled.article)
    if any(item.kind == WITHDRAWN for item in branch.work.items(run.kept.person)):
        text = f"省里撤出了制卡信息，不能{stand.ruled.title}。请点“{run.course.give_up.value}”，再按待办处理"
        return Refusal(text, stand.ruled.article)
    if stand.step.does is Does.ASKS and branch.outbox.unheard(run.kept.person):
        text = f"前面办的业务还没有得到省里确认，确认后再{stand.ruled.title}，请稍候再点"
        return Refusal(text, stand.ruled.article)
    return None


def _told(branch: Branch, run: Running) -> int:
    """The journal row that told the province."""
    ended = [one for one in branch.entries.of_operation(run.kept.entry.op_id) if one.entry.outcome == "done"]
    return ended[-1].seq


def answered(branch: Branch, run: Running) -> bool:
    """Whether the province has accepted what it was told."""
    return run.state in (TOLD, DONE) and branch.outbox.state(_told(branch, run)) in (ACCEPTED, None)


def device_of(branch: Branch, run: Running, window: Window) -> Any:
    """The device at this window that this act works with; None without one."""
    return device_at(branch, window, run.act.device)
