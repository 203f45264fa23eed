"""counter diagram: the whole state diagram of a city as SVG."""

from counter.catalogue import load
from counter.cities import load_city
from counter.diagram import drawn, life_of


def diagram(city: str) -> str:
    """The picture of this city."""
    return drawn(life_of(load(load_city(city))))
