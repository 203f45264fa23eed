"""The courier: takes entries to the province, oldest first for each person, and brings answers and news back."""

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from counter.branch import Branch
from counter.clock import wall
from counter.core.operation import Finding
from counter.core.province import (
    Connector,
    News,
    ProvinceMismatchError,
    ProvinceUnavailableError,
    Report,
)
from counter.store.entries import Kept
from counter.store.outbox import ACCEPTED, WAITING

from .learn import learn_news, learn_record
from .reject import reject

LOG = logging.getLogger("counter.sync")
LOOK_UP_SECONDS = 2.0
BATCH = 50
ROUND_SECONDS = 1.0
NEWS_EVERY = timedelta(seconds=3)
LONGEST_WAIT = timedelta(seconds=60)
CURSOR = "news.after"


@dataclass
class Link:
    """How the line to the province stands."""

    up: bool = True
    since: datetime | None = None
    why: str = ""


class Courier:
    """Works in a thread of its own; ``round()`` does one round and can be called by tests."""

    def __init__(self, branch: Branch) -> None:
        self._branch = branch
        self.link = Link()
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._news_at: datetime | None = None
        self._busy = threading.Lock()

    def start(self) -> None:
        """Begin working in the background."""
        if self._branch.connector is not None:
            self._thread = threading.Thread(target=self._run, name="courier", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop after the round that runs now."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def wake(self) -> None:
        """There is something new to send."""
        self._wake.set()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self.round()
            except Exception:
                LOG.exception("同步出错，稍后重试")
            self._wake.wait(ROUND_SECONDS)
            self._wake.clear()
        self._branch.close()

    def round(self, *, news: bool | None = None) -> int:
        """Send what is due and fetch news; returns how many entries were answered."""
        connector = self._branch.connector
        if connector is None:
            return 0
        with self._busy:
            answered = self._send_due(connector)
            due = self._news_at is None or wall() - self._news_at >= NEWS_EVERY
            if due if news is None else news:
                self._news_at = wall()
                self._fetch(connector)
        return answered

    def _send_due(self, connector: Connector) -> int:
        answered = 0
        while seqs := self._branch.outbox.due(self._branch.clock.now(), BATCH):
            for seq in seqs:
                if not self._send(connector, seq):
                    return answered
                answered += 1
        return answered

    def _send(self, connector: Connector, seq: int) -> bool:
        kept = self._branch.entries.at(seq)
        assert kept is not None, "the outbox names journal rows"
        try:
            answer = connector.send(self._report(kept))
        except (ProvinceUnavailableError, ProvinceMismatchError) as error:
            self.lost(error, seq)
            return False
        self.found()
        if answer.state == "rejected":
            reject(self._branch, seq, answer.code, answer.text)
        else:
            state = ACCEPTED if answer.state == "accepted" else WAITING
            with self._branch.database.writing():
                self._branch.outbox.answered(seq, state, answer.code, answer.text)
        return True

    def _report(self, kept: Kept) -> Report:
        entry = kept.entry
        operation = self._branch.catalogue.operations[entry.operation]
        facts: Mapping[str, str] = operation.report(entry) if operation.report is not None else {}
        outcome = {"outcome": entry.outcome} if entry.outcome else {}
        return Report(
            op_id=entry.op_id,
            part=entry.part,
            operation=entry.operation,
            at=entry.at,
            branch=self._branch.identity.code,
            window=kept.window,
            clerk=entry.clerk,
            id_number=entry.id_number,
            name=entry.name,
            card_number=entry.card_number or None,
            facts={**facts, **outcome},
        )

    def _fetch(self, connector: Connector) -> None:
        after = self._branch.setting(CURSOR) or ""
        try:
            fresh, cursor = connector.news(after)
        except (ProvinceUnavailableError, ProvinceMismatchError) as error:
            self.lost(error, None)
            return
        self.found()
        for message in fresh:
            if message.kind == "result":
                self._result(message)
            else:
                learn_news(self._branch, message)
        if cursor != after:
            self._branch.set(CURSOR, cursor)

    def _result(self, message: News) -> None:
        """The final answer to an entry the province had only taken in; a second one changes nothing."""
        if not learn_news(self._branch, message):
            return
        op_id, _, part = message.facts["key"].rpartition(".")
        row = self._branch.database.row(
            "SELECT j.seq FROM journal j JOIN outbox o ON o.seq=j.seq WHERE j.op_id=? AND j.part=? AND o.state=?",
            op_id,
            int(part),
            WAITING,
        )
        if row is None:
            return
        code, text = message.facts.get("code", ""), message.facts.get("text", "")
        if message.facts.get("state") == "rejected":
            reject(self._branch, int(row[0]), code, text)
        else:
            with self._branch.database.writing():
                self._branch.outbox.answered(int(row[0]), ACCEPTED, code, text)

    def lost(self, error: Exception, seq: int | None) -> None:
        if self.link.up:
            self.link = Link(up=False, since=self._branch.clock.now(), why=str(error))
        if seq is None:
            return
        row = self._branch.database.row("SELECT tries FROM outbox WHERE seq=?", seq)
        wait = min(LONGEST_WAIT, timedelta(seconds=2 ** min(int(row[0]) if row else 0, 6)))
        with self._branch.database.writing():
            self._branch.outbox.tried(seq, self._branch.clock.now() + wait)

    def found(self) -> None:
        if not self.link.up or self.link.since is None:
            self.link = Link(up=True, since=self._branch.clock.now())


def look_up(branch: Branch, courier: Courier, id_number: str) -> Finding:
    """Ask the province for a person and learn the answer; the finding says whether it could be asked."""
    asked, source = branch.clock.now(), branch.city.facts.record
    if branch.connector is None:
        return Finding(source=source, asked_at=asked, available=False, answer="没有配置省级系统")
    try:
        record = branch.connector.look_up(id_number, LOOK_UP_SECONDS)
    except (ProvinceUnavailableError, ProvinceMismatchError) as error:
        courier.lost(error, None)
        return Finding(source=source, asked_at=asked, available=False, answer=str(error))
    courier.found()
    if record is None:
        return Finding(source=source, asked_at=asked, available=True, answer="查无此人")
    learn_record(branch, record, "province")
    return Finding(source=source, asked_at=asked, available=True, answer="有记录")
