"""Two cities side by side, value by value."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from counter.values.leaf import Leaf


class Same(Enum):
    """How one value stands in two cities."""

    SAME = "相同"
    DIFFERS = "不同"
    LEFT = "只有前者"
    RIGHT = "只有后者"


@dataclass(frozen=True)
class Pair:
    """One value in both cities, or in one."""

    left: Leaf | None
    right: Leaf | None

    @property
    def leaf(self) -> Leaf:
        """Whichever there is, the left one first."""
        one = self.left or self.right
        assert one is not None, "a pair has a side"
        return one

    @property
    def same(self) -> Same:
        """Whether the values are the same; their articles are two documents' and never are."""
        if self.right is None:
            return Same.LEFT
        if self.left is None:
            return Same.RIGHT
        return Same.SAME if self.left.value == self.right.value else Same.DIFFERS

    @property
    def operation(self) -> str:
        """The operation it belongs to, if it belongs to one."""
        path = self.leaf.path
        return path[1] if path[0] in ("operations", "messages") else ""


def compare(left: Sequence[Leaf], right: Sequence[Leaf]) -> tuple[Pair, ...]:
    """Every value of both, in the order of the first; what only the second has stands where it has it."""
    mine, theirs = {leaf.path: leaf for leaf in left}, {leaf.path: leaf for leaf in right}
    order = list(mine)
    before: dict[tuple[str, ...], int] = {path: n for n, path in enumerate(order)}
    extra: dict[int, list[tuple[str, ...]]] = {}
    last = -1
    for path in theirs:
        if path in before:
            last = before[path]
        else:
            extra.setdefault(_behind(path, order, last), []).append(path)
    merged = list(extra.get(-1, ()))
    for n, path in enumerate(order):
        merged += [path, *extra.get(n, ())]
    return tuple(Pair(mine.get(path), theirs.get(path)) for path in merged)


def _behind(path: tuple[str, ...], order: Sequence[tuple[str, ...]], last: int) -> int:
    """Behind which place of the first city's order this belongs: in its own table, else behind the last common one."""
    for depth in range(len(path) - 1, 0, -1):
        own = [n for n, other in enumerate(order) if other[:depth] == path[:depth]]
        if own:
            return last if last in own else own[-1]
    return last
