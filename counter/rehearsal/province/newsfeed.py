"""The province's messages, oldest first, read on from a cursor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex


@dataclass(frozen=True)
class Message:
    """One message: kind ``card``, ``withdrawn`` or ``result``; facts in the province's own stages."""

    id: str
    kind: str
    id_number: str
    card_number: str
    at: datetime
    origin: str
    facts: Mapping[str, str] = field(default_factory=dict)


class Newsfeed:
    """All messages of this run; a cursor of an earlier run starts again from the first."""

    def __init__(self) -> None:
        self.run = token_hex(4)
        self.messages: list[Message] = []

    def add(
        self, kind: str, *,
        id_number: str, card_number: str, at: datetime, origin: str, facts: Mapping[str, str],
    ) -> Message:
        """Append a message under the next number."""
        number = f"{self.run}-{len(self.messages) + 1:06d}"
        message = Message(number, kind, id_number, card_number, at, origin, dict(facts))
        self.messages.append(message)
        return message

    def after(self, cursor: str) -> tuple[Sequence[Message], str]:
        """The messages after this cursor, and the cursor after them."""
        run, _, count = cursor.partition("-")
        seen = int(count) if run == self.run and count.isascii() and count.isdigit() else 0
        return self.messages[seen:], f"{self.run}-{len(self.messages)}"
