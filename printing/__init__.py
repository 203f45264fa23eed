"""From the words of a receipt to a page: this package knows paper and typefaces, no cards.

`draw(receipt, copy, media)` gives the PDF; `missing(text)` names the characters no typeface here can print.
"""

from printing.draw import Drawn, Media, draw, missing
from printing.words import Copy, Fact, Fee, Item, Listing, Receipt

__all__ = ["Copy", "Drawn", "Fact", "Fee", "Item", "Listing", "Media", "Receipt", "draw", "missing"]
