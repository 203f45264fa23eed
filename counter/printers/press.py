"""The thread of one printer: it alone touches the printer, and takes one paper after the other out of its queue."""

import logging
import queue
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from counter.clock import Clock
from counter.core.prints import Job, Stage
from counter.quiet import frames
from counter.sync.rounds import Rounds

from .drawn import paper_of
from .transport import Forgetting, NeverError, NotNowError, Outcome, Paper, Remembering

LOG = logging.getLogger("counter.printers")
# How long one paper is followed closely, how often, and how often an idle printer is looked at.
CLOSELY, OFTEN, LOOKS = 5.0, 0.1, 3.0
UNDRAWN = "画不出来，请告诉管理员"


class Papers(Protocol):
    """What is to be printed, and where it stands."""

    def next(self, address: str) -> Job | None:
        """The oldest paper that this printer has before it."""
        ...

    def at(self, job_id: int) -> Job | None:
        """One paper."""
        ...

    def stand(self, job: Job, stage: Stage, now: datetime, reason: str = "", handle: str = "") -> bool:
        """Note where a paper stands; False when somebody has ended it meanwhile."""
        ...


class Left(Protocol):
    """What a thread leaves when it ends."""

    def leave(self) -> None:
        """Let this thread's connection go."""
        ...


class Desk(Protocol):
    """Where papers come from: a branch, or the journal at a window's computer."""

    @property
    def prints(self) -> Papers:
        """Its papers."""
        ...

    @property
    def clock(self) -> Clock:
        """Its time."""
        ...

    @property
    def database(self) -> Left:
        """What its threads leave."""
        ...


class Press(Rounds):
    """One printer and its queue. A paper that is unknown or has failed holds up nobody."""

    def __init__(
        self, branch: Desk, address: str, transport: Remembering | Forgetting,
        draws: Callable[[Any, Job], Paper] = paper_of,
    ) -> None:  # fmt: skip
        super().__init__("printer", branch.database.leave)
        self._branch, self._address, self._transport, self._draws = branch, address, transport, draws
        self._drops: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._drawn: tuple[int, Paper] | None = None
        self._look_again = 0.0
        self.words = "正在连接"

    @property
    def transport(self) -> Remembering | Forgetting:
        """What talks to the printer."""
        return self._transport

    def wake(self) -> None:
        """There is something new to print, or a clerk has ended something."""
        self._wake.set()

    def drop(self, handle: str) -> None:
        """A clerk waits no longer for this job: the printer is told, as far as it listens."""
        self._drops.put(handle)
        self.wake()

    def once(self) -> bool:
        """Do what is due now; always a good round, so that the next comes soon."""
        self._drop()
        ends = time.monotonic() + CLOSELY
        while not self._stop.is_set() and time.monotonic() < ends:
            job = self._branch.prints.next(self._address)
            if job is None or not self._step(job):
                break
        if time.monotonic() > self._look_again:
            waits = self._branch.prints.next(self._address)
            stopped = waits is not None and waits.stage is Stage.BLOCKED
            self.words = waits.reason if waits is not None and stopped else self._transport.look()
            self._look_again = time.monotonic() + LOOKS
        return True

    def _drop(self) -> None:
        while not self._drops.empty():
            handle = self._drops.get()
            if isinstance(self._transport, Remembering) and handle:
                self._transport.cancel(handle)

    def _step(self, job: Job) -> bool:
        """One step of one paper; False when it has to wait for somebody."""
        try:
            outcome = self._moved(job)
        except NotNowError as error:
            self._stand(job, Outcome(job.stage, error.reason))
            return False
        except NeverError as error:
            outcome = error.outcome
            self._stand(job, outcome)
        if outcome.stage is Stage.SENT:
            self._stop.wait(OFTEN)
        return outcome.stage is not Stage.BLOCKED

    def _moved(self, job: Job) -> Outcome:
        if isinstance(self._transport, Remembering):
            return self._asked(job, self._transport)
        if job.stage is not Stage.QUEUED:
            return self._stand(job, self._transport.settle(job.name))
        note = self._noting(job)
        paper = self._paper(job)
        return self._stand(job, self._transport.print(paper, note, lambda: self._goes(job)))

    def _asked(self, job: Job, printer: Remembering) -> Outcome:
        """A printer that knows its jobs: one is made, sent while it waits for its paper, asked until it has ended."""
        if job.stage is Stage.QUEUED:
            return self._stand(job, Outcome(Stage.CREATED), printer.begin(self._paper(job)))
        outcome = printer.poll(job.handle, job.name)
        if outcome.stage is Stage.CREATED:
            paper = self._paper(job)
            if self._stand(job, Outcome(Stage.SENT), job.handle).stage is Stage.SENT:
                printer.send(job.handle, paper)
            return Outcome(Stage.SENT)
        if job.stage is Stage.CREATED and outcome.stage is Stage.BLOCKED:
            raise NotNowError(outcome.reason)
        if job.stage is Stage.CREATED and outcome.stage is Stage.UNKNOWN:
            # Nothing was ever sent to it: surely no paper, and it may be made anew.
            self._stand(job, Outcome(Stage.QUEUED))
            return Outcome(Stage.BLOCKED)
        return self._stand(job, outcome, outcome.handle or job.handle)

    def _paper(self, job: Job) -> Paper:
        """The paper of this job, drawn once; a job that cannot be drawn holds up no other."""
        if self._drawn is None or self._drawn[0] != job.id:
            try:
                self._drawn = (job.id, self._draws(self._branch, job))
            except (NeverError, NotNowError):
                raise
            except Exception as error:  # noqa: BLE001 - a plugin draws it; the next paper has to be printed all the same
                LOG.error("画不出 %s：%s\n%s", job.name, type(error).__name__, frames(error))  # noqa: TRY400
                raise NeverError(UNDRAWN) from None
        return self._drawn[1]

    def _noting(self, job: Job) -> Callable[[Outcome], None]:
        begun: list[bool] = []

        def note(outcome: Outcome) -> None:
            stood = self._stand(job, outcome)
            if not begun and stood.stage is not Stage.SENT:
                raise NeverError("柜员不等了")
            begun.append(True)
            self.words = outcome.reason or self.words

        return note

    def _goes(self, job: Job) -> bool:
        """Whether somebody still waits for this paper."""
        now = self._branch.prints.at(job.id)
        return not self._stop.is_set() and now is not None and now.stage.is_open

    def _stand(self, job: Job, outcome: Outcome, handle: str = "") -> Outcome:
        """Note where it stands, once a change; a clerk who has ended it meanwhile is right."""
        if (outcome.stage, outcome.reason, handle or job.handle) == (job.stage, job.reason, job.handle):
            return outcome
        kept = handle or (job.handle if outcome.stage is not Stage.QUEUED else "")
        if not self._branch.prints.stand(job, outcome.stage, self._branch.clock.now(), outcome.reason, kept):
            return Outcome(Stage.UNKNOWN)
        self._look_again = 0.0
        return outcome
