"""The application form on the way: printed before anything is saved, signed, then accepted; its copy afterwards."""

import io
import re
from datetime import timedelta

import pypdf
import pytest

from counter.core.ruled import Ruled
from counter.printed import Named
from counter.rehearsal.play.files import photo_file
from counter.web.printed import asked_of
from counter.web.search import recognise
from tests.clerk import Clerk
from tests.conftest import NOW
from tests.printing.samples import read_pdfium
from tests.web.test_pages import someone

JOINED = "loss.formal+replace.lost"
TEXTS = {"lost_on": "2026-11-19", "received": "20"}
FORM_B = "《陕西省商洛市社会保障卡业务办理表》"
FORM_F = "《福建省社会保障卡申领表》"
CONSENT = "停用旧卡的签字（申领表）"


@pytest.fixture
def pid(at_outlet, shangluo):
    return at_outlet.open(someone(shangluo[0], "lost").id_number)


def pdf_of(clerk, path):
    answer = clerk.client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return answer.get_data()


def op_of(page):
    return re.search(r"/(?:check|entry)/([0-9a-f-]{36})", page.response.request.path)[1]


def audit(counter, what):
    return counter.branch.database.rows("SELECT clerk, person, note FROM audit WHERE what=?", what)


def test_the_form_is_printed_before_anything_is_saved_and_says_so(shangluo, at_outlet, pid):
    world, counter = shangluo
    person = someone(world, "lost")
    form = at_outlet.form(pid, JOINED)
    assert FORM_B not in form.papers
    assert form.marks["data-later"] == [FORM_B]
    check = at_outlet.fill(pid, JOINED, TEXTS, page=form)
    op_id = op_of(check)
    assert check.papers == [FORM_B]
    assert FORM_B not in check.texts("data-paper"), "it is not among what has been received"
    (link,) = [path for path in check.links if path.endswith("/form.pdf?part=0")]
    text = read_pdfium(pdf_of(at_outlet, link))
    for words in (person.name, person.id_number, person.mobile, person.address, "2026年11月19日", op_id):
        assert words in text, words
    assert "陕西省商洛市社会保障卡业务办理表" in text
    assert "未保存" in text
    assert "不作凭证" in text, "a rehearsal stays one on paper"
    assert text.replace(" ", "").count("√") == 2, "正式挂失 and 遗失补卡 are ticked"
    assert not counter.branch.journal.done(op_id)
    assert audit(counter, "打印申请表") == [("1024", pid, "shaanxi-business")]


def test_a_sheet_signed_before_something_was_changed_bears_another_sign(at_outlet, pid):
    check = at_outlet.fill(pid, JOINED, TEXTS)
    (sign,) = check.texts("data-check")
    path = f"/check/{op_of(check)}/form.pdf"
    assert f"核对码 {sign}" in read_pdfium(pdf_of(at_outlet, path))
    form = at_outlet.get(f"/person/{pid}/do/{JOINED}?op={op_of(check)}")
    changed = at_outlet.fill(pid, JOINED, {**TEXTS, "lost_on": "2026-11-18"}, page=form)
    (other,) = changed.texts("data-check")
    assert other != sign
    form = at_outlet.get(f"/person/{pid}/do/{JOINED}?op={op_of(check)}")
    back = at_outlet.fill(pid, JOINED, TEXTS, page=form)
    assert back.texts("data-check") == [sign], "the same words, the same sign"
    at_outlet.confirm(back)
    assert f"核对码 {sign}" in read_pdfium(pdf_of(at_outlet, f"/entry/{op_of(check)}/form.pdf"))


def test_the_one_time_notice_does_not_send_anybody_for_a_form_the_window_prints(at_outlet, pid):
    text = read_pdfium(pdf_of(at_outlet, f"/person/{pid}/paper/notice.once/{JOINED}.pdf?media=a4"))
    assert f"{FORM_B}：在窗口打印，核对后签字" in text
    assert text.count("在窗口打印") == 1


def test_without_the_signed_form_nothing_is_saved_and_what_was_ticked_stays(shangluo, at_outlet, pid):
    counter = shangluo[1]
    check = at_outlet.fill(pid, JOINED, TEXTS)
    unsigned = at_outlet.post(check.response.request.path, {})
    assert unsigned.status == 422
    assert unsigned.texts("data-text") == [f"还缺：{FORM_B}"]
    assert unsigned.texts("data-article") == ["规范 第十五条"]
    assert "/form.pdf" in unsigned.html
    assert not counter.branch.journal.done(op_of(check))
    done = at_outlet.post(check.response.request.path, {"paper": unsigned.papers})
    assert done.texts("data-number")
    assert counter.branch.entries.of_operation(op_of(check))[0].entry.materials[-1] == FORM_B


def test_a_form_ticked_before_it_is_printed_does_not_count(at_outlet, pid):
    form = at_outlet.form(pid, JOINED)
    check = at_outlet.fill(pid, JOINED, TEXTS, page=form, papers=[*form.papers, FORM_B])
    assert at_outlet.post(check.response.request.path, {}).texts("data-text") == [f"还缺：{FORM_B}"]


def test_a_paper_that_is_no_form_cannot_be_brought_on_the_check_page(at_outlet, pid):
    form = at_outlet.form(pid, JOINED)
    check = at_outlet.fill(pid, JOINED, TEXTS, page=form, papers=[])
    assert check.texts("data-text"), "the other papers are asked where they always were"
    late = at_outlet.post(f"/check/{form.inputs['op_id']}", {"paper": [*form.papers, FORM_B]})
    assert late.status == 422
    assert not late.texts("data-number")


def test_only_the_clerk_at_the_window_where_it_was_begun_prints_the_draft(shangluo, at_outlet, pid):
    counter = shangluo[1]
    path = f"/check/{op_of(at_outlet.fill(pid, JOINED, TEXTS))}/form.pdf"
    for other in (Clerk(counter, "bank_outlet", "1001"), Clerk(counter, "bureau")):
        answer = other.client.get(path)
        assert answer.status_code == 409
        assert answer.mimetype == "text/html"
    assert counter.flask.test_client().get(path).status_code == 303
    admin = Clerk(counter, "bureau", "1000").get(path)
    assert admin.status == 403
    assert "没有这一页的权限" in admin.words
    assert len(audit(counter, "打印申请表")) == 0


@pytest.mark.parametrize(("asked", "given"), [("", "甲"), ("?part=0", "甲"), ("?part=1", "乙"), ("?part=2", None)])
def test_of_two_forms_of_joined_operations_the_one_that_is_asked_is_printed(shangluo, asked, given):
    two = tuple(Named(part, "key", Ruled(value=title, assumed=True)) for part, title in enumerate("甲乙"))
    with shangluo[1].flask.test_request_context(f"/{asked}"):
        found = asked_of(two)
    assert (found.title.value if found else None) == given


def test_an_operation_without_a_form_prints_none(at_outlet, pid):
    check = at_outlet.fill(pid, "loss.temporary", {"lost_on": "2026-11-19"})
    assert "/form.pdf" not in check.html
    answer = at_outlet.client.get(f"/check/{op_of(check)}/form.pdf")
    assert answer.status_code == 404
    done = at_outlet.confirm(check)
    assert "/form.pdf" not in done.html
    assert at_outlet.client.get(f"/entry/{op_of(done)}/form.pdf").status_code == 404
    assert at_outlet.client.get(f"/entry/{op_of(check)[:-4]}0000/form.pdf").status_code == 404


def test_the_copy_is_made_of_the_entry_alone_and_bears_its_number(shangluo, at_outlet, pid, monkeypatch):
    world, counter = shangluo
    person = someone(world, "lost")
    check = at_outlet.fill(pid, JOINED, TEXTS)
    draft = read_pdfium(pdf_of(at_outlet, f"/check/{op_of(check)}/form.pdf"))
    done = at_outlet.confirm(check)
    path = next(link for link in done.links if "/form.pdf" in link)
    first = pdf_of(at_outlet, path)
    text = read_pdfium(first)
    number = done.texts("data-number")[0]
    assert f"副本　业务流水号 {number}" in text
    assert "未保存" not in text
    for words in (person.name, person.id_number, person.address, "2026年11月19日", "受理人 1024"):
        assert words in text, words
    assert cells(text) == cells(draft), "the copy says what was signed"
    world.clock.pass_time(timedelta(days=3))
    with monkeypatch.context() as later:
        later.setattr(type(counter.branch.people), "dossier", lambda _self, _pid: None)
        assert pdf_of(at_outlet, path) == first, "neither today nor what is known of the person today counts"
    assert pdf_of(Clerk(counter, "bureau", "1001"), path) == first, "whoever prints it, it is the same paper"
    assert at_outlet.get(f"/check/{op_of(check)}/form.pdf").response.get_data() == first, "a done draft leads to its copy"
    assert [row[0] for row in audit(counter, "打印申请表副本")] == ["1024", "1024", "1001", "1024"]


def cells(text):
    """What stands between the date and the foot."""
    return re.split("未保存|副本", text.split("填表日期")[1])[0]


def test_the_number_on_the_paper_finds_the_operation_again(shangluo, at_outlet, pid):
    counter = shangluo[1]
    check = at_outlet.fill(pid, JOINED, TEXTS)
    op_id = op_of(check)
    assert at_outlet.find(op_id).response.request.path == f"/check/{op_id}"
    other = Clerk(counter, "bureau", "1001").find(op_id)
    assert other.status == 422
    assert "还没有保存" in other.words
    at_outlet.confirm(check)
    for typed in (op_id, op_id.upper(), op_id.replace("-", "")):
        assert Clerk(counter, "bureau", "1001").find(typed).response.request.path == f"/entry/{op_id}"


@pytest.mark.parametrize("text", ["61100220261120000001", "0193a2f4-5c1e-1d3b-9a44-0123456789ab", "611002198003124513"])
def test_no_other_number_is_taken_for_one_of_a_form(text):
    assert recognise(text, NOW.date()).kind != "form"


def test_a_city_with_the_annex_prints_it_for_consent_and_for_replacement(open_world):
    world, counter = open_world("shishi")
    clerk = Clerk(counter, "making")
    person = someone(world, "lost")
    pid = clerk.open(person.id_number)
    check = clerk.fill(pid, "loss.formal", {"lost_on": "2026-11-19"})
    assert check.papers == [CONSENT]
    text = read_pdfium(pdf_of(clerk, f"/check/{op_of(check)}/form.pdf"))
    assert "福建省社会保障卡申领表" in text
    assert person.cards[0].number in text, "the card that is stopped"
    assert "□√" in re.sub(r"\s", "", text) or "√□" in re.sub(r"\s", "", text)
    clerk.confirm(check)
    again = clerk.fill(pid, "replace.lost", {"mobile": "13905951001", "received": "20"})
    assert again.papers == [FORM_F]
    text = read_pdfium(pdf_of(clerk, f"/check/{op_of(again)}/form.pdf"))
    assert "13905951001" in text
    assert "申领日期：2026 年 11 月 20 日" in text


def test_the_photo_that_was_taken_stands_on_the_form_and_on_its_copy(at_outlet, pid):
    taken = photo_file("358x441，40KB")
    texts = {**TEXTS, "mobile": "13909140101", "new_photo": "是", "photo": (io.BytesIO(taken), "photo.jpg")}
    check = at_outlet.fill(pid, JOINED, texts)
    draft = pdf_of(at_outlet, f"/check/{op_of(check)}/form.pdf")
    at_outlet.confirm(check)
    for pdf in (draft, pdf_of(at_outlet, f"/entry/{op_of(check)}/form.pdf")):
        (image,) = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/XObject"].values()
        assert image.get_object().get_data() == taken, "the very file, not a picture of it"
        assert "贴照片处" not in read_pdfium(pdf)


def test_what_no_longer_holds_is_told_on_the_check_page_not_on_paper(shangluo, at_outlet, pid):
    counter = shangluo[1]
    check = at_outlet.fill(pid, JOINED, TEXTS)
    Clerk(counter, "bank_outlet", "1001").do(pid, JOINED, TEXTS)
    answer = at_outlet.client.get(f"/check/{op_of(check)}/form.pdf")
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/check/{op_of(check)}"
