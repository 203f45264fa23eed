"""Printing from the done page: by itself, once, again only counted, and the question where nobody knows."""

import re

import pytest

from counter.core.prints import Printer, Stage
from counter.rehearsal.play.shown import text_of_pdf
from tests.clerk import Clerk
from tests.store.conftest import JOINED, REPLACING

LOSE = {"lost_on": "2026-11-19"}


@pytest.fixture
def out(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def placed(counter, address, *, kind="slip", media="roll80", window_type="bureau"):
    window = next(w for w in counter.branch.windows() if w.type == window_type)
    counter.branch.prints.place(Printer(window=window.id, kind=kind, address=address, media=media))
    counter.presses.renew()


@pytest.fixture
def clerk(shangluo, out):
    """A clerk whose window prints slips into a folder."""
    placed(shangluo[1], f"folder:{out}")
    return Clerk(shangluo[1], "bureau")


def person(shangluo, story="lost"):
    return next(s.person for s in shangluo[0].stories if s.id == story).id_number


def lost(clerk, shangluo, story="lost"):
    """A done page whose slip was put."""
    return clerk.do(clerk.open(person(shangluo, story)), "loss.temporary", LOSE)


def path(page):
    return page.response.request.path


def files(out):
    return sorted(file.name for file in out.iterdir())


def job(counter):
    (row,) = counter.branch.database.rows("SELECT MAX(id) FROM print_job")
    return counter.branch.prints.at(row[0])


def unknown(counter):
    counter.branch.prints.stand(job(counter), Stage.UNKNOWN, counter.branch.clock.now(), "打印机已不记得这一张（断过电）")
    return job(counter).id


def test_the_slip_of_an_entry_is_printed_without_a_button_and_the_page_says_so(shangluo, clerk, out):
    page = lost(clerk, shangluo)
    assert page.texts("data-stage") == ["等着打印"]
    shangluo[1].presses.once()
    assert clerk.get(path(page)).texts("data-stage") == ["已打印"]
    (name,) = files(out)
    assert name == f"{page.texts('data-number')[0]}-slip-1.pdf"
    part = clerk.client.get(f"{path(page)}/0/slip.pdf")
    assert (out / name).read_bytes() == part.data, "on paper stands what the page shows"


def menu_of(page):
    return [text.split()[0] for text in re.findall(r'<a href="/prints"[^>]*>([^<]+)', page.html)]


def test_without_a_printer_nothing_is_put_by_itself_and_the_browser_prints_what_is_asked_for_once(shangluo):
    clerk = Clerk(shangluo[1], "bureau")
    page = lost(clerk, shangluo)
    assert "data-job" not in page.marks
    assert menu_of(page) == []
    frame = clerk.post(f"{path(page)}/0/print/slip", {})
    assert path(frame) == f"/prints/{job(shangluo[1]).id}"
    assert path(clerk.post(f"{path(page)}/0/print/slip", {})) == path(frame), "the same paper, not a second one"
    assert clerk.client.get(f"{path(frame)}/paper.pdf").data == clerk.client.get(f"{path(page)}/0/slip.pdf").data
    assert clerk.post(f"{path(frame)}/shown", {}).texts("data-ask") == ["出纸了吗？"]
    after = clerk.post(f"{path(frame)}/none", {"why": "没有出纸"})
    assert path(after) == f"/prints/{job(shangluo[1]).id}" != path(frame)
    assert "补打第 1 次" in after.words
    done = clerk.post(f"{path(after)}/came", {})
    assert (path(done), done.texts("data-stage")) == (path(page), ["没有打印", "已打印"])
    assert menu_of(done) == ["打印"]


def test_a_paper_left_in_the_browser_of_one_window_is_printed_at_another(shangluo):
    counter = shangluo[1]
    page = lost(Clerk(counter, "bureau"), shangluo)
    frame = Clerk(counter, "bureau").post(f"{path(page)}/0/print/slip", {})
    other = Clerk(counter, "bank_outlet")
    assert other.get(path(frame)).status == 200
    assert "data-print-now" in other.post(f"{path(frame)}/shown", {}).marks
    assert "data-print-now" not in other.post(f"{path(frame)}/shown", {}).marks, "once"
    assert Clerk(counter, "bureau").post(f"{path(frame)}/came", {}).status == 404, "it lies at the other window now"
    other = Clerk(counter, "bank_outlet")
    assert other.post(f"{path(frame)}/came", {}).texts("data-stage") == ["已打印"]


def test_a_paper_of_the_browser_that_nobody_prints_is_put_away(shangluo):
    clerk = Clerk(shangluo[1], "bureau")
    page = lost(clerk, shangluo)
    frame = clerk.post(f"{path(page)}/0/print/slip", {})
    assert clerk.post(f"{path(frame)}/leave", {}).texts("data-stage") == ["没有打印"]
    assert "没有等着的" in clerk.get("/prints").words


def test_a_reprint_is_counted_marked_and_printed_once(shangluo, clerk, out):
    page = lost(clerk, shangluo)
    shangluo[1].presses.once()
    again = clerk.post(f"{path(page)}/0/print/slip", {"again": "1"})
    shangluo[1].presses.once()
    shangluo[1].presses.once()
    number = page.texts("data-number")[0]
    assert files(out) == [f"{number}-slip-1.pdf", f"{number}-slip-2.pdf"]
    assert "补打第 1 次" in again.words
    kept = shangluo[1].branch.entries.copies(job(shangluo[1]).seq)
    assert [copy.number for copy in kept] == [1, 2]
    assert shangluo[1].branch.database.rows("SELECT note FROM audit WHERE what='补打'") == [("回执，第1次",)]


def test_the_print_button_never_prints_the_same_paper_twice(shangluo, clerk, out):
    page = lost(clerk, shangluo)
    for _ in range(2):
        clerk.post(f"{path(page)}/0/print/slip", {})
        shangluo[1].presses.once()
    assert len(files(out)) == 1


def test_nothing_is_printed_again_while_the_last_paper_has_no_end(shangluo, clerk):
    page = lost(clerk, shangluo)
    answer = clerk.post(f"{path(page)}/0/print/slip", {"again": "1"})
    assert answer.status == 409
    assert answer.texts("data-problem") == ["上一张还没有打完，没有补打。请等它打完，或先确认出纸没有。"]


def test_where_nobody_knows_the_clerk_is_asked_and_a_paper_that_came_is_done(shangluo, clerk, out):
    page = lost(clerk, shangluo)
    item = unknown(shangluo[1])
    asked = clerk.get(path(page))
    assert asked.texts("data-ask") == ["出纸了吗？"]
    assert asked.texts("data-reason") == ["打印机已不记得这一张（断过电）"]
    done = clerk.post(f"/prints/{item}/came", {})
    assert (done.texts("data-stage"), done.marks.get("data-ask")) == (["已打印"], None)
    shangluo[1].presses.once()
    assert files(out) == []
    assert clerk.post(f"/prints/{item}/came", {}).status == 409


def test_a_paper_that_did_not_come_is_printed_anew_under_another_number_with_its_reason(shangluo, clerk, out):
    page = lost(clerk, shangluo)
    item = unknown(shangluo[1])
    after = clerk.post(f"/prints/{item}/none", {"why": "没有出纸"})
    assert path(after) == path(page)
    shangluo[1].presses.once()
    assert files(out) == [f"{page.texts('data-number')[0]}-slip-2.pdf"]
    assert clerk.get(path(page)).texts("data-stage") == ["没有打印", "已打印"]
    assert shangluo[1].branch.database.rows("SELECT note FROM audit WHERE what='补打'") == [("回执，第1次，没有出纸",)]
    assert clerk.post(f"/prints/{item}/none", {"why": "没有出纸"}).status == 409
    assert shangluo[1].branch.database.row("SELECT COUNT(*) FROM slip WHERE number>1") == (1,)


def test_not_saying_why_changes_nothing(shangluo, clerk):
    lost(clerk, shangluo)
    item = unknown(shangluo[1])
    assert clerk.post(f"/prints/{item}/none", {"why": "我想再打一张"}).status == 422
    assert shangluo[1].branch.prints.at(item).stage is Stage.UNKNOWN


def test_a_printer_that_is_off_holds_up_no_operation_and_can_be_given_up(shangluo):
    counter = shangluo[1]
    placed(counter, "escpos://127.0.0.1:9")
    clerk = Clerk(counter, "bureau")
    page = lost(clerk, shangluo)
    counter.presses.once()
    seen = clerk.get(path(page))
    assert (seen.texts("data-stage"), seen.texts("data-reason")) == (["等着打印"], ["脱机"])
    assert "回执打印机：脱机，业务照办" in seen.words
    left = clerk.post(f"/prints/{job(counter).id}/leave", {})
    assert left.texts("data-stage") == ["没有打印"]


def test_what_is_left_stands_on_the_page_of_prints_and_is_counted_in_the_menu(shangluo, clerk):
    lost(clerk, shangluo)
    unknown(shangluo[1])
    page = clerk.get("/prints")
    assert page.texts("data-ask") == ["出纸了吗？"]
    assert re.search(r'href="/prints"[^>]*>打印 <span class="count some">1<', page.html)
    clerk.post(f"/prints/{job(shangluo[1]).id}/came", {})
    page = clerk.get("/prints")
    assert "没有等着的" in page.words
    assert page.texts("data-stage") == ["已打印"]


def test_a_paper_of_another_window_is_answered_there_or_by_a_supervisor(shangluo, clerk):
    lost(clerk, shangluo)
    item = unknown(shangluo[1])
    assert Clerk(shangluo[1], "bank_outlet").post(f"/prints/{item}/came", {}).status == 404
    assert Clerk(shangluo[1], "bank_outlet", "1001").post(f"/prints/{item}/came", {}).status == 200


def test_the_browser_prints_in_a_frame_once_and_asks(shangluo):
    counter = shangluo[1]
    placed(counter, "browser:")
    clerk = Clerk(counter, "bureau")
    lost(clerk, shangluo)
    item = job(counter).id
    frame = clerk.get(f"/prints/{item}")
    assert "data-print-now" not in frame.marks
    pdf = clerk.client.get(f"/prints/{item}/paper.pdf")
    assert pdf.data.startswith(b"%PDF")
    assert "frame-ancestors 'self'" in pdf.headers["Content-Security-Policy"]
    first = clerk.post(f"/prints/{item}/shown", {})
    assert ("data-print-now" in first.marks, first.texts("data-ask")) == (True, ["出纸了吗？"])
    second = clerk.post(f"/prints/{item}/shown", {})
    assert ("data-print-now" in second.marks, second.texts("data-ask")) == (False, ["出纸了吗？"])
    assert clerk.post(f"/prints/{item}/came", {}).texts("data-stage") == ["已打印"]


def test_an_a4_slip_goes_to_its_own_printer(shangluo, clerk, out):
    placed(shangluo[1], f"folder:{out}", kind="sheet", media="a4")
    page = lost(clerk, shangluo)
    clerk.post(f"{path(page)}/0/print/sheet", {})
    shangluo[1].presses.once()
    number = page.texts("data-number")[0]
    assert files(out) == [f"{number}-sheet-1.pdf", f"{number}-slip-1.pdf"]
    assert len((out / f"{number}-sheet-1.pdf").read_bytes()) != len((out / f"{number}-slip-1.pdf").read_bytes())


def test_the_copy_of_a_form_goes_to_its_own_printer_and_is_counted_too(shangluo, out):
    counter = shangluo[1]
    placed(counter, f"folder:{out}", kind="form", media="a4", window_type="bank_outlet")
    clerk = Clerk(counter, "bank_outlet")
    page = clerk.do(clerk.open(person(shangluo)), JOINED, REPLACING)
    (part,) = re.findall(r"/(\d)/print/form", page.html)
    for again in ("", "1"):
        clerk.post(f"{path(page)}/{part}/print/form", {"again": again})
        counter.presses.once()
    assert [name.partition("-")[2] for name in files(out)] == ["form-1.pdf", "form-2.pdf"]
    first, second = (text_of_pdf((out / name).read_bytes()) for name in files(out))
    assert ("补打" in first, "补打" in second) == (False, True)


def test_a_certificate_waits_for_the_province_also_at_a_printer(shangluo, out):
    counter = shangluo[1]
    placed(counter, f"folder:{out}", kind="certificate", media="a4")
    clerk = Clerk(counter, "bureau")
    page = lost(clerk, shangluo)
    answer = clerk.post(f"{path(page)}/0/print/certificate", {})
    assert answer.status in (404, 409)
    assert files(out) == []
