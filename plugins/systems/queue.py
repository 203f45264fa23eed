"""叫号机：叫下一位，结束这一位。"""

from datetime import datetime

from counter import MismatchError, Ticket, Window

from .exchange import Exchange


class TicketMachine:
    """The queue machine as one window sees it: it learns the window and the ticket, and nothing of any person."""

    title = "叫号机"

    def __init__(self, window: Window, url: str) -> None:
        self._line, self._window = Exchange("queue", url), window

    def call(self, after: str, seconds: float) -> Ticket | None:
        """End what was served and call the next; a repeated question changes nothing."""
        fields = self._line.question("call", {**self._place, "after": after}, seconds)
        number, taken = str(fields.get("number", "")), str(fields.get("takenAt", ""))
        if not number:
            return None
        try:
            waiting, at = int(str(fields.get("waiting", "0"))), datetime.fromisoformat(taken)
        except ValueError:
            raise MismatchError(f"叫号机答的时间或人数看不懂：{taken}") from None
        if at.tzinfo is None:
            raise MismatchError(f"叫号机答的时间没有时区：{taken}")
        return Ticket(number=number, business=str(fields.get("business", "")), taken_at=at, waiting=waiting)

    def end(self, number: str, seconds: float) -> None:
        """End this ticket."""
        self._line.question("end", {**self._place, "after": number}, seconds)

    @property
    def _place(self) -> dict[str, str]:
        return {"branch": self._window.branch, "window": self._window.id, "windowTitle": self._window.title}
