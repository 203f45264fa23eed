"""The diagram holds every state and every way, says whose word each is, and nothing lies on anything else."""

import xml.etree.ElementTree as ET
from itertools import combinations

import pytest
from click.testing import CliRunner

from counter.__main__ import cli
from counter.catalogue import load
from counter.cities import city_keys, load_city
from counter.core.case import Reads, condition
from counter.core.ruled import Refusal
from counter.core.states import ABSENT, CardState, FinancialState, Kind
from counter.diagram import Cause, drawn, life_of
from counter.diagram.layers import Boxes, lay
from counter.diagram.panel import panel_of, width_of
from counter.sentences import sentences
from tests.source import told

SVG = "{http://www.w3.org/2000/svg}"
SHEET = 1587.4


@pytest.fixture(scope="module", params=city_keys())
def catalogue(request):
    return load(load_city(request.param))


def texts(picture: str) -> list[ET.Element]:
    return list(ET.fromstring(picture).iter(f"{SVG}text"))


def test_every_operation_every_state_and_every_article_is_drawn(catalogue):
    life = life_of(catalogue)
    said = "".join(text.text for text in texts(drawn(life)))
    for key, guide in catalogue.city.operations.items():
        assert guide.title in said, key
        assert guide.article in said, key
        for window in catalogue.city.windows:
            for move in catalogue.part(key, window).moves:
                assert any(
                    arrow.kind is move.role.kind and set(arrow.before) == move.before and arrow.after is move.after
                    for arrow in life.row_of(key).arrows
                ), (key, move)
                assert all(state.value in said for state in (*move.before, move.after))


def test_what_ends_by_itself_and_what_the_province_says_is_drawn(catalogue):
    life = life_of(catalogue)
    ends = {(one.before, one.after) for one in life.unasked if one.cause is Cause.TIME}
    assert ((CardState.TEMPORARILY_LOST,), CardState.NORMAL) in ends
    told_us = {(one.kind, one.after) for one in life.unasked if one.cause is Cause.PROVINCE}
    assert (Kind.CARD, ABSENT) in told_us, "the province withdraws an order"
    reached = {one.after for one in life.arrows if one.cause is Cause.OPERATION}
    assert ((Kind.FINANCIAL, FinancialState.LOST) in told_us) is (FinancialState.LOST not in reached)


def test_a_reversal_leads_back_to_where_the_other_began():
    life = life_of(load(load_city("xinxiang")))
    back = {(one.before, one.after) for one in life.row_of("issue.undo").arrows if one.cause is Cause.BACK}
    assert ((CardState.HANDED,), CardState.MADE) in back


def test_the_same_city_gives_the_same_bytes_and_no_style_a_strict_policy_forbids(catalogue):
    one, again = drawn(life_of(catalogue)), drawn(life_of(load(catalogue.city)))
    assert one == again
    for element in ET.fromstring(one).iter():
        assert element.tag.removeprefix(SVG) not in {"style", "script", "foreignObject", "image", "a"}
        assert not {name for name in element.attrib if name == "style" or name.startswith("on") or "href" in name}


def areas(picture: str) -> list[tuple[str, float, float, float, float]]:
    """Each text's area: the word, left, top, right, bottom."""
    out = []
    for text in texts(picture):
        size, x, y = (float(text.get(name)) for name in ("font-size", "x", "y"))
        wide = width_of(text.text, size)
        left = x - wide * {"middle": 0.5, "end": 1.0}.get(text.get("text-anchor"), 0.0)
        out.append((text.text, left, y - size * 0.8, left + wide, y + size * 0.1))
    return out


def apart(one, other) -> bool:
    return one[3] <= other[1] or other[3] <= one[1] or one[4] <= other[2] or other[4] <= one[2]


def test_no_label_lies_on_another_or_beyond_the_sheet(catalogue):
    found = areas(drawn(life_of(catalogue)))
    assert len(found) > 200
    told([f"{one[0]} / {other[0]}" for one, other in combinations(found, 2) if not apart(one, other)])
    told([one[0] for one in found if one[1] < 0 or one[3] > 1122.5 or one[2] // SHEET != one[4] // SHEET])


def test_no_line_runs_through_a_box_that_is_not_its_own(catalogue):
    life = life_of(catalogue)
    for kind in life.kinds:
        panel = panel_of(life, kind)
        boxes = {
            name: (name, panel.placed.middle[name] - box.size[0] / 2, panel.placed.top[name],
                   panel.placed.middle[name] + box.size[0] / 2, panel.placed.top[name] + box.size[1])
            for name, box in panel.boxes.items()
        }  # fmt: skip
        told([f"{kind} {a} {b}" for (a, one), (b, other) in combinations(boxes.items(), 2) if not apart(one, other)])
        wrong = []
        for line, points in panel.placed.routes.items():
            for (x, y), (x2, y2) in zip(points[::2], points[1::2], strict=True):
                way = ("", min(x, x2), min(y, y2), max(x, x2), max(y, y2))
                wrong += [f"{kind} {line} {name}" for name, box in boxes.items() if name not in line and not apart(way, box)]
        told(wrong)


def test_a_line_across_rows_has_a_place_of_its_own():
    boxes = Boxes({"a": (40, 20), "b": (40, 20), "c": (40, 20)}, {"a": 0, "b": 1, "c": 2}, [("a", "b"), ("b", "c"), ("a", "c")])
    placed = lay(boxes, 20)
    passing = [x for x, y in placed.routes["a", "c"] if 40 <= y <= 60]
    assert passing
    assert all(abs(x - placed.middle["b"]) > 20 for x in passing)


@condition(Reads.FORM)
def _speaks(case):
    text = "甲" if case.now else "乙"
    if case.city:
        return Refusal(f"{text}还有 {case.op_id} 个", "")
    return _other(case)


def _other(case):
    return Refusal("别处说的" + "一句", case.city)


def test_what_a_condition_can_say_is_read_from_itself():
    assert sentences(_speaks) == ("甲还有 … 个", "乙还有 … 个", "别处说的一句")


def test_every_condition_has_a_sentence(catalogue):
    told([f"{row.id} {name}" for row in life_of(catalogue).rows for name, said in row.conditions if not said])


def test_the_command_writes_the_file_or_says_why_not(tmp_path):
    runner = CliRunner()
    out = tmp_path / "life.svg"
    assert runner.invoke(cli, ["diagram", "shishi", str(out)]).exit_code == 0
    shown = runner.invoke(cli, ["diagram", "shishi"])
    assert out.read_bytes() == shown.stdout_bytes
    assert "石狮市社保卡柜台状态图" in shown.stdout
