"""卡面预览: the clerk sees the card as it will be printed, and what would keep it from being printed."""

import io

import pytest
from PIL import Image

from counter.core.cardface import Face
from counter.rehearsal.maker import RehearsalMaker
from tests.clerk import Clerk
from tests.web.test_photo import TYPED, file

PLAIN = {"lost_on": "2026-11-19", "mobile": "13909140101", "received": "20"}


@pytest.fixture
def making(shangluo, at_outlet):
    """The making page of a replacement, at the comparison."""

    def start(offer_texts, story="lost"):
        person = next(s for s in shangluo[0].stories if s.id == story).person
        pid = at_outlet.open(person.id_number)
        at_outlet.confirm(at_outlet.fill(pid, "loss.formal+replace.lost", offer_texts))
        page = at_outlet.confirm(at_outlet.fill(pid, "issue.make", {}))
        return at_outlet.walk(page, "preview"), person

    return start


def face(clerk: Clerk, page) -> Image.Image:
    (path,) = [path for path in page.html.split('"') if path.endswith("/face")]
    return Image.open(io.BytesIO(clerk.client.get(path).data))


def test_the_face_is_shown_before_anything_is_printed_and_no_one_else_sees_it(shangluo, at_outlet, making):
    page, _ = making({**TYPED, "photo": file()})
    image = face(at_outlet, page)
    assert image.size == (1011, 638)
    assert not page.texts("data-face-fault")
    assert image.getpixel((840, 330)) != (255, 255, 255), "the photo"
    assert image.crop((50, 360, 700, 630)).getextrema()[0][0] < 60, "the texts"
    path = f"{page.response.request.path}/face"
    assert shangluo[1].flask.test_client().get(path).status_code in (302, 303, 401)
    assert at_outlet.client.get("/making/20260000000000000000/face").status_code == 404


def test_what_is_shown_is_what_the_maker_gets(shangluo, at_outlet, making, monkeypatch):
    page, _ = making({**TYPED, "photo": file()})
    shown = at_outlet.client.get(f"{page.response.request.path}/face").data
    at_outlet.walk(page)
    (card,) = shangluo[0].bench.fed
    assert Image.open(io.BytesIO(card.face)).tobytes() == Image.open(io.BytesIO(shown)).tobytes()


def test_a_maker_is_told_the_face_before_it_draws_in_a_card(at_outlet, making, monkeypatch):
    page, _ = making(PLAIN)
    seen = []
    real = RehearsalMaker.feed

    def feed(self, job, number="", face=None):
        seen.append(face)
        return real(self, job, number, face)

    monkeypatch.setattr(RehearsalMaker, "feed", feed)
    at_outlet.walk(page)
    (told,) = seen
    assert isinstance(told, Face)
    assert "没有这位持卡人的照片" in told.faults[0].text


def test_a_face_without_a_photo_says_so_and_leaves_its_place_empty(at_outlet, making):
    page, _ = making(PLAIN)
    assert "本网点没有这位持卡人的照片，卡面印不全" in page.texts("data-face-fault")[0]
    assert face(at_outlet, page).getpixel((840, 330)) == (255, 255, 255)


def test_a_card_ordered_elsewhere_gets_the_photo_this_branch_has_and_says_it_is_older(at_outlet, making, monkeypatch):
    page, _ = making({**TYPED, "photo": file()})
    assert "以前办业务时交的照片" not in page.words
    for place in ("counter.cardface.ordered_by", "counter.web.making.ordered_by"):
        monkeypatch.setattr(place, lambda _run: "20261101000000000001")
    older = at_outlet.get(page.response.request.path)
    assert "以前办业务时交的照片" in older.words
    assert not older.texts("data-face-fault")
    assert face(at_outlet, older).getpixel((840, 330)) != (255, 255, 255)
