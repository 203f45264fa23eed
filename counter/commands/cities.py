"""counter cities: which cities there are, and two of them side by side, value by value."""

import shutil
from collections.abc import Iterator

from counter.catalogue import Catalogue, load
from counter.cities import city_keys, load_city
from counter.values import Leaf, Pair, Same, compare, leaves

from .columns import beside

MARKS = {Same.SAME: "＝", Same.DIFFERS: "≠", Same.LEFT: "＜", Same.RIGHT: "＞"}
MARK, NAME, BETWEEN, LEAST, WIDE = 2, 30, 2, 24, 150


def listed() -> Iterator[str]:
    """One line a city: its name in commands, its own name, its documents, how many values and how many assumed."""
    for key in city_keys():
        catalogue = load(load_city(key))
        found = leaves(catalogue)
        assumed = sum(leaf.assumed for leaf in found)
        documents = "、".join(f"《{one.title}》" for one in catalogue.city.documents.values())
        yield f"{key}　{catalogue.city.facts.name}　{len(found)} 个值，其中假定 {assumed} 个　{documents}"


def side_by_side(left: str, right: str, *, only: bool = False) -> Iterator[str]:
    """Two cities, in the order of the first: a line or more for each value; ``only`` what is not the same."""
    one, other = load(load_city(left)), load(load_city(right))
    pairs = compare(leaves(one), leaves(other))
    width = min(shutil.get_terminal_size((WIDE, 0)).columns, WIDE)
    cell = max((width - MARK - NAME - 3 * BETWEEN) // 2, LEAST)
    widths = (MARK, NAME, cell, cell)
    yield from beside(("", "", _city(one), _city(other)), widths)
    section = ""
    for pair in pairs:
        if only and pair.same is Same.SAME:
            continue
        if pair.leaf.section != section:
            section = pair.leaf.section
            yield f"\n【{section}】"
        yield from beside((MARKS[pair.same], pair.leaf.title, said(pair.left), said(pair.right)), widths)
    yield "\n" + counted(pairs)


def _city(catalogue: Catalogue) -> str:
    return f"{catalogue.city.facts.name}（城市文件 {catalogue.city.fingerprint[:12]}）"


def said(leaf: Leaf | None) -> str:
    """A value with its article behind it."""
    if leaf is None:
        return "—"
    source = " · ".join([*([leaf.article] if leaf.article else []), *(["假定"] if leaf.assumed else [])])
    return f"{leaf.value} 〔{source}〕" if source else leaf.value


def counted(pairs: tuple[Pair, ...]) -> str:
    """How many values are the same, differ, or stand in one city only."""
    found = [f"{same.value} {sum(pair.same is same for pair in pairs)}" for same in Same]
    return f"共 {len(pairs)} 个值：{'，'.join(found)}。＝ 相同　≠ 不同　＜ 只有前者　＞ 只有后者"
