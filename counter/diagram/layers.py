"""A layered layout: boxes in rows, each line through its own free place, nothing on top of anything else.

The rows are given; the order in each row is chosen so that few lines cross (barycentres), the places so that
lines are straight (least squares with the needed distances). Everything is a function of the input.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

SWEEPS, SETTLES = 24, 60
BETWEEN = 14.0
SLIM = 10.0
STRAIGHT = 12.0
SPREAD = 0.8

Line = tuple[str, str]


@dataclass(frozen=True)
class Placed:
    """Where each box stands (its middle and top), the rows' tops and heights, and the way of each line."""

    middle: Mapping[str, float]
    top: Mapping[str, float]
    routes: Mapping[Line, tuple[tuple[float, float], ...]]
    width: float
    height: float


@dataclass(frozen=True)
class Boxes:
    """What is to be laid out: the size of each box, its row, and the lines from one to another."""

    sizes: Mapping[str, tuple[float, float]]
    rows: Mapping[str, int]
    lines: Sequence[Line]


def lay(boxes: Boxes, gap: float) -> Placed:
    """Place everything; ``gap`` is the room between two rows."""
    order, chains = _with_bends(boxes)
    links = [pair for chain in chains.values() for pair in pairwise(chain)]
    order = _fewest_crossings(order, links)
    widths = {name: boxes.sizes[name][0] if name in boxes.sizes else SLIM for row in order for name in row}
    middle = _settle(order, links, widths)
    left = min(middle[name] - widths[name] / 2 for name in middle)
    middle = {name: x - left for name, x in middle.items()}
    heights = [max((boxes.sizes[n][1] for n in row if n in boxes.sizes), default=SLIM) for row in order]
    tops, y = [], 0.0
    for height in heights:
        tops.append(y)
        y += height + gap
    rank = {name: n for n, row in enumerate(order) for name in row}
    bands = {name: (tops[n], tops[n] + heights[n]) for name, n in rank.items()}
    top = {n: tops[rank[n]] + (heights[rank[n]] - boxes.sizes[n][1]) / 2 for n in boxes.sizes}
    edges = {name: (y, y + boxes.sizes[name][1]) for name, y in top.items()}
    ends = _ends(chains, rank, middle, widths)
    routes = {line: _route(chain, bands, edges, {**middle, **ends[line]}) for line, chain in chains.items()}
    width = max(middle[name] + widths[name] / 2 for name in middle)
    return Placed({n: middle[n] for n in boxes.sizes}, top, routes, width, tops[-1] + heights[-1])


def _with_bends(boxes: Boxes) -> tuple[list[list[str]], dict[Line, tuple[str, ...]]]:
    """The rows with a slim place for every line that passes through, and each line as the chain of its places."""
    used = sorted(set(boxes.rows.values()))
    rank = {name: used.index(row) for name, row in boxes.rows.items()}
    order: list[list[str]] = [[] for _ in used]
    for name in boxes.sizes:
        order[rank[name]].append(name)
    chains: dict[Line, tuple[str, ...]] = {}
    for number, (one, other) in enumerate(boxes.lines):
        step = 1 if rank[other] > rank[one] else -1
        bends = [f"·{number}·{row}" for row in range(rank[one] + step, rank[other], step)]
        for bend in bends:
            order[int(bend.rpartition("·")[2])].append(bend)
        chains[one, other] = (one, *bends, other)
    return order, chains


def _near(order: Sequence[Sequence[str]], links: Sequence[Line]) -> dict[str, tuple[list[str], list[str]]]:
    """What each box is joined to in the row above and in the row below."""
    rank = {name: n for n, row in enumerate(order) for name in row}
    near: dict[str, tuple[list[str], list[str]]] = {name: ([], []) for name in rank}
    for one, other in links:
        near[one][int(rank[other] > rank[one])].append(other)
        near[other][int(rank[one] > rank[other])].append(one)
    return near


def _fewest_crossings(order: list[list[str]], links: Sequence[Line]) -> list[list[str]]:
    near = _near(order, links)
    best, fewest = order, _crossings(order, near)
    for sweep in range(SWEEPS):
        side = sweep % 2
        order = [list(row) for row in order]
        rows = range(1, len(order)) if side == 0 else range(len(order) - 2, -1, -1)
        for n in rows:
            place = {name: i for i, name in enumerate(order[n - 1 if side == 0 else n + 1])}
            here = {name: float(i) for i, name in enumerate(order[n])}
            for name in order[n]:
                joined = [place[other] for other in near[name][side]]
                here[name] = sum(joined) / len(joined) if joined else here[name]
            order[n].sort(key=here.__getitem__)
        crossed = _crossings(order, near)
        if crossed < fewest:
            best, fewest = order, crossed
    return best


def _crossings(order: Sequence[Sequence[str]], near: Mapping[str, tuple[list[str], list[str]]]) -> int:
    count = 0
    for row, below in pairwise(order):
        place = {name: i for i, name in enumerate(below)}
        ends = [place[other] for name in row for other in sorted(near[name][1], key=place.__getitem__)]
        count += sum(later < end for i, end in enumerate(ends) for later in ends[i + 1 :])
    return count


def _settle(order: Sequence[Sequence[str]], links: Sequence[Line], widths: Mapping[str, float]) -> dict[str, float]:
    """Places in each row that keep the distances and follow the rows beside it."""
    near = _near(order, links)
    middle: dict[str, float] = {}
    for row in order:
        x = 0.0
        for name in row:
            middle[name] = x + widths[name] / 2
            x += widths[name] + BETWEEN
    for turn in range(SETTLES):
        rows = list(order) if turn % 2 == 0 else list(reversed(order))
        for row in rows:
            wished, weight = [], []
            for name in row:
                joined = [*near[name][0], *near[name][1]]
                heavy = [STRAIGHT if "·" in other and "·" in name else 1.0 for other in joined]
                places = sum(middle[other] * w for other, w in zip(joined, heavy, strict=True))
                wished.append(places / sum(heavy) if joined else middle[name])
                weight.append(sum(heavy) if joined else 0.1)
            gaps = [(widths[a] + widths[b]) / 2 + BETWEEN for a, b in pairwise(row)]
            middle.update(zip(row, _apart(wished, weight, gaps), strict=True))
    return middle


def _apart(wished: Sequence[float], weight: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """The places nearest to those wished that keep the gaps (least squares, by pooling neighbours)."""
    offset = [0.0]
    for gap in gaps:
        offset.append(offset[-1] + gap)
    pools: list[list[float]] = []
    for wish, heavy, shift in zip(wished, weight, offset, strict=True):
        pools.append([(wish - shift) * heavy, heavy, 1])
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] >= pools[-1][0] / pools[-1][1]:
            last = pools.pop()
            pools[-1] = [a + b for a, b in zip(pools[-1], last, strict=True)]
    flat = [total / heavy for total, heavy, count in pools for _ in range(int(count))]
    return [place + shift for place, shift in zip(flat, offset, strict=True)]


def _ends(
    chains: Mapping[Line, tuple[str, ...]],
    rank: Mapping[str, int],
    middle: Mapping[str, float],
    widths: Mapping[str, float],
) -> dict[Line, dict[str, float]]:
    """Where along its box each line begins and ends: side by side, in the order of where they go."""
    sides: dict[tuple[str, bool], list[tuple[float, Line]]] = {}
    for line, chain in chains.items():
        for name, beside in ((chain[0], chain[1]), (chain[-1], chain[-2])):
            sides.setdefault((name, rank[beside] > rank[name]), []).append((middle[beside], line))
    out: dict[Line, dict[str, float]] = {line: {} for line in chains}
    for (name, _), touching in sides.items():
        room = widths[name] * SPREAD
        for n, (_, line) in enumerate(sorted(touching), 1):
            out[line][name] = middle[name] - room / 2 + room * n / (len(touching) + 1)
    return out


def _route(
    chain: Sequence[str], bands: Mapping[str, tuple[float, float]], edges: Mapping[str, tuple[float, float]],
    middle: Mapping[str, float],
) -> tuple[tuple[float, float], ...]:  # fmt: skip
    """The points of one line in pairs: through a row straight, from row to row in a curve."""
    down = bands[chain[-1]][0] > bands[chain[0]][0]
    out: list[tuple[float, float]] = []
    for n, name in enumerate(chain):
        x, (above, under) = middle[name], bands[name]
        near, far = (above, under) if down else (under, above)
        upper, lower = edges.get(name, (above, under))
        if n == 0:
            near = lower if down else upper
        if n == len(chain) - 1:
            far = upper if down else lower
        out += [(x, near), (x, far)]
    return tuple(out)
