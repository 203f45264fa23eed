"""Draw a receipt or a form: the same words and copy give the same bytes."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from printing.fonts import BOLD, plain
from printing.marks import MM, Page
from printing.papers import ROLLS, Media
from printing.words import Certificate, Copy, Receipt

if TYPE_CHECKING:
    from printing.bookwords import BookWords
    from printing.formwords import FormSheet


@dataclass(frozen=True)
class Drawn:
    """A PDF with its paper size and the characters that had to be printed as 〓."""

    pdf: bytes
    width_mm: float
    height_mm: float
    media: Media
    missing: tuple[str, ...]

    @cached_property
    def sha256(self) -> str:
        """The fingerprint of the PDF."""
        import hashlib

        return hashlib.sha256(self.pdf).hexdigest()


def draw(receipt: Receipt, copy: Copy, media: Media) -> Drawn:
    """The receipt on a roll, exactly as long as its words, or on sheets."""
    # What sets and writes a paper waits for the first one.
    if media in ROLLS:
        from printing import slip

        pages: tuple[Page, ...] = (slip.slip(receipt, copy, media),)
    else:
        from printing import sheet

        pages = sheet.sheets(receipt, copy, media)
    return _drawn(pages, media, f"{receipt.title} {receipt.number}", receipt.office)


def draw_certificate(certificate: Certificate, copy: Copy) -> Drawn:
    """A certificate on A4."""
    from printing import certificate as paper

    title = f"{certificate.title} {certificate.number}"
    return _drawn(paper.certificate_sheets(certificate, copy), "a4", title, certificate.office)


def draw_form(form: "FormSheet", copy: Copy) -> Drawn:
    """An application form on A4; of an accepted one the copy has the time and clerk of its entry."""
    from printing import formsheet

    return _drawn(formsheet.form_sheets(form, copy), "a4", f"{form.title} {form.number}".strip(), form.office)


def draw_book(words: "BookWords") -> Drawn:
    """A book on A4."""
    from printing import book

    return _drawn(book.book_pages(words), "a4", words.title, words.office)


def _drawn(pages: tuple[Page, ...], media: Media, title: str, author: str) -> Drawn:
    from printing import paint

    pdf = paint.paint(pages, title=title, author=author)
    return Drawn(
        pdf=pdf,
        width_mm=round(pages[0].width / MM, 2),
        height_mm=round(pages[0].height / MM, 2),
        media=media,
        missing=paint.missing(pages),
    )


def missing(text: str) -> tuple[str, ...]:
    """The characters of a text that no typeface here can print, each once; ask before accepting a name."""
    return BOLD.missing("".join(plain(line) for line in text.splitlines()))
