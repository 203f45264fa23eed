"""常见问题处理: the documents' own rows, each where its trouble occurs, and the report of what nobody here can mend."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from counter.catalogue import CatalogueError, load
from counter.cities import DOCUMENTS, HERE, city_keys, load_city
from tests.clerk import Clerk
from tests.source import told

CLOSE = re.compile(r"[\s　“”]")
NOBODY = "41070219900307002X"
PAID = {"notice_number": "41070000001", "bill_number": "20260000001", "amount": "20"}
UP_TO_MAKING = [("fees.notice", PAID), ("replace.lost", {}), ("fees.register", {}), ("issue.mark", {})]


def plain(text):
    return CLOSE.sub("", text)


def read(raw):
    return plain("".join(page.extract_text() for page in PdfReader(BytesIO(raw)).pages))


@pytest.mark.parametrize("key", city_keys())
def test_every_row_is_in_the_words_of_the_city_s_own_documents(key):
    city, wrong = load_city(key), []
    texts = {name: plain((DOCUMENTS / one.file).read_text("utf-8")) for name, one in city.documents.items()}
    for one in load(city).rules["help"].troubles:
        text = texts[one.article.partition(" ")[0]]
        wrong += [part for part in (one.problem, one.cause, one.remedy) if plain(part) not in text]
        assert one.remedy, f"{one.problem}: without a remedy it is no row"
    told(wrong)


def test_the_whole_table_of_the_document_is_there():
    city = load_city("xinxiang")
    (document,) = city.documents.values()
    lines = (DOCUMENTS / document.file).read_text("utf-8").split("三、常见问题处理")[1].splitlines()
    rows = [line.split("\t")[1:] for line in lines if "\t" in line][1:]
    mine = {(one.problem, one.cause, one.remedy) for one in load(city).rules["help"].troubles}
    assert len(rows) == 11
    assert {tuple(cell.strip() for cell in row) for row in rows} <= mine


def test_a_row_that_leads_to_no_operation_of_the_city_is_a_mistake(tmp_path):
    text = (HERE / "xinxiang.toml").read_text("utf-8")
    (tmp_path / "forms").symlink_to(HERE / "forms")
    own = tmp_path / "own.toml"
    own.write_text(text.replace('operation = "issue.restore" }]', 'operation = "issue.mend" }]'), "utf-8")
    with pytest.raises(CatalogueError, match=r"help：没有业务“issue\.mend”"):
        load(load_city(str(own)))


@pytest.fixture
def making(open_world):
    """A card about to be drawn in."""
    world, counter = open_world("xinxiang")
    clerk = Clerk(counter, "city")
    pid = clerk.open(next(s.person.id_number for s in world.stories if s.id == "formally-lost"))
    for offer, texts in UP_TO_MAKING:
        clerk.do(pid, offer, texts)
    page = clerk.confirm(clerk.fill(pid, "issue.make", {}))
    return world, clerk, clerk.walk(page, "feed")


@pytest.mark.parametrize(
    ("step", "fault", "problem", "remedy"),
    [
        ("feed", "未连接", "制卡机未连接", "检查USB数据线或重新安装驱动程序"),
        ("write", "放反", "卡芯片上电失败", "1、检查卡片方向2、换用其他读卡器3、重启制卡机"),
        ("print", "色带", "未检测到色带芯片", "更换色带及芯片或重新插拔色带芯片"),
        ("write", "写坏", "写卡未成功", "1、制卡软件-失败数据回盘2、省卡管系统-社保卡申请-失败数据处理-恢复申请"),
    ],
)
def test_a_failed_step_shows_its_own_trouble_and_no_other_machine_s(making, step, fault, problem, remedy):
    world, clerk, page = making
    assert page.texts("data-trouble") == [], "nothing has gone wrong yet"
    world.bench.faults[step] = fault
    page = clerk.walk(page)
    shown = [plain(text) for text in page.texts("data-trouble")]
    assert any(text.startswith(problem) and remedy in text for text in shown), shown
    others = {"制卡机未连接", "卡芯片上电失败", "未检测到色带芯片"} - {problem}
    assert not [text for text in shown if text.startswith(tuple(others))]


def test_a_write_without_a_word_of_success_is_reported_to_the_information_centre(making):
    """XX-158, XX-160, XX-161: who, which operation, which step, when, and what was shown."""
    world, clerk, page = making
    world.bench.faults["write"] = "断电"
    page = clerk.walk(page)
    assert "需要报新乡市人力资源和社会保障信息中心处理" in page.words
    op_id = page.response.request.path.rpartition("/")[2]
    answer = clerk.post("/report/help.report", {
        "page": "making", "op": op_id, "step": "写卡", "problem": "无成功提示", "said": page.texts("data-text")[0],
    })  # fmt: skip
    text = read(answer.response.data)
    kept = clerk.counter.branch.entries.of_operation(op_id)[-1].entry
    for wanted in ("情况报告单", "新乡市人力资源和社会保障信息中心", kept.number, kept.id_number, "制卡", "写卡", "没有成功提示", "1024"):
        assert wanted in text, wanted
    rows = clerk.counter.branch.database.rows("SELECT note FROM audit WHERE what='情况报告单'")
    assert rows == [("无成功提示",)]


def test_a_number_nobody_has_shows_why_and_leads_to_an_application_with_the_number(open_world):
    """XX-162, XX-163, XX-164."""
    _, counter = open_world("xinxiang")
    clerk = Clerk(counter, "city")
    page = clerk.find(NOBODY)
    (shown,) = page.texts("data-trouble")
    assert "身份证过期、或公安比对失败、或与银行开户信息不符导致制卡失败" in shown
    assert page.texts("data-mends") == ["新增申请：照证件新增，号码已带上"]
    assert page.inputs["id_number"] == NOBODY
    township = Clerk(counter, "bank", number="1001")
    assert township.find(NOBODY).texts("data-mends"), "every window of this city takes applications"


def test_what_the_province_took_out_is_explained_on_the_person_s_page_and_leads_back_to_the_application(open_world):
    """XX-163: the cause stands beside the province's own words, and what was typed then comes back."""
    world, counter = open_world("xinxiang")
    clerk = Clerk(counter, "city")
    person = next(s.person for s in world.stories if s.id == "formally-lost")
    pid = clerk.open(person.id_number)
    for offer, texts in UP_TO_MAKING[:2]:
        clerk.do(pid, offer, texts)
    counter.courier.round()
    assert clerk.get(f"/person/{pid}").texts("data-trouble") == []
    world.province.withdraw(person.id_number, "公安比对失败")
    counter.courier.round(news=True)
    page = clerk.get(f"/person/{pid}")
    (shown,) = page.texts("data-trouble")
    assert "信息中心将制卡信息从省卡管撤出" in shown
    assert page.texts("data-mends") == ["新增申请"]


def test_a_replacement_says_how_name_and_photo_are_changed_and_leads_there(making):
    """XX-165 to XX-169: a link only to what can be done now."""
    _, clerk, _ = making
    world_person = next(s.person for s in clerk.counter.world.stories if s.id == "damaged")
    pid = clerk.open(world_person.id_number)
    clerk.do(pid, "fees.notice", {**PAID, "notice_number": "41070000002", "bill_number": "20260000002"})
    page = clerk.form(pid, "replace.damaged")
    problems = page.texts("data-problem-row")
    assert problems == ["补卡时修改姓名、社会保障号", "更换照片"]
    assert page.texts("data-mends") == ["姓名、社会保障号变更"], "a loss is not declared: no replacement of a lost card"


def test_the_whole_page_finds_words_and_prints(open_world):
    _, counter = open_world("xinxiang")
    clerk = Clerk(counter, "city")
    assert len(clerk.get("/help").texts("data-trouble")) == 12
    assert clerk.get("/help?q=色带").texts("data-problem-row") == ["卡面打印不清晰、颜色有偏差", "未检测到色带芯片"]
    assert "没有写着“彩虹”的" in clerk.get("/help?q=彩虹").words
    text = read(clerk.get("/help.pdf").response.data)
    assert "卡芯片上电失败" in text
    assert "重启制卡机" in text


def test_a_report_needs_a_page_that_exists(open_world):
    _, counter = open_world("xinxiang")
    clerk = Clerk(counter, "city")
    assert clerk.post("/report/help.report", {"page": "moon"}).status == 422
    assert clerk.post("/report/notice.once", {"page": "form"}).status == 404


def test_a_city_without_a_table_of_troubles_says_what_its_articles_say(open_world):
    """SS-086, SS-087: 比对不成功 on the form, with the two ways on."""
    _, counter = open_world("shishi")
    clerk = Clerk(counter, "making")
    assert [plain(t) for t in clerk.get("/help?q=比对").texts("data-trouble")] == [
        "比对不成功的解决方法与申请人当场核实，再行比对；当场无法解决的，终止制卡流程方案比对不成功的"
    ]
