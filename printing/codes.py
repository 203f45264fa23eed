"""QR codes as rows of dark stretches, remembered by content for reprints."""

import sys
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.machinery import PathFinder
from types import ModuleType
from typing import Any

MODULE_STEP = 0.125  # mm: one dot of a 203 dpi thermal head
MASK = 3  # any of the eight is read; to score them all takes longer than to draw the rest of a slip
ALONE = "printing.segno_alone"
LEAST_MODULE = 0.5  # mm: what a telephone reads from thermal paper


class CodeTooLongError(Exception):
    """The content does not fit into any QR code."""

    def __init__(self, content: str) -> None:
        super().__init__(f"二维码内容有 {len(content.encode())} 字节，超出二维码容量。请缩短后再打印。")


@dataclass(frozen=True)
class Code:
    """A square of `count` modules a side; stretches are (column, row, length)."""

    count: int
    stretches: tuple[tuple[int, int, int], ...]

    def side(self, wanted: float) -> float:
        """The side in mm nearest below `wanted` with modules of whole printer dots, larger if it must be."""
        module = wanted / self.count // MODULE_STEP * MODULE_STEP
        return self.count * max(module, LEAST_MODULE)


@lru_cache(maxsize=1)
def _encoder() -> Any:
    """Segno's encoder without the package around it, which writes files and loads the network's libraries for it."""
    found = PathFinder.find_spec("segno")
    assert found is not None, "segno is among the libraries of the counter"
    package = ModuleType(ALONE)
    package.__path__ = list(found.submodule_search_locations or ())
    sys.modules[ALONE] = package
    return import_module(f"{ALONE}.encoder")


@lru_cache(maxsize=256)
def code(content: str) -> Code:
    """The QR code (never a Micro QR, which telephones do not read) of a text, error level M or better."""
    encoder = _encoder()
    try:
        matrix = encoder.encode(content, error="m", encoding="utf-8", mask=MASK, micro=False).matrix
    except encoder.DataOverflowError as overflow:
        raise CodeTooLongError(content) from overflow
    found: list[tuple[int, int, int]] = []
    for row, modules in enumerate(matrix):
        start = None
        for column, dark in enumerate([*modules, 0]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                found.append((start, row, column - start))
                start = None
    return Code(len(matrix), tuple(found))
