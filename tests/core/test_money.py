from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.core.money import fen, from_fen, parse_yuan, shown


def refusal(text, **options):
    with pytest.raises(ValueError) as caught:
        parse_yuan(text, **options)
    return str(caught.value)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("20", "20.00"),
        ("20.5", "20.50"),
        ("20.00", "20.00"),
        ("￥20", "20.00"),
        ("¥ 20", "20.00"),
        ("２０．００", "20.00"),
        ("20 元", "20.00"),
        ("1,020.30", "1020.30"),
        ("１，０２０", "1020.00"),
        ("99,999.99", "99999.99"),
        ("0", "0.00"),
        ("007", "7.00"),
    ],
)
def test_an_amount_as_typed(typed, amount):
    assert str(parse_yuan(typed)) == amount


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "还没有金额"),
        ("￥", "还没有金额"),
        ("20.005", "金额最多两位小数，现在是 3 位"),
        ("-20", "不能是负数"),
        ("－20", "不能是负数"),
        ("nan", "只能写数字和小数点"),
        ("inf", "只能写数字和小数点"),
        ("1e3", "只能写数字和小数点"),
        ("٢٠", "只能写数字和小数点"),
        ("20.", "只能写数字和小数点"),
        (".5", "只能写数字和小数点"),
        ("1,02", "只能写数字和小数点"),
        ("2_0", "只能写数字和小数点"),
        ("二十", "只能写数字和小数点"),
        ("100000", "金额最多 99,999.99 元"),
        ("9" * 60, "金额最多 99,999.99 元"),
    ],
)
def test_each_refusal_says_what_is_wrong_and_what_to_do(typed, words):
    said = refusal(typed)
    assert words in said
    assert "请" in said


def test_nothing_at_all_can_be_refused():
    assert "不能是 0" in refusal("0.00", zero=False)
    assert parse_yuan("0.01", zero=False) == Decimal("0.01")


@pytest.mark.parametrize("amount", ["20.005", "0.001", "NaN", "Infinity", "1234567890123456789012345678.901"])
def test_an_amount_with_less_than_a_fen_never_becomes_fen(amount):
    with pytest.raises(ValueError, match="整分"):
        fen(Decimal(amount))


def test_shown_as_people_read_it():
    assert shown(Decimal(20)) == "20.00 元"
    assert shown(Decimal("1020.3")) == "1,020.30 元"
    with pytest.raises(ValueError, match="整分"):
        shown(Decimal("20.005"))


@settings(max_examples=60)
@given(st.integers(-(10**12), 10**12))
def test_fen_to_yuan_and_back_loses_nothing(count):
    assert fen(from_fen(count)) == count
    assert from_fen(count) * 100 == count


@settings(max_examples=60)
@given(st.integers(0, 9_999_999))
def test_what_is_shown_can_be_typed_again(count):
    assert parse_yuan(shown(from_fen(count))) == from_fen(count)
    assert parse_yuan(str(from_fen(count))) == from_fen(count)
