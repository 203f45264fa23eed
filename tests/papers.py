"""Every paper that is drawn while a test runs, and what is wrong with it on any paper it may be printed on."""

import dataclasses
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import printing
from counter.printers.plain import plain, whole
from counter.web import entries, papers, printed
from printing import Certificate, Copy, FormSheet, Receipt
from printing.certificate import certificate_sheets
from printing.formsheet import form_sheets
from printing.marks import MM, Page, Square, Words
from printing.papers import LEAVES, ROLLS
from printing.sheet import sheets
from printing.slip import slip

LONG_NAME = "阿不都热合曼买买提依明江吐尔逊"  # 30 bytes in GB 18030: as long as a card takes
LONG_ADDRESS = "福建省石狮市湖滨街道林边社区八七路一二三四号五栋六"  # 24 characters and one
LEAST = 11.0
LARGE = 60.0  # a watermark is behind everything
NEAR = 0.6

Said = Receipt | Certificate | FormSheet


@contextmanager
def watched() -> Iterator[dict[str, tuple[Said, Copy]]]:
    """The papers that the pages draw, one of each title and size."""
    seen: dict[str, tuple[Said, Copy]] = {}

    def noting(draw: Any) -> Any:
        def noted(said: Said, copy: Copy, *rest: Any) -> Any:
            assert isinstance(said, Certificate) or whole(json.loads(json.dumps(plain(said)))) == said
            seen[f"{type(said).__name__} {said.title} {len(repr(said)) // 200}"] = said, copy
            return draw(said, copy, *rest)

        return noted

    with (
        mock.patch.object(papers, "draw", noting(printing.draw)),
        mock.patch.object(papers, "draw_form", noting(printing.draw_form)),
        mock.patch.object(entries, "draw_certificate", noting(printing.draw_certificate)),
        mock.patch.object(printed, "draw_form", noting(printing.draw_form)),
    ):
        yield seen


def faults(said: Said, copy: Copy) -> list[str]:
    """What is wrong with this paper, as it is and with a long name and address, on every medium."""
    found = [f"{said.title}：题目里的词重复"] if re.search(r"(.{3,})\1", said.title) else []
    for words in (said, crowded(said)):
        for medium, pages in drawn(words, copy):
            names = names_on(words)
            for number, page in enumerate(pages, 1):
                found += [f"{words.title}，{medium} 第 {number} 页：{fault}" for fault in page_faults(page, medium, names)]
    return found


def drawn(said: Said, copy: Copy) -> Iterator[tuple[str, tuple[Page, ...]]]:
    """The pages on every medium this paper has."""
    if isinstance(said, Certificate):
        yield "a4", certificate_sheets(said, copy)
    elif isinstance(said, FormSheet):
        yield "form", form_sheets(said, copy)
    else:
        for roll in ROLLS:
            yield roll, (slip(said, copy, roll),)
        for leaf in LEAVES:
            yield leaf, sheets(said, copy, leaf)


def names_on(said: Said) -> list[str]:
    """The names of people a paper shows."""
    if isinstance(said, FormSheet):
        cells = [cell for row in said.rows for cell in row.cells if cell.kind == "name"]
        return [piece for cell in cells for line in cell.lines for piece in line if isinstance(piece, str) and piece]
    told = (*said.facts, *said.foot)
    facts = [fact.value.partition("（")[0] for fact in told if fact.kind == "name" and fact.label != "单位"]
    tables = said.tables if isinstance(said, Receipt) else ()
    listed = [
        row[n] for table in tables for n, title in enumerate(table.columns) if title == "姓名" for row in table.rows
    ]
    return [name for name in (*facts, *listed) if len(name) > 1]


def crowded(said: Said) -> Said:
    """The same with every name and address as long as they may be."""
    longer = dict.fromkeys(names_on(said), LONG_NAME)
    if isinstance(said, FormSheet):
        return _changed(said, longer)
    longer |= {fact.value: LONG_ADDRESS for fact in said.facts if "地址" in fact.label or "地点" in fact.label}
    return _changed(said, longer)


def _changed(value: Any, longer: dict[str, str]) -> Any:
    if isinstance(value, str):
        for short, long in longer.items():
            value = value.replace(short, long) if short else value
        return value
    if isinstance(value, tuple):
        return tuple(_changed(one, longer) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: _changed(getattr(value, f.name), longer) for f in dataclasses.fields(value)}
        return dataclasses.replace(value, **fields)
    return value


def page_faults(page: Page, medium: str, names: list[str]) -> Iterator[str]:
    """Words outside what is printed, words over words or over the code, names too small."""
    side = ROLLS[medium].left if medium in ROLLS else min(leaf.left for leaf in LEAVES.get(medium, LEAVES["a4"]))
    texts = [mark for mark in page.marks if isinstance(mark, Words) and mark.line.size < LARGE and mark.line.text.strip()]
    boxes = [(*_box(mark), mark.line.text) for mark in texts]
    boxes += [(m.x, m.y, m.x + m.side, m.y + m.side, "二维码") for m in page.marks if isinstance(m, Square)]
    for left, top, right, bottom, text in boxes:
        if left < side - NEAR or right > page.width - side + NEAR or top < 2 * MM or bottom > page.height - 2 * MM:
            yield f"“{text}”超出纸边"
    boxes.sort(key=lambda box: box[1])
    for place, (left, top, right, bottom, text) in enumerate(boxes):
        for other_left, other_top, other_right, other_bottom, other in boxes[place + 1 :]:
            if other_top >= bottom - NEAR:
                break
            if other_left < right - NEAR and other_right > left + NEAR and other_bottom > top + NEAR:
                yield f"“{text}”与“{other}”重叠"
    for mark in texts:
        small = [name for name in names if name in mark.line.text and mark.line.size < LEAST]
        yield from (f"姓名“{name}”只有 {mark.line.size:g} 磅" for name in small)


def _box(mark: Words) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the letters of a line."""
    size = mark.line.size
    return mark.x, mark.y - 0.8 * size, mark.x + mark.line.width, mark.y + 0.08 * size
