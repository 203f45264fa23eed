"""Texts side by side on a terminal, where a Chinese character takes two columns."""

from collections.abc import Sequence
from unicodedata import combining, east_asian_width

WIDE = "WFA"


def columns(text: str) -> int:
    """How many columns a text takes."""
    return sum(0 if combining(char) else 2 if east_asian_width(char) in WIDE else 1 for char in text)


def wrapped(text: str, most: int) -> list[str]:
    """The text in lines of at most so many columns."""
    lines = [""]
    for char in text:
        if columns(lines[-1] + char) > most:
            lines.append("")
        lines[-1] += char
    return lines


def beside(texts: Sequence[str], widths: Sequence[int]) -> list[str]:
    """One row of cells, each wrapped in its own columns."""
    cells = [wrapped(text, width) for text, width in zip(texts, widths, strict=True)]
    out = []
    for n in range(max(len(cell) for cell in cells)):
        parts = [cell[n] if n < len(cell) else "" for cell in cells]
        padded = [part + " " * (width - columns(part)) for part, width in zip(parts, widths, strict=True)]
        out.append("  ".join(padded).rstrip())
    return out
