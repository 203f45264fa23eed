"""Every visit is played through the counter's pages, as the official who signed it reads it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.catalogue import load
from counter.cities import load_city
from counter.commands.smoke import STORIES
from counter.core.city import City
from counter.core.guide import Offline
from counter.core.system import Unasked
from counter.rehearsal.play import UnreadableError, play
from counter.rehearsal.play.read import CITIES, read_visit
from counter.rehearsal.play.words import Expect, VisitError
from tests.papers import faults, watched

HERE = Path(__file__).parent / "visits"
FILES = sorted([*STORIES.glob("*.txt"), *HERE.glob("*.txt")])
EXAMPLE = HERE / "shangluo-04-release-any-window.txt"

# Sentences for states that no operation of this release leads to, or that another sentence comes before.
UNREACHABLE = {
    "shangluo": {
        "activate.social 停用", "activate.financial 作废", "activate.financial 注销",
    },
    "xinxiang": {
        "loss.release 正式挂失",
        "activate.social 停用", "activate.social 已启用", "activate.financial 作废", "activate.financial 注销",
    },
    "shishi": {
        "loss.release 正式挂失", "activate.social 已启用", "activate.social 停用",
        "activate.financial 作废", "activate.financial 注销",
    },
}  # fmt: skip


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_visit(file: Path) -> None:
    with watched() as papers:
        (outcome,) = play([file])
    assert outcome.well, f"\n{outcome}"
    assert not [fault for said, copy in papers.values() for fault in faults(said, copy)]


def test_every_city_has_visits_and_each_says_what_it_proves() -> None:
    visits = [read_visit(file) for file in FILES]
    assert {visit.city for visit in visits} == set(CITIES.values())
    for visit in visits:
        assert visit.proves, visit.file
        assert all(re.fullmatch(r"(SW|SL|XX|SS|MI)-\d{3}", mark) for mark in visit.proves), visit.file
    titles = [visit.title for visit in visits]
    assert len(set(titles)) == len(titles)


def sentences(city: City) -> Iterator[tuple[str, str]]:
    """Everything a city's documents make a window refuse, by operation and state, paper or rule."""
    for key, guide in city.operations.items():
        for word, refusal in guide.refusals.items():
            yield f"{key} {word}", refusal.value
        for paper in guide.materials:
            yield f"{key} {paper.paper}", f"还缺：{paper.paper}"
        if set(guide.windows.value) != set(city.windows):
            yield f"{key} 窗口", guide.windows.note
        if not guide.agent.value:
            yield f"{key} 代办", guide.agent.note
        if guide.photo is not None and guide.photo.value:
            yield f"{key} 照片", guide.photo.note
        if guide.offline.value is Offline.REFUSE:
            yield f"{key} 省系统中断", guide.offline.note
    asked = {need.id for operation in load(city).operations.values() for need in operation.needs}
    for name, system in city.systems.items():
        if name in asked and system.unavailable is not None and system.unavailable.value is Unasked.REFUSE:
            yield f"{name} 中断", system.unavailable.note


@pytest.mark.parametrize("key", CITIES.values())
def test_every_reminder_of_a_city_is_said_in_some_visit(key: str) -> None:
    visits = [visit for file in FILES if (visit := read_visit(file)).city == key]
    said = [step.words[0] for visit in visits for step in visit.steps if isinstance(step, Expect) and step.kind == "提醒"]
    wanted = [guide.reminder.value for guide in load_city(key).operations.values() if guide.reminder is not None]
    assert wanted
    assert not [text for text in wanted if text not in said]


@pytest.mark.parametrize("key", CITIES.values())
def test_every_refusal_of_a_city_is_said_in_some_visit(key: str) -> None:
    said = [
        step.words[-2]
        for file in FILES
        if (visit := read_visit(file)).city == key
        for step in visit.steps
        if isinstance(step, Expect) and step.kind in {"不能办理", "桌面不可办"}
    ]
    unsaid = {where for where, text in sentences(load_city(key)) if not any(part in text for part in said)}
    assert not unsaid - UNREACHABLE[key]


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """The example with one line changed."""
    text = EXAMPLE.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    file = tmp_path / "changed.txt"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("社会保障卡：正常 → 临时挂失", "社会保障卡：正常 → 正式挂失", "实为：社会保障卡：正常 → 临时挂失"),
        ("现状：临时挂失", "现状：正常", "实为：临时挂失"),
        ("还缺：已挂失的社会保障卡（规范 第十六条）", "还缺：委托书", "实为：还缺：已挂失的社会保障卡（规范 第十六条）"),
        ("（规范 第十六条）", "（规范 第十五条）", "实为：还缺：已挂失的社会保障卡（规范 第十六条）"),
        ("应收材料：持卡人有效身份证件原件、", "应收材料：", "实为：持卡人有效身份证件原件、已挂失的社会保障卡"),
        ("省里一共收到：2 笔", "省里一共收到：3 笔", "实为：2 笔：临时挂失、解除挂失"),
        ("省里收到：解除挂失 卡号=C61180001", "省里收到：解除挂失 卡号=C61180002", "解除挂失 卡号=C61180001"),
        ("回执含：解挂后即可恢复该卡的使用", "回执含：解挂后不得再用", "解挂后即可恢复该卡的使用"),
        ("所带材料：缺 已挂失的社会保障卡", "所带材料：全部", "实为：办成了"),
        ("遗失日期 = 2026-11-19", "遗失日期 = 2027-11-19", "不能办理：遗失日期不能晚于今天"),
        ("挂失原因 = 遗失", "丢失原因 = 遗失", "页面上没有“丢失原因”这一项"),
        ("则：", "则：\n收费：20.00", "实为：无"),
        ("则：", "则：\n承诺：2026-12-01", "实为：无"),
        ("则：", "则：\n标明：待省确认", "实为：省已确认"),
        ("则：", "则：\n省：未收到", "实为：临时挂失"),
        ("则：", "则：\n桌面可办：口头（临时）挂失", "已在临时挂失中"),
        ("则：", "则：\n桌面不可办：解除挂失：不受理", "实为：可以办"),
        ("则：", "则：\n填写有误：挂失原因 请选择", "实为：办成了"),
        ("则：", "则：\n短信：1 条", "实为：0 条"),
        ("则：", "则：\n电子社保卡：1 张", "实为：0 张"),
        ("则：", "则：\n市卡管收到：交接申请", "实为：什么也没有收到"),
        ("则：", "则：\n核查：公安联网核查 比对成功", "实为：没有核查"),
        ("则：", "则：\n送达：短信 已送达", "实为：没有要告诉这个系统的"),
        ("则：", "则：\n提醒：初始密码还没有修改", "实为：页面上没有提醒"),
    ],
)
def test_a_false_expectation_is_told_with_its_line_and_what_there_was(
    tmp_path: Path, old: str, new: str, found: str
) -> None:
    (outcome,) = play([changed(tmp_path, old, new)])
    assert not outcome.well
    told = str(outcome)
    assert re.search(r"changed\.txt:\d+  应为：", told), told
    assert found in re.sub(r"\s+", " ", told), told


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("办理：口头（临时）挂失", "口头挂失", "看不懂；可以写的有 网点、窗口"),
        ("办理：口头（临时）挂失", "办理：口头挂失", "不是商洛市的业务名称"),
        ("窗口：人社部门综合服务窗口", "窗口：大厅", "不是商洛市的窗口类别"),
        ("城市：商洛", "城市：长安", "不是认识的城市"),
        ("时间：2026-11-20 10:31", "时间：11 月 20 日", "时间应写成 2026-11-20 10:31 的样子"),
        ("王䶮𬱖，611002198003124513", "王䶮𬱖，611002198003124514", "校验位不符"),
        ("卡：C61180001，中国农业银行，正常", "卡：C61180001，中国农业银行，正常，颜色 蓝", "“颜色 蓝”看不懂"),
        ("来人：本人", "来人：代办，李𣲙", "应写成“来人：本人”"),
        ("过 1 天", "过几天", "看不懂"),
        ("现状：临时挂失", "现状：", "写法不对"),
        ("省里一共收到：2 笔", "省里一共收到：两笔", "写法不对，请看 docs/visits.md"),
        ("所带材料：缺 已挂失的社会保障卡", "带了身份证", "不是填写的一项"),
        ("过 1 天", "公安联网核查：也许", "只能是 比对成功、比对不成功、待比对"),
        ("过 1 天", "非税：缴了", "应写成“通知书 号码 票据 号码 20.00”"),
        ("现状：临时挂失", "短信：三条", "写法不对，请看 docs/visits.md"),
    ],
)
def test_a_line_that_cannot_be_understood_is_an_error_with_its_number(
    tmp_path: Path, old: str, new: str, why: str
) -> None:
    file = changed(tmp_path, old, new)
    (outcome,) = play([file])
    assert not outcome.well
    assert why in str(outcome), str(outcome)
    assert re.search(r"changed\.txt:\d+ ", str(outcome))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("标题：甲\n依据：SW-001\n城市：商洛\n", "开头没有写“时间：”"),
        ("标题：甲\n标题：乙\n", "写了两次，或不在开头"),
        ("标题：甲\n依据：SW-001\n城市：商洛\n时间：2026-11-20 10:31\n窗口：bureau\n", "前面没有写“网点：”"),
        (
            "标题：甲\n依据：SW-001\n城市：商洛\n时间：2026-11-20 10:31\n办理：领卡\n所带材料：全部\n",
            "之后没有写“则：”",
        ),
        ("标题：甲\n依据：SW-001\n城市：商洛\n时间：2026-11-20 10:31\n省系统中断\n", "以应有的结果结束"),
        ("卡：1，2，正常\n", "应紧接在“持卡人：”下面"),
    ],
)
def test_an_unfinished_visit_is_refused(tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "short.txt"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(VisitError, match=re.escape(why)):
        read_visit(file)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="打不开"):
        play([tmp_path / "nothing.txt"])
