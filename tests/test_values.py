"""Every value of a city file, one by one, and two cities side by side."""

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner

from counter.__main__ import cli
from counter.catalogue import load
from counter.cities import HERE, city_keys, load_city
from counter.commands.columns import columns
from counter.values import Same, compare, leaves
from tests.source import told

CHINESE = re.compile("[\u4e00-\u9fff]")


def of(key: str):
    return leaves(load(load_city(key)))


def cited(value: Any) -> Iterator[str]:
    """Every article of a file, once for each value it stands beside; counted without the code under test."""
    if isinstance(value, dict):
        if "value" in value or "paper" in value or "step" in value:
            yield value.get("article", "")
        elif "blanks" in value:
            yield from (value.get("article", "") for _ in value["blanks"])
        else:
            for inner in value.values():
                yield from cited(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from cited(inner)


@pytest.mark.parametrize("key", city_keys())
def test_no_value_with_an_article_is_left_out(key):
    table = tomllib.loads((HERE / f"{key}.toml").read_text("utf-8"), parse_float=Decimal)
    for operation in table["operations"].values():
        if "asks" in operation:
            operation["asks"] = [{"value": one, **operation["asks"]} for one in operation["asks"]["value"]]
    found = [leaf.article for leaf in of(key)]
    lacking = list(cited(table))
    for article in found:
        if article in lacking:
            lacking.remove(article)
    assert not lacking
    assert len({leaf.path for leaf in of(key)}) == len(found), "two values share a place"


@pytest.mark.parametrize("key", city_keys())
def test_every_value_is_called_by_a_chinese_name(key):
    """A new key of a city file needs its word in counter/values/words.py or in its plugin's rules."""
    own = {one.title for one in load_city(key).systems.values()}
    told([
        ".".join(leaf.path)
        for leaf in of(key)
        if not all(CHINESE.search(part) or part in own for part in leaf.title.split("·"))
    ])


def test_two_cities_are_compared_value_by_value_with_their_articles():
    pairs = {pair.leaf.path: pair for pair in compare(of("shangluo"), of("xinxiang"))}
    days = pairs["loss", "temporary_days"]
    assert (days.same, days.left.value, days.right.value) == (Same.DIFFERS, "7", "0")
    assert (days.left.article, days.left.assumed, days.right.assumed) == ("规范 第十五条", False, True)
    assert pairs["operations", "fees.notice", "windows"].same is Same.RIGHT
    assert pairs["promises", "replace", "days"].same is Same.LEFT
    assert pairs["tariff", "replace.card", "yuan"].same is Same.SAME
    assert pairs["tariff", "replace.card", "yuan"].left.value == "20.00 元"


def test_when_a_paper_is_asked_and_what_is_refused_are_said_in_words():
    said = {leaf.path: leaf.value for leaf in of("shangluo")}
    assert said["operations", "cancel.social", "materials", "与持卡人的亲属关系证明"] == "注销原因为死亡或失踪的，收"
    assert said["operations", "cancel.social", "materials", "委托书"] == "代办时，注销原因为参保关系转出省外的，收"
    assert said["blacklist", "refused"] == "临时卡办理"


def test_a_city_beside_itself_differs_in_nothing_and_keeps_its_order():
    mine = of("shishi")
    pairs = compare(mine, mine)
    assert [pair.leaf for pair in pairs] == list(mine)
    assert {pair.same for pair in pairs} == {Same.SAME}


def test_what_only_the_second_city_has_stands_where_it_has_it():
    pairs = compare(of("xinxiang"), of("shangluo"))
    assert len({pair.leaf.path for pair in pairs}) == len(pairs)
    for section in {pair.leaf.path[:2] for pair in pairs if pair.leaf.path[0] == "operations"}:
        places = [n for n, pair in enumerate(pairs) if pair.leaf.path[:2] == section]
        assert places == list(range(places[0], places[-1] + 1)), f"{section} is torn apart"


def test_the_command_puts_them_side_by_side(tmp_path):
    shown = CliRunner().invoke(cli, ["cities", "--diff", "shangluo", "xinxiang", "--only"]).stdout
    assert re.search(r"≠  临时挂失期限（天，0 为不自动解  7 〔规范 第十五条〕 +0 〔流程 3. 挂失解挂注销 · 假定〕", shown)
    assert re.search(r"共 \d+ 个值：相同 \d+，不同 \d+，只有前者 \d+，只有后者 \d+", shown)
    assert not [line for line in shown.splitlines()[:-1] if line.startswith("＝")]
    begins = {columns(line[: match.start()]) for line in shown.splitlines() if (match := re.search("—$", line))}
    assert len(begins) == 1, "what the second city lacks stands in one column"
    own = tmp_path / "own.toml"
    changed = (HERE / "shangluo.toml").read_text("utf-8").replace('value = 7, article = "规范 第十五条"', 'value = 8, article = "规范 第十五条"')
    own.write_text(changed, "utf-8")
    (tmp_path / "forms").symlink_to(HERE / "forms")
    told_us = CliRunner().invoke(cli, ["cities", "--diff", "shangluo", str(own), "--only"]).stdout
    assert "8 〔规范 第十五条〕" in told_us


def test_the_command_lists_the_cities():
    shown = CliRunner().invoke(cli, ["cities"]).stdout.splitlines()
    assert [line.split("　")[0] for line in shown] == city_keys()
    assert all(re.search(r"\d+ 个值，其中假定 \d+ 个", line) for line in shown)
