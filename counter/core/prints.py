"""A paper on its way to a printer: what it is, where it stands, and what a clerk may say of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from .paper import Medium


class Stage(Enum):
    """Where a print job stands; the words are those of the pages."""

    QUEUED = "等着打印"
    CREATED = "正在送到打印机"
    SENT = "正在打印"
    BLOCKED = "停着"
    DONE = "已打印"
    FAILED = "没有打印"
    UNKNOWN = "不知道出纸没有"

    @property
    def is_open(self) -> bool:
        """Whether a printer still has something to do with it."""
        return self in OPEN


OPEN = (Stage.QUEUED, Stage.CREATED, Stage.SENT, Stage.BLOCKED)
SLIP, SHEET, CERTIFICATE, FORM, TEST = "slip", "sheet", "certificate", "form", "test"
KINDS: Mapping[str, str] = {SLIP: "回执", SHEET: "告知单和清单", CERTIFICATE: "证明", FORM: "申请表"}
_TITLES: Mapping[str, str] = {SLIP: "回执", CERTIFICATE: "证明", FORM: "申请表副本", TEST: "试打"}
# What is drawn on A4 only.
ON_A4 = (CERTIFICATE, FORM)
# What the clerk has seen where nobody else knows: that no paper came, or none that can be handed out.
NO_PAPER = ("没有出纸", "只出了一部分", "印出来看不清")


@dataclass(frozen=True, kw_only=True)
class Printer:
    """What prints one kind of paper at one window."""

    window: str
    kind: str
    address: str
    media: str

    @property
    def by_browser(self) -> bool:
        """Whether the clerk's own browser prints."""
        return self.address == BROWSER

    @property
    def medium(self) -> Medium:
        """The paper in it."""
        return Medium(self.media)


BROWSER = "browser:"


@dataclass(frozen=True, kw_only=True)
class Job:
    """One paper for one printer, known there by ``name``; ``number`` is the copy's, ``handle`` the job's there.

    ``reason`` says why it stands as it does, ``why`` for what reason it is a reprint; ``titled`` is what a paper of no
    entry is called, whose words are kept beside the queue.
    """

    id: int
    seq: int | None
    kind: str
    number: int
    name: str
    window: str
    printer: str
    media: str
    stage: Stage
    handle: str
    reason: str
    clerk: str
    at: datetime
    ended: datetime | None
    why: str
    titled: str = ""

    @property
    def title(self) -> str:
        """What paper it is, with how often it was printed before."""
        return self.named + (f"（补打第 {self.number - 1} 次）" if self.number > 1 else "")

    @property
    def named(self) -> str:
        """What paper it is."""
        return self.titled or _TITLES.get(self.kind) or f"{Medium(self.media).title} 回执"

    @property
    def has_words(self) -> bool:
        """Whether it is a paper of no entry."""
        return bool(self.titled)

    @property
    def by_browser(self) -> bool:
        """Whether the clerk's own browser prints it."""
        return self.printer == BROWSER
