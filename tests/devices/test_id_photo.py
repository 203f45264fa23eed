"""The photo of an identity card: opened by the branch's own library alone, shown, and kept nowhere."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from counter.catalogue import load
from counter.cities import load_city
from counter.devices.samv.photo import NO_LIBRARY, PhotoError, PhotoLibrary
from counter.devices.standing import StandingReaders
from counter.rehearsal.chip.samv import VirtualModule, resident
from counter.rehearsal.devices import document_of
from tests.clerk import Clerk
from tests.conftest import NOW
from tests.devices.compiled import compiled
from tests.sync.both_sides import number, seats

WLT = bytes((n * 7 + 3) % 256 for n in range(1024))


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return compiled("wlt_library.c", tmp_path_factory.mktemp("wlt") / "libwltdecode.so")


def grey_of(png):
    with Image.open(BytesIO(png)) as picture:
        assert (picture.format, picture.size) == ("PNG", (102, 126))
        return [picture.getpixel((n % 102, n // 102))[0] for n in range(1024)]


def test_a_photo_is_opened_by_the_library_from_the_bytes_of_the_card(library):
    assert grey_of(PhotoLibrary(str(library)).open(WLT)) == list(WLT)


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("hang", "解码库没有应答"),
        ("crash", "解码库崩溃了"),
        ("exit", "解码库崩溃了"),
        ("no licence", "解码库没有解开（-5）"),
        ("nothing", "解码库给的不是图"),
        ("no picture", "解码库给的不是图"),
        ("huge", "解码库给的图太大"),
    ],
)
def test_a_library_that_does_not_open_it_is_named_and_takes_nothing_along(library, monkeypatch, mode, said):
    if mode == "hang":
        monkeypatch.setattr("counter.devices.samv.photo._SECONDS", 0.5)
    monkeypatch.setenv("WLT_MODE", mode)
    with pytest.raises(PhotoError) as told:
        PhotoLibrary(str(library)).open(WLT)
    assert str(told.value) == f"身份证照片没有解开：{said}，请看证件原件，并请管理员查看解码库"


def test_a_library_that_is_not_there_or_is_none_is_said(library, tmp_path):
    (tmp_path / "not.so").write_text("no")
    for one, said in (
        (PhotoLibrary(str(tmp_path / "gone.so")), "解码库不在登记的位置"),
        (PhotoLibrary(str(tmp_path / "not.so")), "解码库装不上，或里面没有 wlt2bmpBuffer"),
        (PhotoLibrary(str(library), "unpack"), "解码库装不上，或里面没有 unpack"),
    ):
        with pytest.raises(PhotoError, match=said):
            one.open(WLT)


@pytest.fixture
def at_window(open_world, tmp_path):
    """A window with a real driver for identity cards and the holder's card on the module; ``read`` reads it."""
    world, counter = open_world("xinxiang", seats("xinxiang", "county"))
    person = next(story.person for story in world.stories if story.id == "damaged")
    text = resident(document_of(person.id_number, person.name, NOW.date()))
    module = VirtualModule(lambda: text, WLT)
    clerk, begun = Clerk(counter, "county"), []

    def read(photos=None):
        readers = StandingReaders({}, {"1": f"serial:{module.path}"}, {}, photos=photos)
        begun.append(readers)
        counter.branch = replace(counter.branch, catalogue=load(load_city("xinxiang"), extra=[("readers", readers)]))
        return clerk.post("/read-id", {})

    yield world, counter, clerk, read
    for readers in begun:
        readers.stop()
    module.stop()


def test_the_photo_is_shown_beside_its_holder_and_is_kept_nowhere(at_window, library):
    world, counter, clerk, read = at_window
    page = read(PhotoLibrary(str(library)))
    (said,) = page.texts("data-id-photo")
    assert said == "身份证照片不留存"
    shown = clerk.client.get(f"{page.response.request.path}/id-photo")
    assert (shown.mimetype, shown.headers["Cache-Control"]) == ("image/png", "no-store")
    assert grey_of(shown.data) == list(WLT)
    kept = b"".join(file.read_bytes() for file in counter.branch.database.path.parent.rglob("*") if file.is_file())
    assert WLT[:64] not in kept
    assert shown.data[100:164] not in kept
    other = clerk.open(next(s.person.id_number for s in world.stories if s.person.id_number != number(world, "damaged")))
    assert clerk.client.get(f"/person/{other}/id-photo").status_code == 404


def test_without_a_library_the_photo_stays_closed_and_that_is_said(at_window):
    _, _, clerk, read = at_window
    page = read()
    assert page.texts("data-id-photo-said") == [NO_LIBRARY]
    assert page.texts("data-id-photo") == []
    assert clerk.client.get(f"{page.response.request.path}/id-photo").status_code == 404


def test_a_photo_that_does_not_open_hinders_no_reading(at_window, library, monkeypatch):
    _, _, _, read = at_window
    monkeypatch.setenv("WLT_MODE", "no licence")
    page = read(PhotoLibrary(str(library)))
    assert page.response.request.path.startswith("/person/")
    assert "解码库没有解开（-5）" in page.texts("data-id-photo-said")[0]
