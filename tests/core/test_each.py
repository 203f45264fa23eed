"""Which cards an operation about a unit moves: missing, foreign and not ready are told apart and named."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from counter.core.cards import MOST, BatchNumbers, CardNumbers
from counter.core.dossier import Dossier, Holder, Subject
from counter.core.each import MOST_NAMED, Each, Key, ShortForm, choose
from counter.core.party import UnitName, UnitNumber
from counter.core.states import CardState, CustodyState, Kind
from tests.conftest import NOW

NAMES = ("郭㛃", "马梓𬍛", "郑秀英")


def holder(n: int, batch: str = "P1", state: CardState = CardState.MADE, custody: CustodyState | None = None) -> Dossier:
    person = Holder(id=f"p{n}", id_number=f"{n}", name=NAMES[n % 3], facts={"unit_number": "U1"})
    card = Subject(
        id=f"c{n}", kind=Kind.CARD, state=state, version=1, since=NOW - timedelta(days=1), number=f"F450900{n:02d}",
        facts={"batch": batch},
    )  # fmt: skip
    kept = () if custody is None else (
        Subject(id=f"c{n}.k", kind=Kind.CUSTODY, state=custody, version=1, since=NOW, card=card.id,
                facts={"unit": "U2", "unit_name": "洪门镇劳保所"}),
    )  # fmt: skip
    return Dossier(holder=person, subjects=(card, *kept))


BATCH = Each(keys=lambda _: (Key("batch", "P1"),), ready=lambda _, held: held.custody is None and held.card.state is CardState.MADE)


def said(each: Each, members: list[Dossier], cards: str = "", shortage: str | None = None):
    form = ShortForm(cards=CardNumbers(cards) if cards else None, shortage=shortage)
    case = SimpleNamespace(form=form, guide=SimpleNamespace(article="流程 2.1.1", title="交接"))
    chosen, refusals = choose(each, case, members)
    return [held.card.number for held in chosen], [refusal.text for refusal in refusals]


def test_without_a_count_all_that_are_ready_go():
    assert said(BATCH, [holder(0), holder(1), holder(2, state=CardState.HANDED)]) == (["F45090000", "F45090001"], [])


def test_a_missing_and_a_foreign_card_are_told_apart():
    members = [holder(0), holder(1), holder(2, batch="P2")]
    _, refusals = said(BATCH, members, "F45090001 F45090002 F45099999")
    assert refusals == [
        "多 2 张：F45090002（郑*英）不在其中，现为“待领取”、F45099999 本网点没有这张卡的记录。请拿出后重新清点",
        "缺 1 张：F45090000（郭*）。请补扫；确实没有的，写明“缺卡说明”",
    ]


def test_what_is_short_may_be_explained_what_is_foreign_may_not():
    members = [holder(0), holder(1), holder(2, batch="P2")]
    assert said(BATCH, members, "F45090001", "一张在制") == (["F45090001"], [])
    assert said(BATCH, members, "F45090001 F45090002", "一张在制")[1][0].startswith("多 1 张")


def test_a_card_in_another_place_is_named_with_its_place():
    members = [holder(0), holder(1, custody=CustodyState.SENT)]
    _, refusals = said(BATCH, members, "F45090000 F45090001")
    assert refusals == [
        "多 1 张：F45090001（马*𬍛）现为“待领取”，已交出，正在送往洪门镇劳保所，还没有签收。请拿出后重新清点"
    ]


def test_nothing_ready_says_what_there_is():
    _, refusals = said(BATCH, [holder(0, state=CardState.NORMAL)])
    assert refusals == ["没有可以办理交接的卡：F45090000（郭*）现为“正常”"]


def test_a_batch_nobody_knows_is_said():
    assert said(BATCH, [holder(0, batch="P2")])[1] == ["本网点没有批次 P1 的卡，请核对批次号"]


def test_a_long_list_names_the_first_and_counts_the_rest():
    members = [holder(n) for n in range(MOST_NAMED + 5)]
    (text,) = said(BATCH, members, "F45090000")[1]
    assert text.count("（") == MOST_NAMED
    assert "另有 4 张" in text


def test_partial_leaves_the_rest_for_another_time():
    each = Each(keys=BATCH.keys, ready=BATCH.ready, partial=True)
    assert said(each, [holder(0), holder(1)], "F45090001") == (["F45090001"], [])


def test_numbers_come_as_a_scanner_or_a_pen_writes_them():
    typed = CardNumbers("f45090001，F45090002\n  Ｆ４５０９０００３;F45090001")
    assert typed.numbers == ("F45090001", "F45090002", "F45090003")
    assert CardNumbers(str(typed)) == typed
    assert BatchNumbers(" p20261118、P-7 ").numbers == ("P20261118", "P-7")


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        (CardNumbers, "F45090001 王", "第 2 个“王”不是卡号"),
        (CardNumbers, " ， ", "还没有卡号"),
        (CardNumbers, " ".join(f"F{n:08d}" for n in range(MOST + 1)), "一次最多"),
        (BatchNumbers, "P1", "不是批次号"),
        (BatchNumbers, "", "还没有批次号"),
        (UnitNumber, "劳保所", "单位编号应为"),
        (UnitName, "", "还没有单位名称"),
        (UnitName, "厂" * 61, "最多 60 个字"),
        (UnitName, "纺织\x07厂", "看不见"),
    ],
)
def test_what_is_no_number_is_said_in_one_sentence(kind, text, sentence):
    with pytest.raises(ValueError, match=sentence):
        kind(text)
