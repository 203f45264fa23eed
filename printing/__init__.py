"""From the words of a receipt, a form or a book to a page: this package knows paper and typefaces, no cards.

`draw(receipt, copy, media)`, `draw_form(form, copy)`, `draw_certificate(certificate, copy)` and `draw_book(words)`
give the PDF; `missing(text)` names the characters no typeface here can print, `cuts(text)` gives a browser the fonts
of some; `places(rows)` sets the cells of a grid. `draw_plate(plate)` gives a picture for what is printed dot by dot,
`plate_page(png, …)` the page of it.
"""

from printing.bookwords import Appendix, Block, BookWords, Chapter, Grid, Pair
from printing.draw import Drawn, draw, draw_book, draw_certificate, draw_form, missing
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
from printing.papers import Media
from printing.plate import DrawnPlate, Plate, Spot, draw_plate, plate_page
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
    "DrawnPlate",
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
    "Plate",
    "Receipt",
    "Spot",
    "Table",
    "Tick",
    "cuts",
    "draw",
    "draw_book",
    "draw_certificate",
    "draw_form",
    "draw_plate",
    "missing",
    "places",
    "plate_page",
]
