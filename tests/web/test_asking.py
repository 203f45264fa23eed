"""An operation that must know something first: who is asked, when, and what becomes of the answer."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from counter import INSURANCE, POLICE, Compared, Name, NoRules, Operation, Reads, Refusal, blank, condition, hookimpl
from counter import slip as slip_of
from counter.app import Counter
from counter.catalogue import CatalogueError
from counter.core.form import VisitForm
from counter.rehearsal.world import World
from tests.clerk import Clerk
from tests.own_city import own_counter, text_of

GUIDE = """
[operations."stamp.give"]
title = "盖章"
article = "方案 附件2"
windows = { value = ["making"], article = "方案 附件2", note = "这里不盖章" }
agent = { value = true, article = "方案 附件2" }
offline = { value = "accept", article = "方案 附件2" }
materials = []
"""


class StampForm(VisitForm):
    name: Name = blank("姓名", group="盖章")


@condition(Reads.FINDINGS)
def police_agree(case):
    finding = case.findings.get("police")
    if finding is None or finding.answer == Compared.MATCH.value:
        return None
    return Refusal(f"公安{finding.answer}：{finding.facts.get('reason', '')}", case.guide.article)


class Stamps:
    @hookimpl
    def counter_operations(self):
        receipt = lambda entry: slip_of(entry, "盖章回执")  # noqa: E731
        return (
            Operation(
                id="stamp.give", form=StampForm, rules=NoRules, receipt=receipt, needs=(POLICE, INSURANCE),
                conditions=(police_agree,),
            ),
        )  # fmt: skip


@dataclass
class Here:
    world: World
    counter: Counter
    clerk: Clerk
    pid: str
    name: str

    def fill(self, name: str = ""):
        return self.clerk.fill(self.pid, "stamp.give", {"name": name or self.name})

    @property
    def draft(self):
        (row,) = self.counter.branch.database.rows("SELECT op_id FROM draft ORDER BY made_ms DESC LIMIT 1")
        return self.counter.branch.drafts.load(row[0], self.counter.branch.people.key)


@pytest.fixture
def start(open_world, tmp_path, staff):
    opened = []

    def begin(*changes: tuple[str, str], addresses: bool = True) -> Here:
        world, _ = open_world("shishi")
        text = text_of("shishi")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        counter = own_counter(world, tmp_path / "own", staff, text + GUIDE, Stamps(), systems=addresses)
        opened.append(counter.branch)
        clerk = Clerk(counter, "making")
        holder = world.stories[0].person
        return Here(world, counter, clerk, clerk.open(holder.id_number), holder.name)

    yield begin
    for branch in opened:
        branch.close()


def test_what_was_answered_stands_on_the_check_page_and_in_the_entry(start):
    here = start()
    page = here.fill()
    assert page.marks["data-finding"] == ["公安联网核查", "参保情况"]
    assert page.texts("data-finding") == ["比对成功", "已参保"]
    assert "公安联网核查系统" in page.words
    assert "2026-11-20 10:31" in page.words
    assert "有照片" in page.words
    done = here.clerk.confirm(page)
    assert done.texts("data-finding") == ["比对成功", "已参保"]
    (kept,) = here.counter.branch.entries.of_operation(done.response.request.path.rsplit("/", 1)[1])
    assert kept.entry.findings["police"].answer == "比对成功"
    assert kept.entry.findings["insurance"].facts["agency"]


def test_what_was_typed_is_asked_about_and_asked_again_once_it_is_put_right(start):
    here = start()
    refused = here.fill("别人")
    assert refused.status == 422
    assert "公安比对不成功：姓名与公安登记的不同" in refused.words
    assert here.draft.findings["police"].answer == "比对不成功"
    assert here.fill().texts("data-finding") == ["比对成功", "已参保"]


def test_nobody_is_asked_while_a_blank_is_wrong(start):
    here = start()
    here.world.systems.police.down()
    page = here.fill("，")
    assert page.status == 422
    assert "police" not in here.draft.findings
    assert "问不到" not in page.words


def test_a_system_the_city_will_not_do_without_refuses_in_its_words_with_its_article(start):
    here = start()
    here.world.systems.police.down()
    page = here.fill()
    assert page.status == 422
    assert "公安联网核查系统现在问不到（连接中断，没有收到应答），没有比对不能制卡，请等恢复后再提交" in page.words
    assert "方案 通过合作银行与公安部门联网核查系统" in page.words
    here.world.systems.police.up()
    assert here.fill().status == 200


def test_a_system_the_city_does_without_leaves_its_mark_on_page_and_slip(start):
    here = start()
    here.world.systems.insurance.down()
    page = here.fill()
    assert page.texts("data-finding") == ["比对成功", "没有问到"]
    assert page.texts("data-mark")[0].startswith("医疗保险、新农合业务系统当时问不到，参保情况以申领表所填为准")
    done = here.clerk.confirm(page)
    (kept,) = here.counter.branch.entries.of_operation(done.response.request.path.rsplit("/", 1)[1])
    assert kept.entry.notices[0].startswith("医疗保险、新农合业务系统当时问不到，参保情况以申领表所填为准")
    assert "按假定执行" in kept.entry.notices[0]


def test_an_answer_that_has_turned_since_is_refused_at_the_confirming(start):
    here = start()
    page = here.fill()
    here.world.systems.police.know(here.world.stories[0].person.id_number, "另一个名字")
    here.world.clock.pass_time(timedelta(minutes=6))
    refused = here.clerk.confirm(page)
    assert refused.status == 422
    assert "公安比对不成功" in refused.words
    assert not here.counter.branch.database.rows("SELECT 1 FROM journal WHERE operation='stamp.give'")
    assert here.draft.texts["name"] == here.name


def test_an_answer_of_just_now_is_not_asked_for_again(start):
    here = start()
    page = here.fill()
    here.world.systems.police.down()
    here.world.clock.pass_time(timedelta(minutes=4))
    assert "data-number" in here.clerk.confirm(page).marks


def test_a_system_nobody_has_configured_is_said_so(start):
    here = start(addresses=False)
    page = here.fill()
    assert page.status == 422
    assert "公安联网核查系统现在问不到（本网点没有配置它的接口地址）" in page.words
    assert "没有配置接口地址" in here.clerk.get("/status").words


def test_a_city_that_does_not_use_a_system_does_not_ask_it(start):
    text = text_of("shishi")
    table = text[text.index("[systems.police]") : text.index("[systems.insurance]")]
    here = start((table, ""))
    here.world.systems.police.down()
    page = here.fill("别人")
    assert page.texts("data-finding") == ["已参保"]


def test_a_city_must_say_what_happens_when_a_system_cannot_be_asked(start):
    text = text_of("shishi")
    line = next(line for line in text.splitlines() if line.startswith("unavailable") and "refuse" in line)
    with pytest.raises(CatalogueError, match=r"systems\.police\.unavailable：这个系统要问"):
        start((line, ""))


def test_the_rehearsal_page_lets_a_system_fail_and_come_back(start):
    here = start()
    for do, answer in (("differ", "比对不成功"), ("hold", "待比对"), ("match", "比对成功")):
        here.clerk.post("/rehearsal/system", {"name": "police", "do": do, "pid": here.pid, "back": "/"})
        here.fill()
        assert here.draft.findings["police"].answer == answer
    here.clerk.post("/rehearsal/system", {"name": "police", "do": "down", "back": "/"})
    assert here.fill().status == 422
    here.clerk.post("/rehearsal/system", {"name": "police", "do": "up", "back": "/"})
    assert here.fill().status == 200
    assert here.clerk.post("/rehearsal/system", {"name": "nontax", "do": "down", "back": "/"}).status == 422
    assert here.clerk.post("/rehearsal/system", {"name": "police", "do": "dance", "back": "/"}).status == 422
