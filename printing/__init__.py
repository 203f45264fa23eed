"""From the words of a receipt, a form or a book to a page: this package knows paper and typefaces, no cards.

`draw(receipt, copy, media)`, `draw_form(form, copy)`, `draw_certificate(certificate, copy)` and `draw_book(words)`
give the PDF; `missing(text)` names the characters no typeface here can print, `cuts(text)` gives a browser the fonts
of some; `places(rows)` sets the cells of a grid.
"""

from printing.bookwords import Appendix, Block, BookWords, Chapter, Grid, Pair
from printing.draw import Drawn, Media, draw, draw_book, draw_certificate, draw_form, missing
from printing.formwords import (
    FULL,
    CellKind,
    FormCell,
    FormRow,
    FormSheet,
    Gap,
    GridError,
    PictureError,
    Piece,
    Tick,
    places,
)
from printing.webfont import Cut, cuts
from printing.words import Certificate, Copy, Fact, Fee, Item, Listing, Receipt, Table

__all__ = [
    "FULL",
    "Appendix",
    "Block",
    "BookWords",
    "CellKind",
    "Certificate",
    "Chapter",
    "Copy",
    "Cut",
    "Drawn",
    "Fact",
    "Fee",
    "FormCell",
    "FormRow",
    "FormSheet",
    "Gap",
    "Grid",
    "GridError",
    "Item",
    "Listing",
    "Media",
    "Pair",
    "PictureError",
    "Piece",
    "Receipt",
    "Table",
    "Tick",
    "cuts",
    "draw",
    "draw_book",
    "draw_certificate",
    "draw_form",
    "missing",
    "places",
]
