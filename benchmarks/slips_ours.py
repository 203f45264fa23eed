"""Our slip, as the counter draws it: the words set, the code made, the PDF written."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from slips_words import COPY, receipt

from printing import draw


class Engine:
    """The package printing."""

    def __init__(self, *_):
        """Nothing to make ready: the package knows its fonts."""

    def ready(self, slip):
        return receipt(slip["n"])

    def draw(self, words):
        return draw(words, COPY, "roll80").pdf
