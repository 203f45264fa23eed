"""The photo at the window: taken in, refused with reasons, never lost, part of the entry, seen only with the right."""

import io
import re

import pytest
from urllib3.filepost import encode_multipart_formdata

from counter.app import create_app
from counter.core.scan import ScanKind
from counter.rehearsal.pictures import Wanted, picture
from counter.rehearsal.play.files import photo_file
from counter.web.uploads import LARGEST_FILE, LARGEST_UPLOAD
from tests.clerk import Clerk, Page
from tests.source import ROOT

OFFER = "loss.formal+replace.lost"
GOOD = picture(Wanted(size=40_960))
TYPED = {"lost_on": "2026-11-19", "mobile": "13909140101", "received": "20", "new_photo": "是"}


@pytest.fixture
def pid(shangluo, at_outlet) -> str:
    return at_outlet.open(next(s for s in shangluo[0].stories if s.id == "lost").person.id_number)


def file(raw: bytes = GOOD, name: str = "张三.jpg") -> tuple[io.BytesIO, str]:
    return io.BytesIO(raw), name


def send(client, path: str, fields: dict, raw: bytes) -> Page:
    """Post one form with a file that would not fit into a test client's memory."""
    fields = {name: text for name, text in fields.items() if name}
    body, kind = encode_multipart_formdata({**fields, "photo": ("photo.jpg", raw)})
    return Page(client.post(path, data=body, content_type=kind))


def photos(page: Page) -> list[str]:
    return [path for path in page.html.split('"') if path.startswith("/scan/")]


def kept(counter) -> list[str]:
    return [row[0] for row in counter.branch.database.rows("SELECT kind FROM scan ORDER BY id")]


def test_a_good_photo_is_seen_on_every_page_and_becomes_part_of_the_entry(shangluo, at_outlet, pid):
    branch = shangluo[1].branch
    check = at_outlet.fill(pid, OFFER, {**TYPED, "photo": file()})
    assert "358×441 像素，40960 字节" in check.words
    (shown,) = photos(check)
    assert at_outlet.client.get(shown).data == GOOD
    done = at_outlet.confirm(check)
    op_id = done.response.request.path.rsplit("/", 1)[1]
    assert photos(done) == [shown]
    formal, replaced = branch.entries.of_operation(op_id)
    assert formal.entry.scans == ()
    (scan,) = replaced.entry.scans
    assert (scan.kind, scan.title, scan.bytes, scan.width) == (ScanKind.PHOTO, "photo", 40_960, 358)
    assert replaced.entry.form.photo.sha256 == scan.sha256
    assert branch.scans.photo_of(op_id) == branch.scans.file(op_id, scan.sha256) == GOOD


def test_a_photo_outlives_an_error_elsewhere_a_reload_and_going_back(at_outlet, pid):
    wrong = at_outlet.fill(pid, OFFER, {**TYPED, "received": "二十", "photo": file()})
    assert wrong.status == 422
    assert "照片已收下：358×441 像素，40960 字节" in wrong.words
    op_id = wrong.inputs["op_id"]
    again = at_outlet.get(f"/person/{pid}/do/{OFFER}?op={op_id}")
    assert photos(again) == photos(wrong) != []
    check = at_outlet.fill(pid, OFFER, {"received": "20"}, page=again)
    assert "/check/" in check.response.request.path
    assert photos(check) == photos(wrong)


def test_everything_wrong_with_a_file_is_told_with_everything_else_that_is_wrong(shangluo, at_outlet, pid):
    """UX 41: each measure of the file that is not met, with what it is and what it must be."""
    bad = photo_file("PNG，300x300，72dpi")
    page = at_outlet.fill(pid, OFFER, {**TYPED, "received": "19", "photo": file(bad)}, papers=[])
    assert page.status == 422
    told = page.texts("data-refusal")
    assert any(text.startswith("照片其实是 PNG 文件，应为 JPG") for text in told)
    assert any("应为 358×441 像素（宽×高）" in text and "像素要求：358*441" in text for text in told)
    assert any("分辨率是 72dpi" in text and "分辨率>300dpi" in text for text in told)
    assert any("应收社会保障卡工本费 20.00 元" in text for text in told)
    assert any(text.startswith("还缺：委托书") is False for text in told)
    assert not any("还没有新照片" in text for text in told), "what came and was refused is not missing as well"
    assert page.inputs["mobile"] == TYPED["mobile"]
    assert kept(shangluo[1]) == []


def test_a_bad_file_does_not_push_out_the_good_one(shangluo, at_outlet, pid):
    first = at_outlet.fill(pid, OFFER, {**TYPED, "upload": "photo", "photo": file()})
    assert first.status == 200
    second = at_outlet.fill(pid, OFFER, {"photo": file(photo_file("CMYK"))}, page=first)
    assert second.status == 422
    assert photos(second) == photos(first) != []
    better = picture(Wanted(size=50_000))
    third = at_outlet.fill(pid, OFFER, {"new_photo": "是", "photo": file(better)}, page=second)
    assert at_outlet.client.get(photos(third)[0]).data == better
    assert kept(shangluo[1]) == ["照片"]


def test_a_photo_can_be_put_away_again(shangluo, at_outlet, pid):
    page = at_outlet.fill(pid, OFFER, {**TYPED, "photo": file(), "upload": "photo"})
    page = at_outlet.fill(pid, OFFER, {**TYPED, "drop": "photo"}, page=page)
    assert photos(page) == kept(shangluo[1]) == []
    refused = at_outlet.fill(pid, OFFER, {"new_photo": "是"}, page=page)
    assert "申请更换照片，还没有新照片，请拍照或上传" in refused.words


def test_a_photo_without_the_wish_is_asked_about(at_outlet, pid):
    page = at_outlet.fill(pid, OFFER, {**TYPED, "new_photo": "", "photo": file()})
    assert page.status == 422
    assert "还没有勾选“申请更换最新照片”" in page.words


@pytest.mark.parametrize("size", [LARGEST_FILE + 1, 30_000_000])
def test_a_huge_file_is_told_in_one_sentence_and_nothing_typed_is_lost(shangluo, at_outlet, pid, size):
    fields = {**at_outlet.form(pid, OFFER).inputs, **TYPED}
    page = send(at_outlet.client, f"/person/{pid}/do/{OFFER}", fields, GOOD + bytes(size - len(GOOD)))
    assert page.status == 422
    assert f"照片文件有 {size / 1_000_000:.1f}MB，应不少于 20K、不超过 100K" in page.words
    assert (page.inputs["mobile"], page.inputs["lost_on"]) == (TYPED["mobile"], TYPED["lost_on"])
    assert kept(shangluo[1]) == []


def test_more_than_a_request_may_hold_is_a_sentence_too(at_outlet, pid):
    fields = {**at_outlet.form(pid, OFFER).inputs, **TYPED}
    page = send(at_outlet.client, f"/person/{pid}/do/{OFFER}", fields, bytes(LARGEST_UPLOAD + 1))
    assert page.status == 413
    assert "一次提交的文件太大，没有收下。请按浏览器的“后退”，换小一些的文件再提交" in page.words


def test_only_a_form_that_takes_files_takes_them_and_only_from_who_is_logged_in(shangluo, at_outlet, pid):
    form, path = at_outlet.form(pid, OFFER), f"/person/{pid}/do/{OFFER}"
    big = bytes(2_000_000)
    assert send(at_outlet.client, path, form.inputs, big).status == 422
    assert send(at_outlet.client, "/read", form.inputs, big).status == 413
    assert send(shangluo[1].flask.test_client(), path, form.inputs, big).status == 413


def test_what_a_browser_says_of_a_photo_counts_for_nothing(shangluo, at_outlet, pid):
    first = at_outlet.fill(pid, OFFER, {**TYPED, "photo": file()})
    sha = photos(first)[0].rsplit("/", 1)[1]
    forged = at_outlet.form(pid, OFFER)
    page = at_outlet.fill(pid, OFFER, {**TYPED, "photo": f"{sha} 358x441 40960"}, page=forged)
    assert page.status == 422
    assert "还没有新照片" in page.words
    assert at_outlet.client.get(f"/scan/{forged.inputs['op_id']}/{sha}").status_code == 404


def test_a_draft_is_seen_by_its_clerk_and_an_entry_by_any_each_time_with_an_audit_row(shangluo, at_outlet, pid):
    counter = shangluo[1]
    check = at_outlet.fill(pid, OFFER, {**TYPED, "photo": file()})
    (path,) = photos(check)
    other = Clerk(counter, "bank_outlet", number="1001")
    assert other.client.get(path).status_code == 404
    at_outlet.confirm(check)
    answer = other.client.get(path)
    assert (answer.status_code, answer.data, answer.mimetype) == (200, GOOD, "image/jpeg")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    rows = counter.branch.database.rows("SELECT clerk, person, ok FROM audit WHERE what='看照片'")
    assert rows == [("1001", pid, 1)]
    admin = Clerk(counter, "bureau", number="1000")
    assert admin.client.get(path).status_code == 403


def test_a_photo_never_stands_open_on_the_disk(shangluo, at_outlet, pid):
    at_outlet.confirm(at_outlet.fill(pid, OFFER, {**TYPED, "photo": file()}))
    database = shangluo[1].branch.database
    database.db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = database.path.read_bytes()
    assert GOOD[200:400] not in raw
    assert b"JFIF" not in raw


def test_the_photo_of_a_forgotten_draft_is_forgotten_with_it(shangluo, at_outlet, pid):
    counter = shangluo[1]
    at_outlet.fill(pid, OFFER, {**TYPED, "photo": file()})
    at_outlet.confirm(at_outlet.fill(pid, OFFER, {**TYPED, "photo": file()}))
    assert kept(counter) == ["照片", "照片"]
    counter.branch.database.run("DELETE FROM draft")
    create_app(counter.branch, counter.courier)
    assert kept(counter) == ["照片"], "the entry's stays"


def test_an_empty_file_blank_is_no_photo(at_outlet, pid):
    page = at_outlet.fill(pid, OFFER, {**TYPED, "new_photo": "", "photo": file(b"", "")})
    assert "/check/" in page.response.request.path
    empty = at_outlet.fill(pid, OFFER, {**TYPED, "photo": file(b"", "empty.jpg")})
    assert "照片文件是空的，请重新选择照片文件" in empty.words


def test_the_front_of_the_documentation_lets_through_what_the_program_takes():
    """nginx answers a larger request by itself, with a bare 413."""
    (told,) = re.findall(r"client_max_body_size (\d+)m;", (ROOT / "docs" / "operating.md").read_text("utf-8"))
    assert int(told) * 1024 * 1024 >= LARGEST_UPLOAD
