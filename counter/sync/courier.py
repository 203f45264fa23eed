"""The courier takes entries to the province, oldest first per person, and brings answers and news back."""

import logging
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from counter.branch import Branch
from counter.clock import wall
from counter.core.case import Finding
from counter.core.province import (
    Connector,
    News,
    PersonRecord,
    ProvinceMismatchError,
    ProvinceUnavailableError,
)
from counter.core.states import Kind
from counter.core.system import Told
from counter.store.database import StorageError
from counter.store.outbox import ACCEPTED, WAITING

from .agreed import fetched
from .learn import heard, learn_answer, learn_news, standing
from .messenger import Messenger
from .reject import reject
from .report import report_of
from .rounds import Rounds, pause_after

LOG = logging.getLogger("counter.sync")
LOOK_UP_SECONDS = 2.0
BATCH = 50
NEWS_EVERY = timedelta(seconds=3)
CURSOR = "news.after"
UNREACHED = (ProvinceUnavailableError, ProvinceMismatchError)


@dataclass(frozen=True)
class Link:
    """How the line to the province stands."""

    up: bool = True
    since: datetime | None = None
    why: str = ""
    wrong: bool = False


class Courier(Rounds):
    """Goes to the province in a thread of its own, and has a messenger to every other system that is told.

    ``round()`` does one round with all of them and can be called by tests.
    """

    def __init__(self, branch: Branch) -> None:
        super().__init__("courier", branch.database.leave)
        self._branch = branch
        self.patience = LOOK_UP_SECONDS
        self.link = Link()
        told = {name: system for name, system in branch.systems.items() if isinstance(system, Told)}
        self.messengers = {name: Messenger(branch, name, system) for name, system in told.items()}
        self._news_at: datetime | None = None
        self._busy = threading.Lock()

    def start(self) -> None:
        """Begin working in the background, each line in a thread of its own."""
        if self._branch.connector is not None:
            super().start()
        for messenger in self.messengers.values():
            messenger.start()

    def stop(self) -> None:
        """Stop after the exchanges that run now."""
        for line in self.messengers.values():
            line.halt()
        super().stop()
        for line in self.messengers.values():
            line.stop()

    def wake(self) -> None:
        """There is something new to send; a line that is down waits for its next try."""
        if self.link.up:
            self._wake.set()
        for messenger in self.messengers.values():
            messenger.wake()

    def once(self) -> bool:
        """One round with the province; False when the line is down."""
        self._exchange(news=None)
        return self.link.up

    def round(self, *, news: bool | None = None) -> int:
        """Send what is due everywhere and fetch news; returns how many entries the province answered."""
        answered = self._exchange(news=news)
        for messenger in self.messengers.values():
            messenger.round()
        return answered

    def _exchange(self, *, news: bool | None) -> int:
        connector = self._branch.connector
        if connector is None:
            return 0
        with self._busy:
            answered = self._send_due(connector)
            due = self._news_at is None or wall() - self._news_at >= NEWS_EVERY
            if (due if news is None else news) and not self._stop.is_set():
                self._news_at = wall()
                self._fetch(connector)
        return answered

    def _send_due(self, connector: Connector) -> int:
        answered = 0
        while seqs := self._branch.outbox.due(self._branch.clock.now(), BATCH):
            for seq in seqs:
                if self._stop.is_set():
                    return answered
                try:
                    self._send(connector, seq)
                    answered += 1
                except UNREACHED as error:
                    self.lost(error)
                    self._later(seq)
                    return answered
                except StorageError:
                    raise
                except Exception:
                    LOG.exception("第 %s 笔不能上送，先送后面的", seq)
                    self._later(seq)
        return answered

    def _send(self, connector: Connector, seq: int) -> None:
        branch = self._branch
        kept = branch.entries.at(seq)
        assert kept is not None, "the outbox names journal rows"
        earlier = branch.entries.province(seq)[1]
        answer = connector.send(report_of(branch, kept))
        self.found()
        if answer.state == "rejected":
            reject(branch, seq, answer.code, answer.text)
        else:
            state = ACCEPTED if answer.state == "accepted" else WAITING
            with branch.database.writing():
                branch.outbox.answered(seq, state, answer.code, answer.text)
        seen = any(change.kind is Kind.RECORD for change in kept.entry.changes)
        if earlier or seen or answer.state == "rejected":
            look_up(branch, self, kept.entry.id_number)

    def _later(self, seq: int) -> None:
        """Let an entry that got no answer wait, each time longer, so that it holds up only its own person."""
        wait = pause_after(self._branch.outbox.tries(seq))
        with self._branch.database.writing():
            self._branch.outbox.tried(seq, self._branch.clock.now() + wait)

    def _fetch(self, connector: Connector) -> None:
        after = self._branch.setting(CURSOR) or ""
        try:
            fresh, cursor = connector.news(after)
        except UNREACHED as error:
            self.lost(error)
            return
        self.found()
        for message in fresh:
            if self._stop.is_set():
                return
            try:
                self._take_in(connector, message)
            except UNREACHED as error:
                self.lost(error)
                return
            except StorageError:
                raise
            except Exception:
                LOG.exception("省里的消息 %s 看不懂，没有采用；下次查询本人时以省里的记录为准", message.id)
        if cursor != after:
            self._branch.set(CURSOR, cursor)

    def _take_in(self, connector: Connector, message: News) -> None:
        """Take in one message; about a card, the province is asked how it stands by now.

        Somebody who applied elsewhere for a card to be had here may be new here, and somebody's record may have
        been changed elsewhere: without an answer of the province the message waits.
        """
        if message.kind == "result":
            self._result(message)
            return
        asked = standing(self._branch, message.id_number)
        record: PersonRecord | None = None
        ours = asked is not None or message.facts.get("pickup") == self._branch.identity.code
        needed = message.kind in ("applied", "person")
        if ours and (self.link.up or needed) and not heard(self._branch, message):
            try:
                record = fetched(self._branch, connector, message.id_number, self.patience)
            except UNREACHED as error:
                if needed:
                    raise
                self.lost(error)
        learn_news(self._branch, message, record, asked)

    def _result(self, message: News) -> None:
        """The final answer to an entry the province had taken in; a second one changes nothing."""
        branch, facts = self._branch, message.facts
        op_id, _, part = facts["key"].rpartition(".")
        with branch.database.writing():
            if not learn_news(branch, message):
                return
            seq = branch.outbox.unanswered(op_id, part)
            if seq is None:
                return
            code, text = facts.get("code", ""), facts.get("text", "")
            if facts.get("state") == "rejected":
                reject(branch, seq, code, text)
            else:
                branch.outbox.answered(seq, ACCEPTED, code, text)
        look_up(branch, self, message.id_number)

    def lost(self, error: Exception) -> None:
        """The province could not be asked, or did not answer as it should."""
        since = self._branch.clock.now() if self.link.up else self.link.since
        wrong = isinstance(error, ProvinceMismatchError)
        self.link = Link(up=False, since=since, why=str(error), wrong=wrong)

    def found(self) -> None:
        """The province has answered."""
        if not self.link.up:
            self._wake.set()
        if not self.link.up or self.link.since is None:
            self.link = Link(up=True, since=self._branch.clock.now())


def look_up(branch: Branch, courier: Courier, id_number: str) -> Finding:
    """Ask the province for a person and learn the answer; the finding says whether it could be asked."""
    now, source = branch.clock.now(), branch.city.facts.record
    if branch.connector is None:
        return Finding(source=source, asked_at=now, available=False, answer="没有配置省级系统")
    asked = standing(branch, id_number)
    try:
        record = fetched(branch, branch.connector, id_number, courier.patience)
    except UNREACHED as error:
        courier.lost(error)
        return Finding(source=source, asked_at=now, available=False, answer=str(error))
    courier.found()
    if record is None:
        return Finding(source=source, asked_at=now, available=True, answer="查无此人")
    learn_answer(branch, record, asked, known_as=id_number)
    return Finding(source=source, asked_at=now, available=True, answer="有记录")
