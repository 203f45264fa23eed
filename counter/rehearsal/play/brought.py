"""The files somebody brings to the window, as the lines of a visit name them."""

from collections.abc import Callable
from typing import TypeVar

from counter.rehearsal.play.files import photo_file, scan_files
from counter.rehearsal.play.words import At, Do, VisitError

T = TypeVar("T")


def brought(do: Do, at: At, word: str, rest: str) -> bool:
    """Take a line that names a file, or says that there is no document camera; False for any other line."""
    if word == "照片" and rest:
        do.photo = _made(at, photo_file, rest)
    elif word == "扫描" and rest:
        paper, _, more = rest.partition("，")
        do.scans.append((at, paper, _made(at, scan_files, more)))
    elif at.text == "未配备高拍仪":
        do.unscanned = True
    else:
        return False
    return True


def _made(at: At, make: Callable[[str], T], rest: str) -> T:
    try:
        return make(rest)
    except ValueError as error:
        raise VisitError(at, f"里的“{error}”看不懂；可以写的见 docs/visits.md") from None
