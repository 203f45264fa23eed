"""What arrives at real peers: the code is read, the words are, and rare names are known by their shape."""

import io

import pypdf
import pytest
import zxingcpp

from counter.core.dates import BEIJING
from counter.printers.drawn import paper_of
from counter.printers.plain import plain
from counter.store.worded import Worded
from printing import Fact, Item, Listing, Receipt
from printing.fonts import GETA
from tests.conftest import NOW
from tests.devices.card_printer import EvePrinter
from tests.devices.paper import BLOCKED, DONE, job_of, place, press_at, until
from tests.devices.seen import page_of, read_by_shape, slip_of
from tests.devices.slip_printer import SlipPrinter
from tests.printing.samples import letters
from tests.store.conftest import open_road, road  # noqa: F401

NAME, OTHER = "孙䶮𬱖𣲘", "杨㛃𬭚𰻞"
RARE = f"{NAME}{OTHER}扬逊䶯龑𬱟颁泫铉龘"
NUMBER = "6110020120261121000001"
HAS = {
    "roll80": "om_roll-80_80x200mm",
    "roll58": "om_roll-58_58x200mm",
    "a4": "iso_a4_210x297mm",
    "a5": "iso_a5_148x210mm",
    "form241": "om_three-ply_241x140mm",
}
MEDIA = ",".join(f'"{name}"' for name in HAS.values())


@pytest.fixture(scope="module")
def eve(tmp_path_factory):
    made = EvePrinter(tmp_path_factory.mktemp("all") / "papers", media=MEDIA)
    yield made
    made.stop()


def put(branch, address, kind, media, name=NAME):
    """A paper with rare names, put into the queue of this printer; its job."""
    receipt = Receipt(
        office="演练机关", title="挂失回执", number=NUMBER, code=NUMBER, promise="2026年12月14日前办结",
        facts=(Fact("持卡人", name, "name"), Fact("代办人", OTHER, "name"), Fact("办理时间", f"{NOW.astimezone(BEIJING):%Y-%m-%d}")),
        lists=(Listing("已收材料", (Item("居民身份证"),)),), notices=("自动作废的卡，找回也不能再用。",),
    )  # fmt: skip
    place(branch, address, kind=kind, media=media)
    printer = branch.prints.printer("1", kind)
    with branch.database.writing():
        item = branch.prints.put(printer, None, 1, f"arrives-{kind}-{media}-{name}", clerk="1024", now=NOW, titled="挂失回执")
        branch.words.keep(item, Worded(words=plain(receipt), titled="挂失回执"), NOW)
    return job_of(branch)


def came(eve, name):
    """The one paper of this name, and the medium it was asked for on."""
    places = [n for n, one in enumerate(eve.names) if one == name]
    assert len(places) == 1, eve.names
    return eve.pages[places[0]], eve.media[places[0]]


@pytest.mark.parametrize(("kind", "media"), [("slip", "roll80"), ("slip", "roll58"), ("sheet", "a4"), ("sheet", "a5"), ("sheet", "form241")])
def test_a_paper_at_a_printer_of_the_network_is_on_its_medium_with_code_words_and_names(road, eve, kind, media):  # noqa: F811
    branch = road.branch
    job = put(branch, eve.uri, kind, media)
    assert until(press_at(branch, eve.uri), branch, DONE).reason == ""
    pdf, medium = came(eve, job.name)
    assert medium == HAS[media]
    page = page_of(pdf)
    wide = float(medium.rpartition("_")[2].partition("x")[0])
    assert page.picture.width == pytest.approx(wide / 25.4 * 300, abs=2), "as wide as what it is printed on, not scaled"
    assert zxingcpp.read_barcode(page.picture).text == NUMBER
    text = "".join(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
    for words in (NAME, OTHER, NUMBER, "挂失回执", "2026年12月14日前办结", "居民身份证", "找回也不能再用"):
        assert words in text, words
    for name in (NAME, OTHER):
        read = read_by_shape(page, pdf, name, RARE)
        assert "".join(char for char, _ in read) == name
        assert min(lead for _, lead in read) > 0.04, read


@pytest.mark.parametrize(("media", "head"), [("roll80", 576), ("roll58", 384)])
def test_a_slip_of_a_thermal_head_has_its_code_and_every_name_by_its_shape(road, media, head):  # noqa: F811
    printer = SlipPrinter(head=head)
    job = put(road.branch, printer.uri, "slip", media)
    until(press_at(road.branch, printer.uri), road.branch, DONE)
    (picture,) = printer.slips
    assert (picture.width, printer.strange) == (head, [])
    slip = slip_of(picture, {576: 80, 384: 58}[head])
    assert zxingcpp.read_barcode(slip.picture).text == NUMBER
    pdf = paper_of(road.branch, job).pdf
    for name in (NAME, OTHER):
        read = read_by_shape(slip, pdf, name, RARE)
        assert "".join(char for char, _ in read) == name
        assert min(lead for _, lead in read) > 0.04, read
    edges = [letter for letter in letters(pdf)[0][1] if letter.char.strip()]
    assert min(one.left for one in edges) * slip.scale - slip.left >= 0, "nothing is cut off at the left of the head"
    assert max(one.right for one in edges) * slip.scale - slip.left <= head, "nor at its right"
    printer.cut()


def test_a_name_that_no_font_has_is_seen_to_be_the_sign_for_it(road):  # noqa: F811
    """The eye of these tests is not blind: where 〓 is printed, it sees 〓 and no name."""
    printer = SlipPrinter()
    job = put(road.branch, printer.uri, "slip", "roll80", name="孙\ue863𬱖")
    until(press_at(road.branch, printer.uri), road.branch, DONE)
    (picture,) = printer.slips
    read = read_by_shape(slip_of(picture, 80), paper_of(road.branch, job).pdf, f"孙{GETA}𬱖", RARE)
    assert "".join(char for char, _ in read) == f"孙{GETA}𬱖"
    printer.cut()


@pytest.mark.parametrize(("said", "words"), [("media-empty-error", "缺纸"), ("media-jam-error", "卡纸")])
def test_a_sheet_waits_for_a_printer_without_paper_or_with_a_jam_and_comes_once(road, eve, said, words):  # noqa: F811
    branch = road.branch
    eve.say("reasons", said)
    job = put(branch, eve.uri, "sheet", "a4", name=f"孙{words}")
    press = press_at(branch, eve.uri)
    assert until(press, branch, BLOCKED).reason == words
    eve.heal()
    until(press, branch, DONE)
    assert came(eve, job.name)[1] == HAS["a4"]
