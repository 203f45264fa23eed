"""A long table in pages: no page of the counter is heavier than a slow line carries at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request, url_for

Row = TypeVar("Row")
MOST = 12_000
"""Characters of text on one page; with its marks around them and the style sheet that stays under 100 KB."""


@dataclass(frozen=True)
class Leaf(Generic[Row]):
    """The rows of the page that was asked for, which page it is, and of how many."""

    rows: Sequence[Row]
    number: int
    count: int

    def address(self, number: int) -> str:
        """Where another page of the same table is."""
        asked: dict[str, Any] = {**request.args, "leaf": number}
        return url_for(request.endpoint or "", **asked)


def leaf_of(rows: Sequence[Row], size: Callable[[Row], int]) -> Leaf[Row]:
    """The rows cut into pages by their size in characters; the page in the address, else the first."""
    cut: list[list[Row]] = [[]]
    filled = 0
    for row in rows:
        if cut[-1] and filled + size(row) > MOST:
            cut.append([])
            filled = 0
        cut[-1].append(row)
        filled += size(row)
    asked = request.args.get("leaf", "")
    number = int(asked) if asked.isdecimal() and 1 <= int(asked) <= len(cut) else 1
    return Leaf(cut[number - 1], number, len(cut))
