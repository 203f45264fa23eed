"""Where the text of a blank came from: a record, a reader, an earlier entry; or somebody's hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from .blank import Blank, plain
from .cards import CardNumbers
from .identity import IdNumber
from .names import Name

TODAY = "今天"
BY_HAND = "手工录入"
READ_FROM: Mapping[str, tuple[str, str]] = {
    "card_number": ("card_reader", "读卡"),
    "id_number": ("id_reader", "读身份证"),
    "name": ("id_reader", ""),
}
"""What a blank may be read from: the kind of device, and the words of its button; one reads for all of a kind."""


@dataclass(frozen=True, kw_only=True)
class Filled:
    """What a blank was filled with: from which source, when (or only on which day), and whether by a reader."""

    text: str
    source: str
    at: datetime | None = None
    by_day: bool = False
    read: bool = False

    def words(self, now: datetime) -> str:
        """The source and its time, as it stands beside the blank."""
        if self.at is None:
            return self.source
        same_day = self.at.date() == now.date() and not self.by_day
        return f"{self.source} {self.at:%H:%M}" if same_day else f"{self.source} {self.at:%Y-%m-%d}"


def says(b: Blank, text: str, filled: Filled | None) -> bool:
    """Whether the blank still says what it was filled with."""
    return filled is not None and bool(text) and plain(b, text) == plain(b, filled.text)


def by_hand(b: Blank, text: str, filled: Filled | None) -> bool:
    """Whether somebody typed what a record or a reader could have told.

    Today's date is nobody's record, and a blank that nothing could have filled is not typed instead of anything.
    """
    if not text or b.secret or b.is_photo or says(b, text, filled):
        return False
    if filled is not None:
        return filled.source != TODAY
    return bool(b.reads) or issubclass(b.type, IdNumber | Name | CardNumbers)


def typed_by_hand(blanks: Sequence[Blank], texts: Mapping[str, str], filled: Mapping[str, Filled]) -> list[Blank]:
    """The blanks of a form that were typed by hand."""
    return [b for b in blanks if by_hand(b, texts.get(b.name, ""), filled.get(b.name))]


def unlike_read(blanks: Sequence[Blank], texts: Mapping[str, str], filled: Mapping[str, Filled]) -> list[Blank]:
    """The blanks that say something else than what a reader had read into them."""
    read = ((b, filled[b.name]) for b in blanks if b.name in filled and filled[b.name].read)
    return [b for b, one in read if texts.get(b.name) and not says(b, texts[b.name], one)]
