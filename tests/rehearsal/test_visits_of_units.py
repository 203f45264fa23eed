"""What a visit says of units, batches and places is held against the pages: a false line is told, a wrong one refused."""

from pathlib import Path

import pytest

from counter.rehearsal.play import play

HERE = Path(__file__).parents[1] / "visits"
RECORDS, ROAD = HERE / "xinxiang-71-records.txt", HERE / "xinxiang-68-collected-meanwhile.txt"


def differences(tmp_path: Path, file: Path, old: str, new: str) -> list[str]:
    """What is told of the visit with one line changed."""
    text = file.read_text("utf-8")
    assert old in text
    changed = tmp_path / "changed.txt"
    changed.write_text(text.replace(old, new, 1), "utf-8")
    (outcome,) = play([changed])
    assert not outcome.well
    return [str(one) for one in outcome.differences]


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        (RECORDS, "F45090004 吕*远 待领取 → 待启用", "F45090004 吕*远 待领取 → 正常", "实为："),
        (RECORDS, "发卡记录含：单位发卡 F45090002 马*𬍛", "发卡记录含：F45090002 单位发卡", "单位发卡 F45090002"),
        (ROAD, "卡在：F45090001 在制卡网点", "卡在：F45090001 在洪门镇劳保所", "实为：在制卡网点"),
        (ROAD, "经办人：赵文，1025", "经办人：李静，1024", "须由另一人审核"),
        (ROAD, "批次号 = P20261118", "批次号 = P20261119", "本网点没有批次 P20261119 的卡"),
    ],
)
def test_a_false_line_is_told_with_what_there_was(tmp_path, file, old, new, found):
    assert any(found in one for one in differences(tmp_path, file, old, new))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("单位：洪门镇劳保所，HM07", "单位：洪门镇劳保所", "应写成“单位：名称，编号”"),
        ("经办人：赵文，1025", "经办人：赵文", "应写成“经办人：姓名，工号”"),
        ("窗口：县级社保卡服务窗口", "窗口：县级社保卡服务窗口\n所属单位：演练厂，4107020017", "应紧接在“持卡人：”下面"),
        ("卡在：F45090001 在制卡网点", "卡在：在制卡网点", "写法不对"),
        ("，批次 P20261118", "，批 P20261118", "看不懂"),
    ],
)
def test_a_wrong_line_is_refused_in_one_sentence(tmp_path, old, new, said):
    text = ROAD.read_text("utf-8")
    assert old in text
    changed = tmp_path / "changed.txt"
    changed.write_text(text.replace(old, new, 1), "utf-8")
    (outcome,) = play([changed])
    assert [said in str(one) for one in outcome.differences] == [True]
