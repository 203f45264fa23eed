"""counter rulebook: each article of a city's documents beside what the program does with it, to be signed."""

from counter.catalogue import load
from counter.cities import load_city
from counter.rulebook import book_of, printed


def rulebook(city: str) -> tuple[bytes, str]:
    """The PDF, and in one line how much of the documents it covers."""
    book = book_of(load(load_city(city)))
    counts = "，".join(f"{word} {number}" for word, number in book.counts.items())
    told = f"{book.city}：{counts}；{book.values} 个值，假定 {book.assumptions} 个；来访 {len(book.visits)} 次"
    return printed(book).pdf, told
