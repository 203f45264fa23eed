"""What is kept beside an entry as a file: the holder's photo, and scans of the papers that prove it."""

from dataclasses import dataclass
from enum import Enum

JPEG, PDF = "image/jpeg", "application/pdf"


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
