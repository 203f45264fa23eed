"""What a receipt says, and which copy of it is printed: words only, no layout."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

Kind = Literal["text", "name", "number", "state"]


@dataclass(frozen=True)
class Fact:
    """One labelled value; names and states are printed large, a number is kept on one line if it fits."""

    label: str
    value: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Fee:
    """What is charged, in yuan, and the article that allows it; 0 prints 免收."""

    text: str
    yuan: Decimal
    article: str = ""


@dataclass(frozen=True)
class Item:
    """One numbered line of a listing, with the article it rests on."""

    text: str
    article: str = ""


@dataclass(frozen=True)
class Listing:
    """A titled, numbered list: 已收材料, 需补正的材料, 不予办理的原因."""

    title: str
    items: tuple[Item, ...]


NAMES = {"姓名", "持卡人"}
"""The columns of a table that hold names."""


@dataclass(frozen=True)
class Table:
    """Many like lines under one head; every row has a text for each column; things are numbered, sums are not."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbered: bool = True


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """A slip or notice in words; an empty part is not printed.

    A 一次性告知单 is a receipt whose listing holds what is still to be brought; ``opening`` speaks to whoever gets it.
    ``day`` is the day it is stamped, written out; without it the pen has room for one.
    """

    office: str
    title: str
    number: str
    facts: tuple[Fact, ...]
    fee: Fee | None = None
    lists: tuple[Listing, ...] = ()
    tables: tuple[Table, ...] = ()
    promise: str = ""
    next_step: str = ""
    notices: tuple[str, ...] = ()
    foot: tuple[Fact, ...] = ()
    code: str = ""
    signatures: tuple[str, ...] = ()
    stamp: bool = True
    opening: str = ""
    day: str = ""


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """A certificate (证明): a numbered paper that says something of somebody, under the office's seal.

    ``paragraphs`` are its text, ``day`` the day it is dated, written out; ``notes`` stand small below.
    """

    office: str
    title: str
    number: str
    paragraphs: tuple[str, ...]
    facts: tuple[Fact, ...]
    day: str
    closing: str = "特此证明。"
    seal: str = "（盖章）"
    notes: tuple[str, ...] = ()
    foot: tuple[Fact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Copy:
    """Which paper this is: 1 is the original, 2 the first reprint; `at` and `clerk` are of this printing."""

    number: int
    at: datetime
    clerk: str
    awaiting_province: bool
    rehearsal: bool = False

    @property
    def printed(self) -> str:
        """The time of printing as it stands on the paper."""
        return self.at.strftime("%Y-%m-%d %H:%M:%S")

    @property
    def reprint(self) -> str:
        """The mark of a reprint, empty on the original."""
        return f"补打　第{self.number - 1}次" if self.number > 1 else ""
