"""What a printer or a queue says of itself and of a job, by keywords and numbers, read as a clerk is told."""

from counter.core.prints import Stage
from counter.devices.ipp import Group, plain

from .transport import Outcome
from .words import stop_of

FORGOTTEN = "打印机已不记得这一张（断过电）"
TWICE = "队列断过，从头又打了一遍，可能出了两张"
LOST, HALTED, STALLED = "打印队列中断过", "在打印队列里停着", "很久没有打完，请看打印机开着没有"
_STOPPED = 5
_HELD, _HALTED = (3, 4), (4, 6)
_CANCELED, _ABORTED, COMPLETED = 7, 8, 9
ENDED = (_CANCELED, _ABORTED, COMPLETED)
_INCOMPLETE = {"job-data-insufficient", "job-incoming"}
ENDS = {
    COMPLETED: Outcome(Stage.DONE),
    _CANCELED: Outcome(Stage.UNKNOWN, "在打印机上取消了"),
    _ABORTED: Outcome(Stage.UNKNOWN, "打印机中止了这一张"),
}
# CUPS says of a job that its printer forgot that it was completed.
_NO_HISTORY = "cups-ipp-missing-job-history"
# CUPS says so once the printer has the paper; one that is off or cannot be reached it tells by a sentence only.
_GIVEN, _LONG_SECONDS = "cups-waiting-for-job-completed", 10


def reasons(told: Group, name: str) -> frozenset[str]:
    """The reasons under this name, without how grave each is."""
    return plain(str(one) for one in told.get(name, ()))


def stop(told: Group) -> str:
    """What keeps the printer from printing, in words; empty when nothing does."""
    return stop_of(reasons(told, "printer-state-reasons"), stopped=told.get("printer-state", [0])[0] == _STOPPED)


def stood(job: Group, told: Group, *, twice: bool) -> Outcome:
    """Where a job stands that has its paper; ``twice`` where its queue has begun it more than once."""
    state, said = job["job-state"][0], reasons(job, "job-state-reasons") | reasons(told, "printer-state-reasons")
    if state in ENDED:
        ended = Outcome(Stage.UNKNOWN, FORGOTTEN) if _NO_HISTORY in said else ENDS[state]
        return Outcome(Stage.UNKNOWN, TWICE) if twice and ended.stage is Stage.DONE else ended
    halt = stop_of(said, stopped=told.get("printer-state", [0])[0] == _STOPPED)
    halt = halt or (HALTED if state in _HALTED else "") or (STALLED if _stalls(job, told, said) else "")
    return Outcome(Stage.BLOCKED, halt) if halt else Outcome(Stage.SENT)


def _stalls(job: Group, told: Group, said: frozenset[str]) -> bool:
    """Whether a queue of CUPS has worked on this job for long, and has not said that its printer has it."""
    since, now = begun_at("", job), told.get("printer-up-time", [0])[0]
    return "cups-version" in told and bool(since) and _GIVEN not in said and now - int(since) > _LONG_SECONDS


def lost(job: Group) -> bool:
    """Whether a queue that was started anew keeps the job and goes on with it no more: without its paper, or held."""
    state = job["job-state"][0]
    if state not in _HELD or awaits(job):
        return False
    halted = state in _HALTED and "no-hold" in job.get("job-hold-until", ())
    return halted or 0 in job.get("number-of-documents", ())


def id_of(handle: str) -> int:
    """The job's number, without when it was begun."""
    return int(handle.partition(" ")[0])


def begun_at(handle: str, job: Group) -> str:
    """When the printer first began this job by its own clock, as the handle keeps it, else as the job says now."""
    since = job.get("time-at-processing", [0])[0]
    return handle.partition(" ")[2] or (str(since) if isinstance(since, int) and since else "")


def with_begun(handle: str, begun: str) -> str:
    """The job's number with when it was begun."""
    return f"{id_of(handle)} {begun}".strip()


def awaits(job: Group) -> bool:
    """Whether the job still waits for its paper."""
    return job["job-state"][0] in _HELD and bool(reasons(job, "job-state-reasons") & _INCOMPLETE)
