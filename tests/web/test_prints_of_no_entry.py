"""Papers of no entry at the window's printers: notices, lists, unsigned forms, the day's papers; sealed, counted, asked."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from counter.core.prints import Printer, Stage
from counter.printers.plain import whole
from counter.store.days import INTERIM, PRINTED
from tests.clerk import Clerk
from tests.conftest import NOW
from tests.web.test_dayend import rows
from tests.web.test_pages import someone
from tests.web.test_prints import files, job, path

JOINED = "loss.formal+replace.lost"
TEXTS = {"lost_on": "2026-11-19", "received": "20"}
BUTTON = r'formaction="([^"]*%s[^"]*)" name="print" value="([0-9a-f]{12})"'


def placed(counter, out, window_type="bank_outlet"):
    """A window whose papers all go into a folder."""
    window = next(w for w in counter.branch.windows() if w.type == window_type)
    for kind, media in (("slip", "roll80"), ("sheet", "a4"), ("form", "a4"), ("certificate", "a4")):
        counter.branch.prints.place(Printer(window=window.id, kind=kind, address=f"folder:{out}", media=media))
    counter.presses.renew()


@pytest.fixture
def out(tmp_path):
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.fixture
def outlet(shangluo, out):
    placed(shangluo[1], out)
    return Clerk(shangluo[1], "bank_outlet")


def button(page, words):
    """Where a button that prints leads, and its sign."""
    found = re.search(BUTTON % re.escape(words), page.html)
    assert found, words
    return found[1].replace("&amp;", "&"), found[2]


def pressed(clerk, page, words, **typed):
    href, sign = button(page, words)
    return clerk.post(href, {"print": sign, **typed})


def read(raw):
    return "".join("".join(sheet.extract_text() for sheet in PdfReader(BytesIO(raw)).pages).split())


def untimed(text):
    """Without the second it was printed in."""
    return re.sub(r"\d\d:\d\d:\d\d", "", text)


def only(out):
    (file,) = out.iterdir()
    return read(file.read_bytes())


def notice(clerk, pid, media="sheet"):
    page = clerk.get(f"/person/{pid}")
    about = {"paper": "notice.once", "offer": JOINED, "by": "代办"}
    return page, pressed(clerk, page, f"media={media}", **about), about


def test_a_notice_goes_to_the_printer_of_sheets_once_for_every_time_its_button_is_drawn(shangluo, outlet, out):
    pid = outlet.open(someone(shangluo[0], "lost").id_number)
    page, shown, about = notice(outlet, pid)
    assert shown.texts("data-stage") == ["等着打印"]
    assert "一次性告知单" in shown.words
    assert path(pressed(outlet, page, "media=sheet", **about)) == path(shown), "a page sent twice prints once"
    shangluo[1].presses.once()
    assert outlet.get(path(shown)).texts("data-stage") == ["已打印"]
    text = only(out)
    assert "一次性告知单" in text
    assert "委托" in text
    assert "补打" not in text
    notice(outlet, pid)
    pressed(outlet, page, "media=sheet", **{**about, "by": "本人"})
    shangluo[1].presses.once()
    assert len(files(out)) == 3, "a page drawn anew may print anew, and the same page something else"


def test_a_notice_on_a_slip_goes_to_the_printer_of_slips(shangluo, outlet, out):
    notice(outlet, outlet.open(someone(shangluo[0], "lost").id_number), "slip")
    assert (job(shangluo[1]).kind, job(shangluo[1]).media) == ("slip", "roll80")
    shangluo[1].presses.once()
    assert "一次性告知单" in only(out)


def test_what_is_missing_on_a_form_is_printed_and_the_form_stays(shangluo, outlet, out):
    pid = outlet.open(someone(shangluo[0], "lost").id_number)
    form = outlet.form(pid, JOINED)
    shown = pressed(outlet, form, "notice.missing", **{**form.inputs, **TEXTS, "paper": form.papers[:1]})
    assert shown.texts("data-stage") == ["等着打印"]
    shangluo[1].presses.once()
    assert "缺件告知单" in only(out)
    assert outlet.fill(pid, JOINED, TEXTS, page=form).status == 200


@pytest.mark.parametrize("lookup", ["query.person", "query.progress", "query.records"])
def test_the_paper_of_a_look_up_goes_to_the_printer_as_the_page_shows_it(shangluo, outlet, out, lookup):
    pid = outlet.open(someone(shangluo[0], "lost").id_number)
    page = outlet.get(f"/person/{pid}/lookup/{lookup}")
    shown = pressed(outlet, page, f"{lookup}.pdf")
    assert shown.texts("data-stage") == ["等着打印"]
    shangluo[1].presses.once()
    assert untimed(only(out)) == untimed(read(outlet.client.get(f"/person/{pid}/lookup/{lookup}.pdf").data))


def test_the_list_of_troubles_goes_to_the_printer(shangluo, outlet, out):
    pressed(outlet, outlet.get("/help"), "/help.pdf")
    shangluo[1].presses.once()
    assert "常见问题处理" in only(out)


def test_a_list_of_cards_goes_to_the_printer_of_its_window(open_world, out):
    from tests.test_limits import DECEMBER, POINT

    _, counter = open_world("shishi", POINT, DECEMBER)
    placed(counter, out, "agency")
    clerk = Clerk(counter, "agency")
    pressed(clerk, clerk.get("/limits"), "agency.sent", day="2026-12-21")
    counter.presses.once()
    assert "传送清单" in only(out)


def test_a_form_that_is_not_signed_yet_goes_to_the_printer_of_forms(shangluo, outlet, out):
    pid = outlet.open(someone(shangluo[0], "lost").id_number)
    check = outlet.fill(pid, JOINED, TEXTS)
    shown = pressed(outlet, check, "form.pdf")
    assert (job(shangluo[1]).kind, "《陕西省商洛市社会保障卡业务办理表》" in shown.words) == ("form", True)
    shangluo[1].presses.once()
    text = only(out)
    assert untimed(text) == untimed(read(outlet.client.get(f"{path(check)}/form.pdf").data))
    assert someone(shangluo[0], "lost").name in text
    assert "/entry/" in path(outlet.confirm(check)), "the form is signed, and the operation goes on"


def test_a_form_with_a_photo_has_it_on_paper_too(shangluo, outlet):
    """The picture comes back byte by byte from what is kept."""
    from counter.printers.plain import plain
    from printing import FormSheet

    sheet = FormSheet(title="表", dated="", rows=(), photo=bytes(range(256)))
    assert whole(plain(sheet)) == sheet
    with pytest.raises(LookupError):
        whole({"is": "Popen", "args": []})


def test_a_paper_of_the_day_is_printed_once_and_again_only_counted(shangluo, outlet, out):
    counter = shangluo[1]
    first = outlet.post("/dayend/interim", {})
    assert first.texts("data-stage") == ["等着打印"]
    counter.presses.once()
    (number,) = (number for number, _ in rows(counter, INTERIM))
    assert files(out) == [f"{number}-sheet-1.pdf"]
    (item,) = re.findall(r'action="(/dayend/paper/\d+)\.pdf"', outlet.get("/dayend").html)
    for address in (f"{item}.pdf", f"{item}.pdf?media=slip"):
        assert path(outlet.post(address, {"print": "1"})) == path(first), "the original is printed once"
    outlet.post(f"{item}/again", {})
    counter.presses.once()
    counter.presses.once()
    assert files(out) == [f"{number}-sheet-1.pdf", f"{number}-sheet-2.pdf"]
    assert "补打第1次" in read((out / f"{number}-sheet-2.pdf").read_bytes())
    unknown(counter, "没有等到打印机的答复")
    outlet.post(f"/prints/{job(counter).id}/none", {"why": "只出了一部分"})
    counter.presses.once()
    assert f"{number}-sheet-3.pdf" in files(out)
    assert len(rows(counter, PRINTED)) == 2
    assert "已补打 2 次" in outlet.get("/dayend").words


def unknown(counter, why):
    counter.branch.database.run("UPDATE print_job SET stage=?, reason=? WHERE id=?", "UNKNOWN", why, job(counter).id)


def test_where_nobody_knows_the_clerk_is_asked_and_the_next_one_is_marked_and_counted(shangluo, outlet, out):
    counter = shangluo[1]
    pid = outlet.open(someone(shangluo[0], "lost").id_number)
    notice(outlet, pid)
    item = job(counter)
    counter.branch.prints.stand(item, Stage.UNKNOWN, NOW, "打印到一半断开了")
    assert outlet.get(f"/prints/{item.id}").texts("data-ask") == ["出纸了吗？"]
    counter.presses.once()
    assert files(out) == [], "never again by itself"
    after = outlet.post(f"/prints/{item.id}/none", {"why": "只出了一部分"})
    counter.presses.once()
    assert path(after) == f"/prints/{job(counter).id}"
    assert "补打第1次" in only(out)
    noted = counter.branch.database.rows("SELECT person, note FROM audit WHERE what='补打'")
    assert noted == [(pid, "一次性告知单，第1次，只出了一部分")]
    outlet.post(f"{path(after)}/again", {})
    counter.presses.once()
    assert "补打第2次" in read((out / max(files(out))).read_bytes())


def test_what_a_paper_says_is_sealed_and_forgotten_after_two_days(shangluo, outlet):
    counter, person = shangluo[1], someone(shangluo[0], "lost")
    notice(outlet, outlet.open(person.id_number))
    item = job(counter).id
    (sealed,) = counter.branch.database.row("SELECT sealed FROM print_words WHERE job_id=?", item)
    assert person.name.encode() not in bytes(sealed)
    assert person.name in str(counter.branch.words.of(item).words)
    counter.branch.words.sweep(NOW + timedelta(days=1))
    assert counter.branch.words.of(item) is not None
    with counter.branch.database.writing():
        counter.branch.words.keep(item + 1, counter.branch.words.of(item), NOW + timedelta(days=3))
    assert counter.branch.words.of(item) is None, "also without a restart"
    answer = outlet.post(f"/prints/{item}/again", {})
    assert (answer.status, "请从原来的页面重新打印" in answer.words) == (404, True)
    counter.presses.once()
    assert (job(counter).stage, job(counter).reason) == (Stage.FAILED, "内容已经不留了，请从原来的页面重新打印")


def test_what_a_supervisor_looked_up_is_not_read_by_the_clerk_at_the_same_window(shangluo, outlet):
    counter = shangluo[1]
    boss = Clerk(counter, "bank_outlet", "1001")
    pid = boss.open(someone(shangluo[0], "lost").id_number)
    pressed(boss, boss.get(f"/person/{pid}/lookup/query.person"), "query.person.pdf")
    item = job(counter).id
    assert boss.get(f"/prints/{item}/paper.pdf").status == 200
    assert outlet.get(f"/prints/{item}/paper.pdf").status == 404
    assert outlet.get(f"/prints/{item}").texts("data-stage") == ["等着打印"], "how it stands everybody at the window sees"
    counter.presses.once()
    assert outlet.post(f"/prints/{item}/again", {}).status == 404


def test_a_sign_that_no_button_has_prints_nothing(shangluo, outlet, out):
    answer = outlet.post("/help.pdf", {"print": "1"})
    assert (answer.status, "没有打印" in answer.words) == (422, True)
    shangluo[1].presses.once()
    assert files(out) == []


def test_where_no_printer_is_set_it_is_framed_and_asked_about(shangluo):
    clerk = Clerk(shangluo[1], "bureau")
    pid = clerk.open(someone(shangluo[0], "lost").id_number)
    _, frame, _ = notice(clerk, pid)
    assert "一次性告知单" in read(clerk.client.get(f"{path(frame)}/paper.pdf").data)
    assert clerk.post(f"{path(frame)}/shown", {}).texts("data-ask") == ["出纸了吗？"]
    assert clerk.post(f"{path(frame)}/came", {}).texts("data-stage") == ["已打印"]
