"""Every value of a city file, one by one, in the file's order: what it is called, what it is, and on whose word."""

from counter.values.compare import Pair, Same, compare
from counter.values.leaf import Leaf, leaves

__all__ = ["Leaf", "Pair", "Same", "compare", "leaves"]
