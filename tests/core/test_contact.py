import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.core.contact import Landline, Mobile, Postcode


def refusal(kind, text):
    with pytest.raises(ValueError) as caught:
        kind.parse(text)
    return str(caught.value)


@pytest.mark.parametrize(
    "typed",
    [
        "13903736021",
        " 139 0373 6021 ",
        "139-0373-6021",
        "１３９０３７３６０２１",
        "+86 13903736021",
        "8613903736021",
        "0086-13903736021",
    ],
)
def test_a_mobile_number_is_cleaned(typed):
    assert Mobile.parse(typed) == "13903736021"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "还没有手机号码"),
        ("1390373602", "应为 11 位数字，现在是 10 位"),
        ("139037360211", "现在是 12 位"),
        ("8613903", "现在是 7 位"),
        ("12903736021", "应以 13 到 19 开头，现在是 12"),
        ("03733051234", "应以 13 到 19 开头，现在是 03"),
        ("1390373602O", "第 11 个是“O”"),
        ("1390373\x00021", "第 8 个是“U+0000”"),
    ],
)
def test_a_wrong_mobile_number_says_why(typed, words):
    said = refusal(Mobile, typed)
    assert words in said
    assert "请" in said


def test_a_mobile_number_beginning_with_86_digits_of_its_own_is_not_cut():
    assert Mobile.parse("18613903736") == "18613903736"


def test_a_masked_mobile_number():
    assert Mobile.parse("13903736021").masked == "139****6021"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0373-3051234", "0373-3051234"),
        ("（0373）305 1234", "0373-3051234"),
        ("05958870 1234", "0595-88701234"),
        ("010-88701234", "010-88701234"),
        ("02988701234", "029-88701234"),
    ],
)
def test_a_landline_number_is_kept_with_its_area_code(typed, number):
    assert Landline.parse(typed) == number
    assert Landline.parse(str(Landline.parse(typed))) == number


@pytest.mark.parametrize(
    "typed", ["3051234", "0373-305123", "0373-305123456", "0373-1051234", "13903736021", "0373-3051234转8"]
)
def test_a_wrong_landline_number_says_why(typed):
    assert "请核对后改正" in refusal(Landline, typed)


def test_a_masked_landline_number():
    assert Landline.parse("0373-3051234").masked == "0373-****234"


def test_a_postcode_has_six_digits():
    assert Postcode.parse("４５３000 ") == "453000"
    assert "应为 6 位数字，现在是 5 位" in refusal(Postcode, "45300")
    assert "还没有邮政编码" in refusal(Postcode, "")


@settings(max_examples=60)
@given(st.sampled_from([Mobile, Landline, Postcode]), st.text("0123456789１８６+-() a", max_size=16))
def test_any_text_is_refused_in_one_sentence_or_reads_again_as_itself(kind, text):
    try:
        number, said = kind.parse(text), ""
    except ValueError as error:
        number, said = None, str(error)
    assert "请" in said if number is None else kind.parse(str(number)) == number
