"""The branch's whole state diagram of one city, from what the plugins declare and the city file says."""

from counter.diagram.life import Arrow, Cause, Life, Row, life_of
from counter.diagram.sheets import drawn

__all__ = ["Arrow", "Cause", "Life", "Row", "drawn", "life_of"]
