"""What a typed text sheds before it is judged: full width, invisible signs, blanks, hyphens."""

import unicodedata
from typing import Self

from .oldcodes import RENEWED

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SHED: dict[int, int | str] = {**_FULL_WIDTH, **RENEWED}
_HYPHENS = frozenset("-‐‑‒–—―−﹘﹣")
_VARIATION_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))


class Typed(str):
    """A text that cleans and checks itself; it compares and is stored as its own text."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what was typed or read from a card; ValueError says in Chinese what to do about it."""
        return cls(text)


def half_width(text: str) -> str:
    """Full-width signs to half width, old codes to their characters; every blank a space; invisible signs gone."""
    visible = (c for c in text.translate(_SHED) if not _is_invisible(c))
    return "".join(" " if c.isspace() else c for c in visible)


def compact(text: str) -> str:
    """As half_width, and no blanks or hyphens at all: for numbers."""
    return "".join(c for c in half_width(text) if c != " " and c not in _HYPHENS)


def is_digits(text: str) -> bool:
    """Whether there is something and all of it is 0 to 9; other scripts' digits do not count."""
    return text.isascii() and text.isdigit()


def seen(sign: str) -> str:
    """One character as a message can show it: itself, or its number when it cannot be seen."""
    return sign if sign.isprintable() else f"U+{ord(sign):04X}"


def _is_invisible(c: str) -> bool:
    return unicodedata.category(c) == "Cf" or c in _VARIATION_SELECTORS
