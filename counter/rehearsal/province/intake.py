"""Where calls come in: what was taken in is known by its key, applied once and answered the same again.

A refused call changed nothing and is decided anew when it comes again.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from counter.rehearsal.province import (
    applications,
    changes,
    endings,
    listing,
    losses,
    making,
    orders,
    passwords,
    temporaries,
)
from counter.rehearsal.province.book import Book, Call, Deed, Reason
from counter.rehearsal.province.faults import Faults
from counter.rehearsal.province.newsfeed import Newsfeed

DEEDS: Mapping[str, Deed] = {
    "lose_temporarily": losses.lose_temporarily, "lose_formally": losses.lose_formally,
    "release": losses.release, "apply_new": applications.apply_new, "receive": applications.receive,
    "work_on": applications.work_on, "review": applications.review, "end": applications.end,
    "stop_card": applications.stop_card,
    "replace_lost": orders.replace_lost, "replace_damaged": orders.replace_damaged,
    "change_details": changes.change_details, "change_identity": changes.change_identity,
    "register_payment": orders.register_payment, "cancel_payment": orders.cancel_payment,
    "mark": making.mark, "cancel_mark": making.cancel_mark, "made": making.made, "failed": making.failed,
    "restore": making.restore,
    "collect": making.collect, "hand_on": making.hand_on, "undo_collect": making.undo_collect,
    "cancel_card": endings.cancel_card, "cancel_social": endings.cancel_social,
    "enlist": listing.enlist, "delist": listing.delist,
    "close_account": endings.close_account, "take_back": endings.take_back,
    "enable_social": making.enable_social, "enable_financial": making.enable_financial,
    "change_password": passwords.change_password, "unlock_password": passwords.unlock_password,
    "reset_password": passwords.reset_password,
    "issue_temporary": temporaries.issue, "renew_temporary": temporaries.renew,
    "rewrite_temporary": temporaries.rewrite, "return_temporary": temporaries.give_back,
    "refund_temporary": temporaries.refund, "stop_temporary": temporaries.stop,
}
_AT_ONCE = {"mark", "cancel_mark"}
_OF_THE_PERSON = {"change_details", "change_identity"}
_OF_ANYBODY = {"apply_new", "receive"}


@dataclass(frozen=True)
class Verdict:
    """What is said to one call, in the province's code and text."""

    state: Literal["accepted", "waiting", "rejected"]
    code: str
    text: str


@dataclass(frozen=True)
class Applied:
    """One call the province applied, to compare both sides."""

    key: str
    call: str
    id_number: str
    card_number: str
    at: str
    facts: Mapping[str, str]


class Speech(Protocol):
    """What a vocabulary must be able to say."""

    accepted: Verdict
    waiting: Verdict

    def word(self, reason: Reason) -> Verdict:
        """The code and text of a refusal."""
        ...

    def by_code(self, code: str, call: str) -> Verdict:
        """The answer with this code, for a refusal on purpose."""
        ...


class Intake:
    """Decides each call against the book and keeps what was said under its key."""

    def __init__(self, book: Book, speech: Speech, now: Callable[[], datetime]) -> None:
        self.book = book
        self.now = now
        self.faults = Faults()
        self.news = Newsfeed()
        self.applied: list[Applied] = []
        self.deliveries: Counter[str] = Counter()
        self._speech = speech
        self._first: dict[str, tuple[Call, Verdict]] = {}
        self._waiting: list[Call] = []

    def receive(self, call: Call) -> Verdict:
        """Answer a call: a known key gets its answer again, applied once."""
        self.deliveries[call.key] += 1
        known = self._first.get(call.key)
        if known is not None:
            first, verdict = known
            return verdict if first == call else self._speech.word(Reason.SERIAL_REUSED)
        if call.deed not in _AT_ONCE and self.faults.take_later():
            return self._take_in(call)
        verdict = self._decide(call)
        if verdict.state == "accepted":
            self._first[call.key] = (call, verdict)
        return verdict

    def _take_in(self, call: Call) -> Verdict:
        self._first[call.key] = (call, self._speech.waiting)
        self._waiting.append(call)
        if not self.faults.hold:
            self.settle()
        return self._speech.waiting

    def settle(self) -> int:
        """Decide every waiting call and send its result as news; returns how many."""
        waiting, self._waiting = self._waiting, []
        for call in waiting:
            verdict = self._decide(call)
            if verdict.state == "accepted":
                self._first[call.key] = (call, verdict)
            else:
                del self._first[call.key]
            facts = {"key": call.key, "state": verdict.state, "code": verdict.code, "text": verdict.text}
            for _ in range(2 if self.faults.twice else 1):
                self.news.add(
                    "result", id_number=call.id_number, card_number=call.card_number, at=self.now(),
                    origin="省", facts=facts,
                )
        return len(waiting)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The keys still waiting for their result."""
        return tuple(call.key for call in self._waiting)

    def _decide(self, call: Call) -> Verdict:
        code = self.faults.take_rejection(call.name, report=True)
        if code:
            return self._speech.by_code(code, call.name)
        now = self.now()
        known = self.book.person(call.id_number, now)
        person = known if known is not None or call.deed not in _OF_ANYBODY else applications.newcomer(call)
        if person is None:
            return self._speech.word(Reason.UNKNOWN_PERSON if call.deed not in _OF_ANYBODY else Reason.MISSING)
        reason = DEEDS[call.deed](self.book, person, call, now)
        if reason is not None:
            return self._speech.word(reason)
        self.book.people[person.id_number] = person
        self.applied.append(Applied(
            call.key, call.name, call.id_number, call.card_number, call.at, dict(call.facts),
        ))
        if call.deed in _OF_THE_PERSON:
            self.news.add("person", id_number=call.id_number, card_number="", at=now, origin="省", facts={})
        return self._speech.accepted
