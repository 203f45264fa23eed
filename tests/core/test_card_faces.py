"""The places on a card's face are city data: every mistake of them is told when the file is read."""

import pytest

from counter.cities import HERE, CityError, load_city, read_city
from counter.core.cardface import PHOTO, FaceTexts
from counter.core.dates import date

RAW = (HERE / "shangluo.toml").read_text("utf-8")


def broken(was, now):
    assert was in RAW
    with pytest.raises(CityError) as told:
        read_city("shangluo", RAW.replace(was, now, 1).encode(), "shangluo.toml")
    return told.value.mistakes


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("left = 6100,", "left = 7000,", "card_face.照片：超出了卡面"),
        ("top = 4800,", "top = 5200,", "card_face.卡号：超出了卡面"),
        ("left = 480, top = 3980", "left = -1, top = 3980", "card_face.社会保障号码：超出了卡面"),
        ('text = "{name}"', 'text = "{nome}"', "card_face.姓名：花括号里不认识“nome”，可用的有 name、id_number"),
        ('text = "{name}"', 'text = "{name}{photo}"', "card_face.姓名：花括号里不认识“photo”"),
        ("size = 400, least = 220", "size = 400, least = 420", "card_face.姓名：字的大小应从 least 到 size"),
        ("lines = 2, bold", "lines = 0, bold", "card_face.姓名：字的大小应从 least 到 size，都不大于高；行数至少是 1"),
        ("\ndpi = { value = 300", "\ndpi = { value = 0", "card_face：卡的宽、高应大于 0"),
        ("lines = 2, bold = true", 'lines = 2, bold = true, colour = "red"', "card_face.spots[3].colour：不认识的项"),
    ],
)
def test_a_place_that_cannot_be_is_told(was, now, said):
    assert any(mistake.startswith(said) for mistake in broken(was, now)), broken(was, now)


def test_a_place_without_article_is_assumed_or_refused():
    where = 'title = "卡号", text = "卡号  {number}", left = 480, top = 4800, width = 5420, height = 340, size = 300, least = 240'
    (said,) = broken(f"{where}, assumed = true", where)
    assert said.startswith("card_face.卡号：没有写依据条款（article）")


def test_every_city_prints_a_name_a_number_and_a_photo_beside_the_chip():
    """The contacts of a card lie 10.25 to 19.87 mm from its left edge and 19.23 to 28.55 mm from its top (ISO 7816-2)."""
    for key in ("shangluo", "shishi", "xinxiang"):
        rules = load_city(key).card_face
        assert rules.wants_photo
        assert {"{name}", PHOTO} <= {spot.text for spot in rules.spots}
        for spot in rules.spots:
            beside = spot.left > 1987 or spot.left + spot.width < 1025
            assert beside or spot.top > 2855 or spot.top + spot.height < 1923, (key, spot.title)


def test_words_are_filled_in_and_a_day_has_two_digits():
    texts = FaceTexts(name="孙𬱖", id_number="1", number="F1", bank="甲", bank_account="62", issued_on=date(2026, 3, 7))
    assert texts.set_in("{name} {number} {bank} {bank_account} {year}年{month}月{day}日") == "孙𬱖 F1 甲 62 2026年03月07日"
