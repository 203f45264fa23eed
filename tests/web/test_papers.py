"""What paper a document comes out on: the city says, and the address may ask for another."""

import io

import pypdf
import pytest

from counter.cities import CityError, read_city
from tests.clerk import Clerk
from tests.own_city import own_counter, text_of
from tests.sync.both_sides import number, seats

SLIP, SHEET = 'slip = { value = "roll80"', 'sheet = { value = "a4"'


def size(clerk, path) -> tuple[int, int]:
    """Width and height of the first page in mm."""
    answer = clerk.client.get(path)
    assert answer.mimetype == "application/pdf", path
    box = pypdf.PdfReader(io.BytesIO(answer.get_data())).pages[0].mediabox
    return round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)


def lost(clerk, world) -> str:
    """A loss is done; the path of its slip."""
    pid = clerk.open(number(world, "lost"))
    done = clerk.do(pid, "loss.temporary", {"cause": "遗失", "lost_on": "2026-11-19"})
    return done.response.request.path + "/0/slip.pdf"


def test_a_slip_comes_out_on_the_roll_and_the_sheet_that_the_city_names(open_world, tmp_path, staff):
    world, _ = open_world("shangluo")
    text = text_of("shangluo")
    assert SLIP in text
    assert SHEET in text
    text = text.replace(SLIP, SLIP.replace("80", "58")).replace(SHEET, SHEET.replace("a4", "a5"))
    clerk = Clerk(own_counter(world, tmp_path / "own", staff, text, None), "bank_outlet")
    path = lost(clerk, world)
    assert size(clerk, path)[0] == 58
    assert size(clerk, f"{path}?media=sheet") == (148, 210)
    assert size(clerk, f"{path}?media=form241") == (241, 140)
    assert size(clerk, f"{path}?media=nonsense")[0] == 58
    assert "打印 A5 回执</button>" in clerk.get(path.rpartition("/0/")[0]).html


def test_where_nothing_is_said_slips_are_80_mm_and_sheets_a4(open_world, tmp_path, staff):
    world, _ = open_world("shangluo", seats("shangluo"))
    text = "\n".join(row for row in text_of("shangluo").splitlines() if not row.startswith((SLIP, SHEET, "[papers]")))
    clerk = Clerk(own_counter(world, tmp_path / "own", staff, text, None), "bank_outlet")
    path = lost(clerk, world)
    assert size(clerk, path)[0] == 80
    assert size(clerk, f"{path}?media=sheet") == (210, 297)


def test_a_paper_nobody_knows_is_told_when_the_file_is_read():
    text = text_of("shangluo").replace(SLIP, SLIP.replace("roll80", "roll72"))
    with pytest.raises(CityError, match=r"papers\.slip"):
        read_city("own", text.encode(), "own.toml")
