"""From the words of a receipt, a form or a book to a page: this package knows paper and typefaces, no cards.

`draw(receipt, copy, media)`, `draw_form(form, copy)`, `draw_certificate(certificate, copy)` and `draw_book(words)`
give the PDF; `missing(text)` names the characters no typeface here can print, `cuts(text)` gives a browser the fonts
of some; `places(rows)` sets the cells of a grid. `draw_plate(plate)` gives a picture for what is printed dot by dot,
`plate_page(png, …)` the page of it; `bits_of(pdf, across)` any drawn paper as black and white dots.

What a slip does not need is imported when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from printing.draw import Drawn, draw, draw_book, draw_certificate, draw_form, missing
from printing.marks import PictureError
from printing.papers import Media
from printing.words import Certificate, Copy, Fact, Fee, Item, Listing, Receipt, Table

if TYPE_CHECKING:
    from printing.bookwords import Appendix, Block, BookWords, Chapter, Grid, Pair
    from printing.formwords import (
        FULL,
        CellKind,
        FormCell,
        FormRow,
        FormSheet,
        Gap,
        GridError,
        Piece,
        Tick,
        places,
    )
    from printing.plate import DrawnPlate, Plate, Spot, draw_plate, plate_page
    from printing.raster import bits_of
    from printing.webfont import Cut, cuts

_LATER = {
    "bookwords": {"Appendix", "Block", "BookWords", "Chapter", "Grid", "Pair"},
    "formwords": {"CellKind", "FULL", "FormCell", "FormRow", "FormSheet", "Gap", "GridError", "Piece", "Tick"}
    | {"places"},
    "plate": {"DrawnPlate", "Plate", "Spot", "draw_plate", "plate_page"},
    "raster": {"bits_of"},
    "webfont": {"Cut", "cuts"},
}

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
    "bits_of",
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


def __getattr__(name: str) -> Any:
    for module, names in _LATER.items():
        if name in names:
            return getattr(import_module(f"printing.{module}"), name)
    raise AttributeError(name)
