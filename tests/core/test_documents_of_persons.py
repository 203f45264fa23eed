"""Numbers of passports and travel permits, and until when an identity document is valid."""

from datetime import date

import pytest

from counter.core.dates import Validity
from counter.core.identity import DocumentNumber, masked_number


@pytest.mark.parametrize(
    ("typed", "kept"), [("e12345678", "E12345678"), (" H1234567890 ", "H1234567890"), ("12345678", "12345678"), ("Ｇ２８１２３４５６", "G28123456")]
)
def test_a_passport_or_permit_is_kept_as_it_is_printed(typed, kept):
    assert DocumentNumber.parse(typed) == kept


@pytest.mark.parametrize("typed", ["", "E123", "ABCDEFGHI", "E1234567890123456", "E1234-<78", "王12345678"])
def test_what_is_no_document_number_is_refused_in_words(typed):
    with pytest.raises(ValueError, match="护照、通行证的号码应是"):
        DocumentNumber.parse(typed)


def test_a_number_is_shown_with_its_middle_hidden_whatever_the_document():
    assert masked_number("E12345678") == "E12****78"
    assert masked_number("410702199003074522") == "410702********4522"


@pytest.mark.parametrize(
    ("typed", "kept"), [("2036-05-01", "2036-05-01"), ("20360501", "2036-05-01"), ("长期", "长期"), (" 长 期 ", "长期"), ("长期有效", "长期")]
)
def test_validity_is_a_day_or_for_ever(typed, kept):
    assert Validity.parse(typed) == kept


@pytest.mark.parametrize("typed", ["明年", "2036-13-01", "长久"])
def test_another_word_for_validity_is_refused(typed):
    with pytest.raises(ValueError, match="日期"):
        Validity.parse(typed)


def test_the_last_day_still_counts():
    until = Validity("2026-11-20")
    assert not until.over(date(2026, 11, 20))
    assert until.over(date(2026, 11, 21))
    assert not Validity("长期").over(date(2199, 12, 31))
