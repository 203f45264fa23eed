import copy
import json
import pickle
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.core.identity import IdKind, IdNumber

MAN = "61250119790328451X"


def with_check(body):
    """The whole number to a body of 17 digits, by the rule of the standard written out another way."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body))
    return body + "10X98765432"[total % 11]


def foreigner_with_check(body):
    values = [ord(c) - 55 if c.isalpha() else int(c) for c in body]
    return body + str(sum(v * (7, 3, 1)[i % 3] for i, v in enumerate(values)) % 10)


def refusal(text, today=None):
    with pytest.raises(ValueError) as caught:
        IdNumber.parse(text, today)
    return str(caught.value)


def test_the_worked_example_of_the_standard_and_of_the_immigration_bureau_stand():
    assert IdNumber.parse("11010519491231002X") == "11010519491231002X"
    assert IdNumber.parse("KAZ110090123105") == "KAZ110090123105"


@pytest.mark.parametrize(
    "typed",
    [
        MAN,
        MAN.lower(),
        " 612501 19790328 451x ",
        "612501-19790328-451X",
        "６１２５０１１９７９０３２８４５１Ｘ",
        "６１２５０１１９７９０３２８４５１ｘ",
        "612501　19790328　451X",
        "\ufeff612501\u200b19790328451X\u00a0",
        "612501–19790328—451X\t\r\n",
    ],
)
def test_what_a_clerk_types_is_cleaned(typed):
    assert IdNumber.parse(typed) == MAN


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("41070119850312362", IdKind.CITIZEN),
        ("81000019850312362", IdKind.HONG_KONG_MACAU),
        ("82000019850312362", IdKind.HONG_KONG_MACAU),
        ("83000019850312362", IdKind.TAIWAN),
        ("91139819901231002", IdKind.FOREIGNER),
        ("36042119600101001", IdKind.CITIZEN),  # an area that no longer exists
        ("59999919600101001", IdKind.CITIZEN),  # an area nobody knows
    ],
)
def test_every_kind_of_number_is_taken_and_named(body, kind):
    number = IdNumber.parse(with_check(body), date(2026, 11, 21))
    assert number.kind is kind


def test_a_number_tells_birth_sex_and_area():
    number = IdNumber.parse(MAN)
    assert (number.born_on, number.sex, number.area_code) == (date(1979, 3, 28), "男", "612501")
    assert IdNumber.parse(with_check("41070119850312362")).sex == "女"


def test_the_new_foreigner_number_tells_birth_sex_and_province():
    number = IdNumber.parse(with_check("91139819901231003"))
    assert (number.born_on, number.sex, number.area_code) == (date(1990, 12, 31), "男", "110000")


def test_the_old_foreigner_number_tells_birth_sex_and_city():
    number = IdNumber.parse("kaz 1100 901231 05")
    assert (number.kind, number.born_on, number.sex) == (IdKind.FOREIGNER_OLD, date(1990, 12, 31), "女")
    assert number.area_code == "110000"


def test_the_two_digit_year_of_an_old_foreigner_number_ends_with_the_year_they_were_last_issued():
    assert IdNumber.parse(foreigner_with_check("CAN35052304011")).born_on == date(2023, 4, 1)
    assert IdNumber.parse(foreigner_with_check("CAN35052404011")).born_on == date(1924, 4, 1)


def test_masked_keeps_the_first_six_and_the_last_four():
    assert IdNumber.parse(MAN).masked == "612501********451X"
    assert IdNumber.parse("KAZ110090123105").masked == "KAZ110*****3105"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "还没有号码"),
        ("  　", "还没有号码"),
        (MAN[:-1], "应为 18 位，现在是 17 位，请对照证件补齐"),
        (MAN + "1", "应为 18 位，现在是 19 位，请对照证件删去多录的"),
        ("612501790312451", "请按现在的身份证录入 18 位号码"),
        ("6125O119790328451X", "第 5 位是“O”，这里只能是数字（是不是数字 0？）"),
        ("61250X197903284510", "第 6 位是“X”，这里只能是数字"),
        ("61250119790328451Y", "第 18 位是“Y”，最后一位只能是数字或 X"),
        ("6125011979032845一X", "第 17 位是“一”"),
        ("61250119790328451\x07", "第 18 位是“U+0007”"),
        ("٦١٢٥٠١١٩٧٩٠٣١٢٤٥١٠", "第 1 位"),
        ("01250119790328451X", "第 1 位不会是 0"),
        ("612501197902304515", "没有 1979 年 2 月 30 日这一天"),
        ("612501197913124510", "没有 1979 年 13 月 12 日这一天"),
        ("612501189903124510", "1899 年太早"),
        ("612501197903284510", "校验位不符，请对照证件逐位核对或重新读卡"),
        ("KAZ110090123107", "校验位不符"),
        ("KAZ11009012310", "应为 15 位，现在是 14 位"),
        ("KAZ1100901X3105", "第 11 位是“X”"),
        ("KAZ110090133105", "没有 1990 年 13 月 31 日这一天"),
        ("E12345678", "护照或通行证"),
        ("H1234567890", "护照或通行证"),
    ],
)
def test_each_refusal_says_what_is_wrong_and_what_to_do(typed, words):
    said = refusal(typed)
    assert words in said
    assert said.count("。") == 0
    assert "请" in said
    assert not [word for word in ("非法", "无效", "请输入正确的") if word in said]


def test_the_expected_check_sign_is_never_told():
    for sign in "0123456789":
        assert refusal(MAN[:-1] + sign) == "号码的校验位不符，请对照证件逐位核对或重新读卡"


def test_a_birth_still_to_come_is_refused_only_when_today_is_known():
    number = with_check("41070129990101362")
    assert IdNumber.parse(number).born_on.year == 2999
    assert "2999 年 1 月 1 日还没有到" in refusal(number, date(2026, 11, 21))


def test_one_born_today_is_taken():
    assert IdNumber.parse(with_check("41070120261121362"), date(2026, 11, 21)).age_on(date(2026, 11, 21)) == 0


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(1995, 3, 27), 15),
        (date(1995, 3, 28), 16),
        (date(2026, 11, 21), 47),
    ],
)
def test_age_in_full_years(day, age):
    assert IdNumber.parse(MAN).age_on(day) == age


def test_one_born_on_the_leap_day_grows_older_on_the_first_of_march():
    leap = IdNumber.parse(with_check("41070120080229362"))
    assert [leap.age_on(date(2024, 2, 28)), leap.age_on(date(2024, 2, 29))] == [15, 16]
    assert [leap.age_on(date(2026, 2, 28)), leap.age_on(date(2026, 3, 1))] == [17, 18]


def test_the_old_fifteen_digits_are_recognised_though_not_entered():
    assert IdKind.of("612501790312451") is IdKind.CITIZEN_OLD
    assert IdKind.of("KAZ110090123107") is IdKind.FOREIGNER_OLD
    assert IdKind.of("王明") is None
    assert IdKind.of("13903736021") is None


def test_a_number_is_its_own_text_everywhere():
    number = IdNumber.parse(MAN)
    assert json.dumps({"id": number}) == f'{{"id": "{MAN}"}}'
    assert {number: 1}[MAN] == 1
    assert isinstance(pickle.loads(pickle.dumps(number)), IdNumber)
    assert copy.deepcopy(number).kind is IdKind.CITIZEN


numbers = st.builds(
    lambda area, days, tail: with_check(f"{area:06}{date(1900, 1, 1) + timedelta(days):%Y%m%d}{tail:03}"),
    st.integers(100000, 999999),
    st.integers(0, 46000),
    st.integers(0, 999),
)


@settings(max_examples=60)
@given(numbers)
def test_every_number_built_by_the_standard_is_taken_and_reads_again_as_itself(number):
    assert IdNumber.parse(str(IdNumber.parse(number))) == number


@settings(max_examples=60)
@given(numbers, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number, place, off):
    wrong = number[:place] + str((int(number[place]) + off) % 10) + number[place + 1 :]
    assert refusal(wrong)


@settings(max_examples=60)
@given(st.lists(st.integers(0, 0x10FFFF).map(chr) | st.sampled_from("0123456789Xx -ABC"), max_size=24))
def test_any_text_is_either_taken_or_refused_in_one_sentence(signs):
    text = "".join(signs)
    try:
        number, said = IdNumber.parse(text), ""
    except ValueError as error:
        number, said = None, str(error)
    assert "请" in said if number is None else number.sex in {"男", "女"}
