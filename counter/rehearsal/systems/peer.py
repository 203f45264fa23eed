"""One rehearsal system: reads the envelope, has faults, remembers what it was told under which number."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Event, RLock

from counter.rehearsal.province.words import Ask, Reply, text_of

DONE, TAKEN_IN, MALFORMED, REUSED, REFUSED, BUSY, NO_SUCH_CALL = "00", "01", "10", "11", "20", "90", "99"
Fields = Mapping[str, str]


@dataclass(frozen=True)
class Took:
    """One thing this system was told and has taken into its record."""

    number: str
    call: str
    fields: Fields


@dataclass
class Faults:
    """What goes wrong on purpose; the numbered ones count down to nothing."""

    down: bool = False
    slow: float = 0.0
    lost_answers: int = 0
    later: int = 0
    garbled: bool = False
    busy: bool = False
    rejections: list[str] = field(default_factory=list)


class Peer:
    """A system by itself; a kind of system says in ``questions`` and ``reports`` what it understands."""

    name = title = ""
    questions: frozenset[str] = frozenset()
    reports: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self.faults = Faults()
        self.took: list[Took] = []
        self.deliveries: Counter[str] = Counter()
        self.stopping = Event()
        self._lock = RLock()
        self._first: dict[str, tuple[object, dict[str, object]]] = {}
        self._pending: set[str] = set()

    def answer(self, ask: Ask) -> Reply | None:
        """Answer one request under the faults now set; None drops the connection."""
        if self.faults.down or (self.faults.slow and self.stopping.wait(self.faults.slow)):
            return None
        if self.faults.garbled:
            return Reply(200, {"ok": True, "message": "it works"})
        message = ask.json_object()
        if ask.path != "/exchange" or message is None or message.get("system") != self.name:
            return Reply(404, {"error": "not here"})
        with self._lock:
            reply = self._heard(message)
            if text_of(message, "call") in self.reports and self.faults.lost_answers > 0:
                self.faults.lost_answers -= 1
                return None
        return Reply(200, {"system": self.name, "number": text_of(message, "number"), **reply})

    def _heard(self, message: dict[str, object]) -> dict[str, object]:
        call, number, fields = text_of(message, "call"), text_of(message, "number"), message.get("fields")
        if not isinstance(fields, dict) or not number or not all(isinstance(v, str) for v in fields.values()):
            return said(MALFORMED, "报文缺少内容")
        if self.faults.busy:
            return said(BUSY, "系统忙，请稍后再送")
        if call in self.questions:
            return said(DONE, "", self.look(call, fields))
        if call in self.reports:
            return self._told(call, number, fields)
        return said(NO_SUCH_CALL, "没有这个功能")

    def _told(self, call: str, number: str, fields: Fields) -> dict[str, object]:
        """Take in one report once; a known number gets its first answer again."""
        self.deliveries[number] += 1
        known = self._first.get(number)
        if known is not None:
            return known[1] if known[0] == (call, fields) else said(REUSED, "流水号已用于另一件事")
        if self.faults.later > 0 and number not in self._pending:
            self.faults.later -= 1
            self._pending.add(number)
            return said(TAKEN_IN, "已收妥，处理中")
        if self.faults.rejections:
            return said(REFUSED, self.faults.rejections.pop(0))
        wrong = self.wrong(call, fields)
        if wrong:
            return said(REFUSED, wrong)
        reply = said(DONE, "办成")
        self._first[number] = ((call, dict(fields)), reply)
        self.took.append(Took(number, call, dict(fields)))
        self.taken(call, fields)
        return reply

    def look(self, call: str, fields: Fields) -> Fields:
        """The answer to a question out of this system's record."""
        raise NotImplementedError

    def wrong(self, _call: str, _fields: Fields) -> str:
        """Why this system will not take a report; empty when it will."""
        return ""

    def taken(self, _call: str, _fields: Fields) -> None:
        """Change this system's record after a report was taken in."""
        return

    # the controls

    def up(self) -> None:
        """End every fault."""
        with self._lock:
            self.faults = Faults()

    def down(self) -> None:
        """Drop every connection unanswered."""
        self.faults.down = True

    def reject_next(self, why: str) -> None:
        """Refuse the next report with these words."""
        with self._lock:
            self.faults.rejections.append(why)


def said(code: str, text: str, fields: Fields | None = None) -> dict[str, object]:
    """The part of an answer that differs."""
    return {"code": code, "said": text, "fields": dict(fields or {})}
