"""From the words of a receipt or a form to a page: this package knows paper and typefaces, no cards.

`draw(receipt, copy, media)`, `draw_form(form, copy)` and `draw_certificate(certificate, copy)` give the PDF;
`missing(text)` names the characters no typeface here can print; `places(rows)` sets the cells of a form's grid.
"""

from printing.draw import Drawn, Media, draw, draw_certificate, draw_form, missing
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
from printing.words import Certificate, Copy, Fact, Fee, Item, Listing, Receipt, Table

__all__ = [
    "FULL",
    "CellKind",
    "Certificate",
    "Copy",
    "Drawn",
    "Fact",
    "Fee",
    "FormCell",
    "FormRow",
    "FormSheet",
    "Gap",
    "GridError",
    "Item",
    "Listing",
    "Media",
    "PictureError",
    "Piece",
    "Receipt",
    "Table",
    "Tick",
    "draw",
    "draw_certificate",
    "draw_form",
    "missing",
    "places",
]
