"""规则书: each article of a city's documents beside what the program does with it, for an official's signature."""

from counter.rulebook.book import Beside, Book, Part, Remark, book_of
from counter.rulebook.sheets import blocks_of, printed, text_of
from counter.rulebook.visits import Proof, proofs

__all__ = ["Beside", "Book", "Part", "Proof", "Remark", "blocks_of", "book_of", "printed", "proofs", "text_of"]
