"""Whatever is wrong in a form is said in one sentence at its blank, nothing is written and nothing typed is lost."""

import uuid
from urllib.parse import quote_plus

import pytest

from counter.rehearsal.people import check_sign
from counter.rehearsal.world import add_branch, demo_seats, new_world
from tests.clerk import Clerk, Page
from tests.conftest import NOW
from tests.web.test_story import story

AGENT = {
    "agent_name": "冀永强",
    "agent_id": "611002198003124513",
    "relation": "子女",
    "agent_mobile": "13909140101",
    "lost_on": "2026-11-19",
}
JOINED = "loss.formal+replace.lost"
TABLES = ("journal", "ledger", "subject", "outbox", "slip", "act", "taken", "work", "head")


def number(first17: str) -> str:
    return first17 + check_sign(first17)


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) for c in text)


def written(counter) -> dict[str, list]:
    """Everything that carrying something out would change."""
    rows = counter.branch.database.rows
    return {table: rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in TABLES}


@pytest.fixture(scope="module")
def here(tmp_path_factory, staff):
    """One world for all refused inputs: none of them changes it."""
    world = new_world("shangluo", NOW)
    counter = add_branch(world, tmp_path_factory.mktemp("bad"), demo_seats("shangluo"), staff)
    clerk = Clerk(counter, "bank_outlet")
    pid = clerk.open(story(world, "lost").person.id_number)
    yield world, counter, clerk, pid
    world.stop()


def kept(page: Page, texts: dict) -> None:
    for name, text in texts.items():
        shown = page.inputs.get(name)
        assert shown == text or f'value="{text}" checked' in page.html, (name, text, shown)


WRONG_IDS = {
    "check sign": ("611002198003124514", "号码的校验位不符"),
    "15 digits": ("611002800312451", "15 位"),
    "15 digits, full width": (full_width("611002800312451"), "15 位"),
    "17 digits": ("61100219800312451", "应为 18 位，现在是 17 位"),
    "no such day": (number("61100219800230451"), "没有 1980 年 2 月 30 日这一天"),
    "no such month": (number("61100219801312451"), "没有 1980 年 13 月 12 日这一天"),
    "born tomorrow": (number("61100220261121451"), "还没有到"),
    "born too early": (number("61100218991231451"), "1899 年太早"),
    "letter O": ("6110O2198003124513", "第 5 位是“O”"),
    "x in the middle": ("61100219800312X513", "第 15 位是“X”"),
    "passport": ("E12345678", "护照或通行证"),
    "permit, wrong sign": ("810000199408230022", "号码的校验位不符"),
    "begins with 0": (number("01100219800312451"), "第 1 位不会是 0"),
    "nothing": ("", "请填写来人身份证号"),
    "other script": ("٦١١٠٠٢١٩٨٠٠٣١٢٤٥١٣", "只能是数字"),
}


@pytest.mark.parametrize(("typed", "sentence"), WRONG_IDS.values(), ids=WRONG_IDS)
def test_a_wrong_identity_number_is_refused_at_its_blank(here, typed, sentence):
    _, counter, clerk, pid = here
    before = written(counter)
    page = clerk.fill(pid, "loss.temporary", {**AGENT, "agent_id": typed}, by="代办")
    assert page.status == 422
    assert page.marks["data-error"] == ["agent_id"]
    assert sentence in page.words
    kept(page, {**AGENT, "agent_id": typed})
    assert written(counter) == before


GOOD_IDS = {
    "lower-case x": ("61100219800312007x", "61100219800312007X"),
    "full width": (full_width("611002198003124513"), "611002198003124513"),
    "blanks and hyphens": (" 611002 19800312-4513 ", "611002198003124513"),
    "Hong Kong and Macau": (number("81000019940823002"), number("81000019940823002")),
    "Macau": (number("82000019940823002"), number("82000019940823002")),
    "Taiwan": (number("83000019940823002"), number("83000019940823002")),
    "foreigner": (number("91115619940823002"), number("91115619940823002")),
}


@pytest.mark.parametrize(("typed", "plain"), GOOD_IDS.values(), ids=GOOD_IDS)
def test_every_kind_of_identity_number_is_taken_and_written_in_one_way(here, typed, plain):
    _, counter, clerk, pid = here
    before = written(counter)
    page = clerk.fill(pid, "loss.temporary", {**AGENT, "agent_id": typed}, by="代办")
    assert page.status == 200, page.words
    assert plain in page.words
    assert written(counter) == before


WRONG_TEXTS = {
    "three decimals": (JOINED, {"lost_on": "2026-11-19", "received": "20.005"}, "received", "最多两位小数，现在是 3 位"),
    "negative": (JOINED, {"lost_on": "2026-11-19", "received": "-20"}, "received", "金额不能是负数"),
    "exponent": (JOINED, {"lost_on": "2026-11-19", "received": "2e1"}, "received", "只能写数字和小数点"),
    "no amount": (JOINED, {"lost_on": "2026-11-19", "received": ""}, "received", "请填写实收金额"),
    "no such day": ("loss.temporary", {"lost_on": "2026-02-30"}, "lost_on", "没有 2026 年 2 月 30 日这一天"),
    "two-digit year": ("loss.temporary", {"lost_on": "26-11-19"}, "lost_on", "年份要写四位"),
    "no day": ("loss.temporary", {"lost_on": ""}, "lost_on", "请填写遗失日期"),
    "words for a day": ("loss.temporary", {"lost_on": "昨天"}, "lost_on", "日期看不懂"),
    "another century": ("loss.temporary", {"lost_on": "1826-11-19"}, "lost_on", "1900 到 2199 之间"),
    "mobile too short": (JOINED, {"lost_on": "2026-11-19", "received": "20", "mobile": "1390914010"}, "mobile", "11 位"),
    "no such choice": ("loss.temporary", {"lost_on": "2026-11-19", "cause": "火烧"}, "cause", "中选一项"),
}


@pytest.mark.parametrize(("offer", "texts", "blank", "sentence"), WRONG_TEXTS.values(), ids=WRONG_TEXTS)
def test_a_wrong_blank_is_refused_with_its_own_sentence(here, offer, texts, blank, sentence):
    _, counter, clerk, pid = here
    before = written(counter)
    page = clerk.fill(pid, offer, texts)
    assert page.status == 422
    assert page.marks["data-error"] == [blank]
    assert sentence in page.words
    kept(page, {k: v for k, v in texts.items() if k != "cause"})
    assert written(counter) == before


WRONG_NAMES = {
    "digit": ("冀永强2", "第 4 个字是数字"),
    "invisible": ("冀永\x07强", "第 3 个字看不见"),
    "private use": ("冀\ue000强", "自造字"),
    "dot at the end": ("阿卜杜拉·", "间隔号“·”的前后都要有字"),
    "emoji": ("冀永😀", "不是姓名用字"),
    "too long": ("冀" * 51, "最多 50 个字"),
    "only blanks": ("  ", "请填写来人姓名"),
}


@pytest.mark.parametrize(("typed", "sentence"), WRONG_NAMES.values(), ids=WRONG_NAMES)
def test_a_wrong_name_is_refused_at_its_blank(here, typed, sentence):
    _, counter, clerk, pid = here
    before = written(counter)
    page = clerk.fill(pid, "loss.temporary", {**AGENT, "agent_name": typed}, by="代办")
    assert (page.status, page.marks["data-error"]) == (422, ["agent_name"])
    assert sentence in page.words
    kept(page, {"agent_name": typed, "agent_id": AGENT["agent_id"]})
    assert written(counter) == before


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉 · 买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉.买买提", "阿卜杜拉·买买提"),
        (" 冀　永强 ", "冀永强"),
        ("𬱖䶮㛃", "𬱖䶮㛃"),
        ("Jean-Luc  O’Neil", "Jean-Luc O'Neil"),
    ],
)
def test_a_name_is_taken_as_its_document_writes_it(here, typed, name):
    _, _, clerk, pid = here
    page = clerk.fill(pid, "loss.temporary", {**AGENT, "agent_name": typed}, by="代办")
    assert page.status == 200, page.words
    assert name in page.words


@pytest.mark.parametrize("raw", [b"%ED%A0%80", b"%CD%F5%C3%F7", b"%FF%FE", b"%00"])
def test_bytes_that_are_no_text_are_refused_at_their_blank(here, raw):
    _, counter, clerk, pid = here
    form = clerk.form(pid, "loss.temporary", "代办")
    fields = {**form.inputs, **AGENT, "by": "代办"}
    fields.pop("agent_name")
    fields.pop("", None)
    body = "&".join(f"{k}={quote_plus(v)}" for k, v in fields.items()).encode() + b"&agent_name=" + raw
    before = written(counter)
    page = Page(
        clerk.client.post(
            f"/person/{pid}/do/loss.temporary", data=body, content_type="application/x-www-form-urlencoded"
        )
    )
    assert page.status == 422
    assert page.marks["data-error"] == ["agent_name"]
    assert page.inputs["agent_id"] == AGENT["agent_id"]
    assert written(counter) == before


def test_a_character_no_typeface_can_print_is_named_before_anything_is_accepted(here):
    _, counter, clerk, pid = here
    before = written(counter)
    page = clerk.fill(pid, "loss.temporary", {**AGENT, "agent_name": "冀\U0003ffa0"}, by="代办")
    assert page.status == 422
    assert "印不出“\U0003ffa0”（U+3FFA0）" in page.words
    assert written(counter) == before


def test_a_loss_in_the_future_and_missing_papers_are_refused_together_each_with_its_article(here):
    _, counter, clerk, pid = here
    before = written(counter)
    page = clerk.fill(pid, "loss.temporary", {"lost_on": "2026-11-21"}, papers=[])
    assert page.status == 422
    assert "遗失日期不能晚于今天，请核对后改正" in page.texts("data-text")
    assert "还缺：持卡人有效身份证件" in page.texts("data-text")
    assert len(page.texts("data-article")) == len(page.texts("data-text")) == 2
    kept(page, {"lost_on": "2026-11-21"})
    assert written(counter) == before


def test_a_loss_today_is_no_loss_in_the_future(here):
    _, _, clerk, pid = here
    assert clerk.fill(pid, "loss.temporary", {"lost_on": "2026-11-20"}).status == 200


def test_every_wrong_blank_is_named_at_once(here):
    _, counter, clerk, pid = here
    before = written(counter)
    typed = {"agent_name": "1", "agent_id": "2", "relation": "", "agent_mobile": "3", "lost_on": "4"}
    page = clerk.fill(pid, "loss.temporary", typed, by="代办")
    assert page.marks["data-error"] == ["agent_name", "agent_id", "relation", "agent_mobile", "lost_on"]
    assert written(counter) == before


def test_cash_that_is_not_the_fee_is_refused_with_both_amounts(here):
    _, counter, clerk, pid = here
    before = written(counter)
    page = clerk.fill(pid, JOINED, {"lost_on": "2026-11-19", "received": "25"})
    assert page.status == 422
    assert "应收社会保障卡工本费 20.00 元，实收 25.00 元，请核对" in page.texts("data-text")
    kept(page, {"received": "25"})
    assert written(counter) == before


@pytest.mark.parametrize("typed", ["611002198003124514", "611002800312451", number("61100219800230451")])
def test_the_search_names_what_is_wrong_with_a_number_and_keeps_it(here, typed):
    _, counter, clerk, _ = here
    before = written(counter)
    page = clerk.find(typed)
    assert page.status == 422
    assert "号码" in page.words
    assert typed in page.inputs.values()
    assert written(counter) == before


FORGED = ["", "x", str(uuid.UUID(int=7)), "' OR 1=1 --", "../../etc/passwd", "01a1f6ca-fc46-7515-8d8c-b6d4f118d180"]


@pytest.mark.parametrize("op_id", FORGED)
def test_a_forged_operation_id_does_nothing(here, op_id):
    _, counter, clerk, pid = here
    before = written(counter)
    texts = {"op_id": op_id, "by": "本人", "lost_on": "2026-11-19"}
    page = clerk.post(f"/person/{pid}/do/loss.temporary", texts)
    assert page.status == 409
    assert "这张表单不是本系统发出的" in page.texts("data-problem")[0]
    if op_id and "/" not in op_id:
        assert clerk.post(f"/check/{op_id}", {}).status == 409
    assert written(counter) == before


def test_an_operation_id_counts_only_for_its_clerk_its_window_and_its_person(here):
    world, counter, clerk, pid = here
    check = clerk.fill(pid, "loss.temporary", {"lost_on": "2026-11-19"})
    path, op_id = check.response.request.path, check.response.request.path.rsplit("/", 1)[1]
    other_pid = clerk.open(story(world, "damaged").person.id_number)
    before = written(counter)
    other = Clerk(counter, "bank_outlet", "1001")
    assert other.post(path, {}).status == 409
    assert other.get(path).status == 409
    texts = {"op_id": op_id, "by": "本人", "lost_on": "2026-11-19"}
    assert clerk.post(f"/person/{other_pid}/do/loss.temporary", texts).status == 409
    assert clerk.post(f"/person/{pid}/do/loss.formal+replace.lost", texts).status == 409
    elsewhere = Clerk(counter, "bureau")
    assert elsewhere.post(path, {}).status == 409
    assert written(counter) == before
    here_again = Clerk(counter, "bank_outlet")
    clerk.client = here_again.client
    assert clerk.get(path).status == 200


@pytest.mark.parametrize("token", [None, "", "forged"])
def test_a_post_without_its_token_does_nothing(here, token):
    _, counter, clerk, pid = here
    check = clerk.fill(pid, "loss.temporary", {"lost_on": "2026-11-19"})
    before = written(counter)
    data = {} if token is None else {"csrf_token": token}
    page = Page(clerk.client.post(check.response.request.path, data=data))
    assert page.status == 400
    assert page.texts("data-problem") == ["这个页面已经过期，没有办理任何业务。请返回上一页刷新后再提交。"]
    assert written(counter) == before
    assert clerk.get(check.response.request.path).status == 200


def test_a_form_that_was_never_checked_cannot_be_confirmed(here):
    _, counter, clerk, pid = here
    form = clerk.form(pid, "loss.temporary")
    before = written(counter)
    page = clerk.post(f"/check/{form.inputs['op_id']}", {})
    assert page.status == 422
    assert page.marks["data-error"] == ["lost_on"]
    assert written(counter) == before


def test_what_was_changed_after_the_check_must_be_checked_again(here):
    """One tab shows the check page; another tab of the same form changes the day and does not go on."""
    _, counter, clerk, pid = here
    check = clerk.fill(pid, "loss.temporary", {"lost_on": "2026-11-19"})
    form = clerk.form(pid, "loss.temporary")
    op_id = check.response.request.path.rsplit("/", 1)[1]
    texts = {"op_id": op_id, "by": "本人", "lost_on": "2026-11-01", "paper": form.papers, "switch": "本人"}
    clerk.post(f"/person/{pid}/do/loss.temporary", texts)
    before = written(counter)
    page = clerk.confirm(check)
    assert page.status == 422
    assert page.texts("data-text") == ["填写的内容还没有核对，请核对后再确认"]
    assert page.inputs["lost_on"] == "2026-11-01"
    assert written(counter) == before


def test_a_password_too_long_is_refused_where_it_is_typed(here):
    world, counter, _, _ = here
    clerk = Clerk(counter, "bureau", "1001")
    pid = clerk.open(story(world, "to-enable").person.id_number)
    clerk.post("/rehearsal/card", {"pid": pid, "back": "/"})
    check = clerk.fill(pid, "activate.social", {})
    before = written(counter)
    long = "1" * 201
    page = clerk.confirm(check, old_password=long, new_password="271828", again="271828")
    assert page.status == 422
    assert "最多 200 个字" in " ".join(page.texts("data-text"))
    assert long not in page.html
    assert written(counter) == before


def test_another_window_changed_the_card_between_form_and_confirming(shangluo):
    """The replacement would still be possible, but not on what the clerk has seen."""
    world, counter = shangluo
    one, two = Clerk(counter, "bank_outlet"), Clerk(counter, "bureau", "1001")
    pid = one.open(story(world, "lost").person.id_number)
    check = one.fill(pid, JOINED, {"lost_on": "2026-11-19", "received": "20"})
    two.do(pid, "loss.temporary", {"lost_on": "2026-11-19"})
    before = written(counter)
    page = one.confirm(check)
    assert page.status == 409
    assert page.texts("data-problem") == [
        "这位持卡人的状态刚被另一窗口或省里的消息改变，这一笔没有保存。请重新打开本页，按现在的状态办理。"
    ]
    assert written(counter) == before
    again = one.fill(pid, JOINED, {"lost_on": "2026-11-19", "received": "20"})
    assert "临时挂失 → 正式挂失" in one.confirm(again).texts("data-entry-change")


def test_another_window_has_done_it_between_form_and_confirming(shangluo):
    """It is no longer possible: the refusal names the state, and what was typed is still there."""
    world, counter = shangluo
    one, two = Clerk(counter, "bank_outlet"), Clerk(counter, "bureau", "1001")
    pid = one.open(story(world, "lost").person.id_number)
    check = one.fill(pid, "loss.temporary", {"lost_on": "2026-11-18"})
    two.do(pid, "loss.temporary", {"lost_on": "2026-11-19"})
    before = written(counter)
    page = one.confirm(check)
    assert page.status == 422
    assert page.texts("data-text") == ["已在临时挂失中，不用再挂；确定找不回的，请办理正式挂失并补卡"]
    assert page.inputs["lost_on"] == "2026-11-18"
    assert written(counter) == before


def test_news_from_the_province_between_form_and_confirming(shangluo):
    world, counter = shangluo
    clerk = Clerk(counter, "bank_outlet")
    person = story(world, "lost").person
    pid = clerk.open(person.id_number)
    check = clerk.fill(pid, JOINED, {"lost_on": "2026-11-19", "received": "20"})
    world.province.phone_loss(person.id_number)
    counter.courier.round(news=True)
    before = written(counter)
    page = clerk.confirm(check)
    assert (page.status, "省里的消息" in page.texts("data-problem")[0]) == (409, True)
    assert written(counter) == before


def test_an_operation_id_is_used_once_whatever_comes_with_it(shangluo):
    world, counter = shangluo
    clerk = Clerk(counter, "bank_outlet")
    pid = clerk.open(story(world, "lost").person.id_number)
    check = clerk.fill(pid, "loss.temporary", {"lost_on": "2026-11-19"})
    done = clerk.confirm(check)
    op_id = check.response.request.path.rsplit("/", 1)[1]
    before = written(counter)
    other = {"op_id": op_id, "by": "本人", "lost_on": "2026-11-01", "cause": "被盗"}
    again = clerk.post(f"/person/{pid}/do/loss.temporary", other)
    assert again.status == 422
    assert "这张表单已经办结，这次提交没有再办一次" in again.texts("data-problem")[0]
    assert f"/entry/{op_id}" in again.links
    twice = clerk.post(f"/check/{op_id}", {})
    assert twice.response.request.path == done.response.request.path
    assert clerk.get(f"/check/{op_id}").response.request.path == done.response.request.path
    assert written(counter) == before


def test_a_bill_number_is_used_once(open_world):
    world, counter = open_world("xinxiang")
    clerk = Clerk(counter, "county")
    first = {"notice_number": "410700001", "bill_number": "8800000001", "amount": "20"}
    clerk.do(clerk.open(story(world, "lost").person.id_number), "fees.notice", first)
    pid = clerk.open(story(world, "damaged").person.id_number)
    check = clerk.fill(pid, "fees.notice", {**first, "notice_number": "410700002"})
    before = written(counter)
    page = clerk.confirm(check)
    assert page.status == 422
    assert page.texts("data-text") == ["财政票据 8800000001 已经用过，请核对纸质票据上的号码"]
    kept(page, {"notice_number": "410700002", "amount": "20"})
    assert written(counter) == before
    assert clerk.do(pid, "fees.notice", {**first, "notice_number": "410700002", "bill_number": "8800000002"}).status == 200
