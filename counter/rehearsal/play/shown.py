"""What a page or a slip shows, read by its marks."""

import re
from dataclasses import dataclass

from counter.rehearsal.play.page import Element, Filling, Page


@dataclass(frozen=True)
class Said:
    """A refusal as a page shows it."""

    text: str
    article: str = ""

    def __str__(self) -> str:
        return f"{self.text}（{self.article}）" if self.article else self.text


PDF = b"%PDF-"


def is_slip(raw: bytes) -> bool:
    """Whether this is a PDF at all: what can be said without a reader."""
    return raw.startswith(PDF) and raw.rstrip().endswith(b"%%EOF")


def text_of_pdf(raw: bytes) -> str:
    """The text of a slip; needs pypdfium2, which only rehearsals of whole visits use."""
    try:
        import pypdfium2
    except ImportError:
        raise SlipReaderError from None
    document = pypdfium2.PdfDocument(raw)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


class SlipReaderError(Exception):
    """The slips cannot be read here."""

    def __init__(self) -> None:
        super().__init__("这里没有安装 pypdfium2，读不了回执；请安装测试用的库后再演练")


def said_on(page: Page) -> list[Said]:
    """Every refusal on a page; a page without any says its problem."""
    marked = page.root.marked("data-refusal")
    told = page.root.first("data-problem") or page.root.first("data-failed")
    if not marked and told:
        return [Said(told)]
    return [Said(e.first("data-text") or e.text, e.first("data-article")) for e in marked]


def refused_on(root: Element, offer: str) -> list[Said] | None:
    """Why a holder's page says that this cannot be done; None where it does not say so."""
    for group in root.marked("data-refusals"):
        if group.marked("data-refused", offer):
            whys = [e for e in group.walk() if e.attrs.get("class") == "why"]
            return [Said(why.first("data-text"), why.first("data-article")) for why in whys]
    return None


def errors_on(page: Page, filling: Filling) -> dict[str, str]:
    """What a page says beside its blanks, by their labels."""
    return {filling.label_of(e.attrs["data-error"]): e.text for e in page.root.marked("data-error")}


def changes_on(page: Page, mark: str) -> list[tuple[str, str, str]]:
    """The changes a page shows: title, before, after."""
    out = []
    for element in page.root.marked(mark):
        before, _, after = element.text.rpartition("→")
        out.append((element.attrs[mark], before.split()[-1] if before.split() else "", after.strip()))
    return out


def fee_on(page: Page) -> str:
    """The fee on a page, as digits; 无 without one."""
    found = [m for e in page.root.marked("data-fee") for m in re.findall(r"\d+\.\d\d", e.text)]
    return found[0] if found and float(found[0]) else "无"


def promise_on(page: Page) -> str:
    """The promised day on a page; 无 without one."""
    return next((e.attrs["data-promise"] for e in page.root.marked("data-promise")), "") or "无"
