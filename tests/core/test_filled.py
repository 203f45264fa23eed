"""Where the text of a blank is from, and what counts as typed by hand."""

from datetime import timedelta

import pytest

from counter import CardNumbers, Form, IdNumber, Mobile, Name, blank
from counter.core.filled import TODAY, Filled, by_hand, says, typed_by_hand, unlike_read
from tests.conftest import NOW


class Asked(Form):
    """One blank of each sort."""

    mobile: Mobile = blank("手机号码", fill="mobile")
    day: str = blank("日期", fill="today")
    card: str = blank("卡号", reads="card_number")
    number: IdNumber = blank("身份证号")
    name: Name = blank("姓名", reads="name")
    cards: CardNumbers | None = blank("清点的卡号", default=None)
    reason: str = blank("原因")
    word: str = blank("密码", secret=True)


BLANKS = {b.name: b for b in Asked.own}
RECORD = Filled(text="13909140101", source="省系统", at=NOW)
CHIP = Filled(text="611002198003124513", source="身份证芯片", at=NOW, read=True)


@pytest.mark.parametrize(
    ("name", "text", "filled", "wanted"),
    [
        ("mobile", "139 0914-0101", RECORD, False),
        ("mobile", "13909140102", RECORD, True),
        ("mobile", "", RECORD, False),
        ("mobile", "13909140102", None, False),
        ("day", "2026-11-19", Filled(text="2026-11-20", source=TODAY), False),
        ("card", "C61180001", None, True),
        ("number", "611002198003124513", None, True),
        ("number", "６１１００２198003124513", CHIP, False),
        ("name", "王䶮𬱖", None, True),
        ("cards", "C61180001 C61180002", None, True),
        ("reason", "遗失", None, False),
        ("word", "123456", None, False),
    ],
)
def test_by_hand_is_what_a_record_or_a_reader_could_have_told(name, text, filled, wanted):
    assert by_hand(BLANKS[name], text, filled) is wanted


def test_a_source_says_its_hour_today_and_its_day_otherwise():
    assert RECORD.words(NOW) == "省系统 10:31"
    assert RECORD.words(NOW + timedelta(days=1)) == "省系统 2026-11-20"
    assert Filled(text="x", source="本网点留存", at=NOW, by_day=True).words(NOW) == "本网点留存 2026-11-20"
    assert Filled(text="x", source=TODAY).words(NOW) == TODAY


def test_only_what_a_reader_read_can_be_unlike_the_card():
    filled = {"number": CHIP, "mobile": RECORD}
    texts = {"number": "611002198807124535", "mobile": "13909140102", "reason": "x"}
    assert [b.name for b in unlike_read(Asked.own, texts, filled)] == ["number"]
    assert [b.name for b in typed_by_hand(Asked.own, texts, filled)] == ["mobile", "number"]
    assert unlike_read(Asked.own, {"number": CHIP.text}, filled) == []
    assert not says(BLANKS["number"], "", CHIP)
