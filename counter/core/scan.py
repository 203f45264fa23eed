"""What is kept beside an entry as a file: the holder's photo, and scans of the papers that prove it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from .ruled import Refusal, Ruled

JPEG, PDF = "image/jpeg", "application/pdf"
MEGA = 1_000_000


class ScanKind(Enum):
    """What a kept file is."""

    PHOTO = "照片"
    PAPER = "扫描件"


@dataclass(frozen=True, kw_only=True)
class Scan:
    """One kept file as an entry names it: ``title`` is the blank's name or the paper's, never the file's."""

    kind: ScanKind
    title: str
    media: str
    sha256: str
    bytes: int
    pages: int = 1
    width: int = 0
    height: int = 0


@dataclass(frozen=True, kw_only=True)
class ScanRules:
    """The ``[scans]`` table: what the file of a scanned paper may be."""

    kinds: Ruled[tuple[str, ...]]
    most_bytes: Ruled[int]
    most_pages: Ruled[int]

    words: ClassVar[Mapping[str, str]] = {
        "kinds": "扫描件的文件格式",
        "most_bytes": "一份扫描件文件至多多少字节",
        "most_pages": "一种材料的扫描件至多多少页",
    }

    @property
    def wanted(self) -> str:
        """Everything that is asked of a file, in one line."""
        kinds, pages = " 或 ".join(self.kinds.value), self.most_pages.value
        return f"{kinds}，每个文件不超过 {shown_bytes(self.most_bytes.value)}，一种材料不超过 {pages} 页"


@dataclass(frozen=True, kw_only=True)
class Sheets:
    """What the file of a scan turned out to be; ``kind`` is empty where it can be no paper at all.

    ``locked``: it asks for a password; ``active``: it carries scripts or other files.
    """

    kind: str
    bytes: int
    pages: int = 1
    width: int = 0
    height: int = 0
    locked: bool = False
    active: bool = False
    whole: bool = True


def shown_bytes(count: int) -> str:
    """A size as a person reads it."""
    return f"{count / MEGA:.1f}MB" if count >= MEGA else f"{count} 字节"


def scan_faults(found: Sheets, paper: str, rules: ScanRules, before: int = 0) -> tuple[Refusal, ...]:
    """Everything about a scan that is not taken, all at once; ``before`` pages of the paper are there already."""
    return tuple(Refusal(f"{paper}的扫描件：{text}", rule.source) for text, rule in _faults(found, rules, before))


def _faults(found: Sheets, rules: ScanRules, before: int) -> Iterator[tuple[str, Ruled[int] | Ruled[tuple[str, ...]]]]:
    kinds, most, pages = rules.kinds, rules.most_bytes, rules.most_pages
    if not found.bytes:
        yield "文件是空的，请重新扫描", kinds
        return
    if found.kind not in kinds.value:
        so = f"其实是 {found.kind} 文件" if found.kind else "不是能打开的文件"
        yield f"{so}，应为 {' 或 '.join(kinds.value)}，请重新扫描或另存（只改文件名不行）", kinds
    elif found.locked:
        yield "PDF 加了密码，打不开，请去掉密码后另存", kinds
    elif not found.whole:
        yield "文件不完整或已损坏，请重新扫描", kinds
    if found.active:
        yield "PDF 里带着脚本或别的文件，请重新扫描，或打印成普通的 PDF", kinds
    if found.bytes > most.value:
        so, limit = shown_bytes(found.bytes), shown_bytes(most.value)
        yield f"文件有 {so}，应不超过 {limit}，请降低分辨率重新扫描，或分成几个文件", most
    if found.pages + before > pages.value:
        already = f"，连同已收的 {before} 页" if before else ""
        yield f"有 {found.pages} 页{already}超过了 {pages.value} 页，请只扫描需要的页", pages


def counted(scans: Sequence[Scan]) -> str:
    """The scanned papers of an entry as a slip counts them; empty without any."""
    papers = [scan for scan in scans if scan.kind is ScanKind.PAPER]
    if not papers:
        return ""
    return f"{len({scan.title for scan in papers})} 份 {sum(scan.pages for scan in papers)} 页"
