"""What is not over: cards reported lost, ordered, made, temporary cards, entries sent back, people seen often.

Everything here is carried out on the road itself, at the times at which it would have been.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from crowd import Invented, invented, record_of
from prepare import LOSS, LOSS_AND_CARD
from stamped import RELEASE, Road, SetClock

from counter.branch import Branch
from counter.clock import wall
from counter.store.outbox import ACCEPTED
from counter.sync.learn import learn_record
from counter.sync.reject import reject

LEAST = 70  # of each kind: more than any list shows at once
PART = 500
OFTEN, VISITS = 12, 20  # people whose card is reported lost and found again so often
REASONS = ("银行账户状态异常", "卡状态与省平台不一致", "联系电话未通过核验")
SHARES = {"lost": 0.25, "ordered": 0.3, "made": 0.2, "temporary": 0.1, "rejected": 0.15}
STATE = "open.json"
Known = dict[str, list[int]]


@dataclass(frozen=True)
class Cases:
    """Works through the kinds of open cases at one branch, the oldest first."""

    branch: Branch
    clock: SetClock
    road: Road

    def lost(self, one: Invented, at: datetime) -> None:
        """Reported lost within the last days; it has not ended by itself."""
        self._lose(self._learn(one, at), at)

    def ordered(self, one: Invented, at: datetime) -> None:
        """Lost for good and a new card ordered; the province has accepted that."""
        self._order(one, self._learn(one, at), at)

    def made(self, one: Invented, at: datetime) -> None:
        """The ordered card is finished and lies at this branch."""
        self._order(one, self._learn(one, at), at)
        self.clock.at = at + timedelta(minutes=4)
        code = self.branch.identity.code
        new = {"number": f"D{one.card[1:]}", "state": "待领取", "pickup": code, "social": "未启用", "financial": ""}
        old = record_of(one, self.clock.at, state="作废", social="停用", financial="停用")
        record = record_of(one, self.clock.at, **new)
        learn_record(self.branch, record.__class__(**{**vars(record), "cards": (*old.cards, *record.cards)}))

    def temporary(self, one: Invented, at: datetime) -> None:
        """A temporary card bridges the time until the new one is there."""
        person = self._learn(one, at)
        self._order(one, person, at)
        self.clock.at = at + timedelta(minutes=5)
        words = {"by": "本人", "temporary_number": f"L{one.card[1:]}", "received": "20"}
        self._accept(self.road.play(person, "tempcard.issue", words, seat=-1))

    def rejected(self, one: Invented, at: datetime) -> None:
        """Reported lost, and the province has sent that back: somebody must decide."""
        op_id = self._lose(self._learn(one, at), at, accepted=False)
        for kept in self.branch.entries.of_operation(op_id):
            reject(self.branch, kept.seq, "E17", REASONS[one.number % len(REASONS)])

    def often(self, one: Invented, at: datetime) -> None:
        """Somebody who comes again and again: a long history."""
        person = self._learn(one, at)
        for visit in range(VISITS):
            self._lose(person, at + timedelta(minutes=2 * visit))
            self.clock.at = at + timedelta(minutes=2 * visit + 1)
            self._accept(self.road.play(person, RELEASE, {"by": "本人"}))

    def _learn(self, one: Invented, at: datetime) -> str:
        self.clock.at = at
        return learn_record(self.branch, record_of(one, at), "province")

    def _lose(self, person: str, at: datetime, *, accepted: bool = True) -> str:
        self.clock.at = at + timedelta(seconds=30)
        words = {"by": "本人", "cause": "遗失", "lost_on": at.date().isoformat()}
        op_id = self.road.play(person, LOSS, words)
        if accepted:
            self._accept(op_id)
        return op_id

    def _order(self, one: Invented, person: str, at: datetime) -> None:
        self.clock.at = at + timedelta(minutes=2)
        words = {"by": "本人", "cause": "遗失", "lost_on": at.date().isoformat()}
        words |= {"mobile": one.mobile, "received": "20"}
        self._accept(self.road.play(person, LOSS_AND_CARD, words))

    def _accept(self, op_id: str) -> None:
        with self.branch.database.writing():
            for kept in self.branch.entries.of_operation(op_id):
                self.branch.outbox.answered(kept.seq, ACCEPTED, "", "")


def write_open_cases(branch: Branch, folder: Path, people: int) -> Known:
    """Open cases beside so many people, once; who has which, by their numbers."""
    kept = folder / STATE
    if kept.exists():
        found: Known = json.loads(kept.read_text())
        return found
    clock = SetClock(wall())
    object.__setattr__(branch, "clock", clock)
    cases = Cases(branch, clock, Road(branch))
    began, now, known, turns = time.perf_counter(), wall(), {}, []
    first = people
    for kind, share in SHARES.items():
        count = max(LEAST, int(people / PART * share))
        known[kind] = list(range(first, first + count))
        first += count
        span = timedelta(days=6 if kind == "lost" else 30)
        turns += [(now - span + span * 0.99 * n / count, kind, number) for n, number in enumerate(known[kind])]
    known["often"] = list(range(first, first + OFTEN))
    turns += [(now - timedelta(days=40, minutes=-100 * n), "often", number) for n, number in enumerate(known["often"])]
    for at, kind, number in sorted(turns):
        act: Callable[[Invented, datetime], None] = getattr(cases, kind)
        act(invented(number), at)
    print(f"  {len(turns):,} open cases, {time.perf_counter() - began:.0f} s")
    kept.write_text(json.dumps(known))
    return known
