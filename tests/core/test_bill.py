"""Numbered bills: how numbers run, and what a paper calls an amount."""

import pytest

from counter.core.bill import MOST_IN_A_BATCH, NextBill, Run, run_of
from counter.core.money import in_words


def test_a_run_knows_its_numbers_and_no_others():
    run = run_of("AB00380001", "AB00380200")
    assert (len(run), str(run)) == (200, "AB00380001–AB00380200")
    assert run.place("AB00380200") == 380200
    assert [run.place(number) for number in ("AB00380201", "00380001", "AB380001", "AB0038000X")] == [None] * 4
    assert run.number(380007) == "AB00380007"


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("12", "13", "4 到 20 位数字"),
        ("A0001", "B0002", "字母、位数应当相同"),
        ("0001", "00002", "字母、位数应当相同"),
        ("0009", "0001", "起号不能大于止号"),
        ("000000", "010000", f"最多 {MOST_IN_A_BATCH} 张"),
    ],
)
def test_what_is_no_run_is_refused_in_a_sentence(first, last, why):
    with pytest.raises(ValueError, match=why):
        run_of(first, last)


def test_runs_that_share_a_number_meet():
    run = run_of("0010", "0020")
    assert run.meets(run_of("0020", "0030"))
    assert not run.meets(run_of("0021", "0030"))
    assert not run.meets(run_of("00010", "00020"))


def test_a_number_of_a_newer_batch_is_known_to_wait():
    bill = NextBill("0010", "甲", 3, (("乙", Run("", 4, 20, 30)),))
    assert bill.waits("0025") == "乙"
    assert not bill.waits("0011")


@pytest.mark.parametrize(
    ("yuan", "words"),
    [
        ("20.00", "贰拾元整"),
        ("10", "壹拾元整"),
        ("105.30", "壹佰零伍元叁角"),
        ("1000.05", "壹仟元零伍分"),
        ("10010.00", "壹万零壹拾元整"),
        ("99999.99", "玖万玖仟玖佰玖拾玖元玖角玖分"),
        ("0.00", "零元整"),
    ],
)
def test_an_amount_in_words(yuan, words):
    assert in_words(yuan) == words
