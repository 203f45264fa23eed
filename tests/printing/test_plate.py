"""Plates: what stands on a card, dot by dot, looked at as a picture and as the page a printer gets."""

import io
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image, ImageChops

from counter.rehearsal.pictures import Wanted, picture
from printing import Plate, Spot, draw_plate, plate_page

HANA = "𠀀"


def plate(*spots, dpi=300):
    return Plate(width=8560, height=5398, dpi=dpi, spots=spots)


def text(words, **how):
    place = {"left": 1000, "top": 1000, "width": 4000, "height": 760, "size": 400, "least": 220, "lines": 2, "bold": True}
    return Spot(title="姓名", text=words, **{**place, **how})


def drawn(*spots):
    made = draw_plate(plate(*spots))
    return Image.open(io.BytesIO(made.png)), made


def ink(image):
    """The box that is not white, in hundredths of a millimetre."""
    box = ImageChops.invert(image.convert("L")).point(lambda dot: 255 if dot > 64 else 0).getbbox()
    return tuple(round(dot * 2540 / 300) for dot in box)


def test_a_card_at_300_dpi_has_as_many_dots_as_a_card_is_large():
    image, _ = drawn(text("张三"))
    assert image.size == (1011, 638)
    assert round(image.info["dpi"][0]) == 300


def test_a_text_stands_where_it_is_put_and_as_large_as_it_is_wanted():
    image, made = drawn(text("国国"))
    left, top, right, bottom = ink(image)
    assert 1000 <= left < 1060
    assert 1000 <= top < 1100
    assert 720 < right - left < 820
    assert bottom < 1420
    assert (made.missing, made.cramped) == ((), ())


@pytest.mark.parametrize(
    "name", ["阿卜杜热合曼·阿卜杜喀迪尔江·买买提明", "维吾尔·阿卜杜拉·艾合买提江", "MUHAMMAD ABDULLAH BIN ABDUL RAHMAN AL-KHALIL", "国" * 22]
)
def test_a_long_name_stays_within_its_place_on_two_lines(name):
    image, made = drawn(text(name))
    left, top, right, bottom = ink(image)
    assert left >= 990
    assert top >= 1000
    assert right <= 5010
    assert bottom <= 1770
    assert bottom - top > 400, "two lines"
    assert made.cramped == ()


def test_a_name_that_fits_at_no_size_is_told():
    _, made = drawn(text("国" * 60))
    assert made.cramped == ("姓名",)


def test_a_long_name_is_broken_behind_a_dot_not_within_a_part():
    """Broken anywhere, one sign more would stand on the first line and two on the second."""
    image, _ = drawn(text("国国国国国·国国国", width=2500, size=350, least=340))
    middle = round((1000 + 1.05 * 350) * 300 / 2540)
    left, _, right, _ = ink(image.crop((0, middle, 1011, 638)))
    assert 950 < right - left < 1080, "three signs on the second line"


def test_rare_characters_are_drawn_and_a_name_is_of_one_weight():
    common, _ = drawn(text("孙"))
    rare, made = drawn(text("孙𬱖"))
    assert made.missing == ()
    assert ink(rare)[2] > ink(common)[2] + 300
    beside, _ = drawn(text("孙" + HANA))
    thin, _ = drawn(text("孙", bold=False))
    first = (0, 0, round(1380 * 300 / 2540), 638)
    assert beside.crop(first).tobytes() == thin.crop(first).tobytes()


def test_what_no_font_draws_is_told_and_never_left_blank():
    image, made = drawn(text("张\ue000"))
    assert made.missing == ("\ue000",)
    assert ink(image)[2] > 1500


def test_a_photo_is_whole_and_in_its_own_proportions():
    photo = picture(Wanted(width=358, height=441))
    spot = Spot(title="照片", left=6000, top=1500, width=2000, height=3000, picture=photo)
    image, made = drawn(spot)
    black = Image.new("RGB", (358, 441), "#000000")
    out = io.BytesIO()
    black.save(out, "JPEG")
    filled, _ = drawn(Spot(title="照片", left=6000, top=1500, width=2000, height=3000, picture=out.getvalue()))
    left, top, right, bottom = ink(filled)
    assert (abs(left - 6000) < 10, abs(right - 8000) < 10) == (True, True)
    assert abs((bottom - top) - 2000 * 441 / 358) < 25
    assert abs((top + bottom) / 2 - 3000) < 12, "in the middle"
    assert made.cramped == ()
    assert image.getpixel((round(7000 * 300 / 2540), round(3000 * 300 / 2540))) != (255, 255, 255)


@pytest.mark.parametrize("broken", [b"", b"no picture", picture(Wanted())[:900], picture(Wanted(width=4000, height=4000))])
def test_a_picture_that_cannot_be_opened_is_told(broken):
    _, made = drawn(Spot(title="照片", left=0, top=0, width=2000, height=2000, picture=broken))
    assert made.cramped == ("照片",)


def test_the_same_plate_gives_the_same_bytes_in_many_threads():
    wanted = plate(text("王䶮𬱖"), text("欧阳娜娜", top=3000))
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: draw_plate(wanted).png, range(40)))
    assert len(made) == 1


def test_the_page_is_the_medium_to_the_hundredth_and_the_card_is_turned_upon_it(tmp_path):
    made = draw_plate(plate(text("国", left=0, top=0)))
    (tmp_path / "face.pdf").write_bytes(plate_page(made.png, 5400, 8600))
    told = subprocess.run(["pdfinfo", tmp_path / "face.pdf"], capture_output=True, text=True, check=True).stdout
    assert "153.071 x 243.779 pts" in told
    assert "Pages:           1" in told
    subprocess.run(["pdftoppm", "-r", "300", "-png", "-singlefile", "face.pdf", "face"], cwd=tmp_path, check=True)
    left, top, right, bottom = ink(Image.open(tmp_path / "face.png"))
    assert left < 120
    assert bottom > 8400, "the upper left corner of the card is the lower left one of the page"
    assert right < 500
    assert top > 8000
