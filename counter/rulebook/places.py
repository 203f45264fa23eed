"""Which clause of which document an article points to."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from counter.cities import DOCUMENTS
from counter.core.city import City
from counter.law import Clause, clauses, lines_of, starts

QUOTATION = "“”‘’" + chr(34)
Place = tuple[str, int]
"""A document's short name and the first line of a clause."""


@dataclass(frozen=True)
class Places:
    """The documents of one city, cut into clauses."""

    city: City

    @cached_property
    def lines(self) -> Mapping[str, tuple[str, ...]]:
        """The lines of each document."""
        return {key: lines_of(document.file) for key, document in self.city.documents.items()}

    @cached_property
    def clauses(self) -> Mapping[str, tuple[Clause, ...]]:
        """The clauses of each document."""
        return {key: clauses(lines) for key, lines in self.lines.items()}

    def digest(self, key: str) -> str:
        """The fingerprint of a document's file."""
        return hashlib.sha256((DOCUMENTS / self.city.documents[key].file).read_bytes()).hexdigest()

    def of(self, article: str) -> Place | None:
        """The clause an article's words stand in; None where it names no document of this city."""
        key, _, locator = article.partition(" ")
        return self.at(key, locator.strip())

    def at(self, key: str, words: str) -> Place | None:
        """The clause of this document that holds these words."""
        number = starts(self.lines[key], words) if key in self.lines and words else None
        if number is None:
            return None
        return key, next(one.first for one in self.clauses[key] if one.holds(number))

    def holding(self, key: str, quote: str) -> Place | None:
        """The clause that holds a quotation, whatever blanks and quotation marks stand between its characters."""
        wanted = _plain(quote)
        found = (one for one in self.clauses[key] if wanted and wanted in _plain("".join(one.lines)))
        return next(((key, one.first) for one in found), None)


def _plain(text: str) -> str:
    return "".join(char for char in text if not char.isspace() and char not in QUOTATION)
