"""The words of a book in two columns: a text on the left, remarks beside it, clause by clause."""

from dataclasses import dataclass

from printing.words import Fact


@dataclass(frozen=True)
class Block:
    """Remarks under one label, a paragraph each."""

    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """One stretch of the text and what stands beside it; only one with a ``title`` is in the contents."""

    title: str
    text: tuple[str, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Chapter:
    """One document: its title, what is said of it as a whole, its pairs."""

    title: str
    lead: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Grid:
    """A small table: its heads, its rows, and the share of the room each column takes."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Appendix:
    """What stands by itself at the end: a paragraph before it, then a table."""

    title: str
    lead: str
    grid: Grid


@dataclass(frozen=True)
class BookWords:
    """The whole book: cover, what there is of each chapter, how to read it, the chapters, appendices, signatures."""

    title: str
    office: str
    facts: tuple[Fact, ...]
    summary: Grid
    reading: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    appendices: tuple[Appendix, ...]
    declaration: str
    signatures: tuple[str, ...]
    foot: str
