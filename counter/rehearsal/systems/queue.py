"""The rehearsal queue machine: gives out numbers, and remembers which window serves which."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from counter.rehearsal.systems.peer import Fields, Peer


@dataclass(frozen=True)
class Waiting:
    """One number that was drawn, for what, and when."""

    number: str
    business: str
    taken_at: datetime


class QueueMachine(Peer):
    """Calls the numbers in their order; a question that was answered is answered the same again."""

    name, title = "queue", "叫号机"
    questions = frozenset({"call", "end"})

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self._drawn = 0
        self.waiting: list[Waiting] = []
        self.serving: dict[str, Waiting] = {}
        self.ended: list[str] = []

    def draw(self, business: str, taken_at: datetime | None = None) -> str:
        """Somebody draws a number; returns it."""
        with self._lock:
            self._drawn += 1
            number = f"A{self._drawn:03d}"
            self.waiting.append(Waiting(number, business, taken_at or self._now()))
        return number

    def look(self, call: str, fields: Fields) -> Fields:
        """End the ticket that was served, and call the next where that is asked."""
        window, after = f"{fields.get('branch', '')}.{fields.get('window', '')}", fields.get("after", "")
        served = self.serving.get(window)
        if served is not None and served.number == after:
            self.ended.append(self.serving.pop(window).number)
            served = None
        if call == "end":
            return {}
        if served is None and self.waiting:
            served = self.serving[window] = self.waiting.pop(0)
        if served is None:
            return {"number": ""}
        return {
            "number": served.number, "business": served.business, "takenAt": served.taken_at.isoformat(),
            "waiting": str(len(self.waiting)),
        }  # fmt: skip
