"""Scanned papers at the window: taken in, refused with reasons, named by the entry, counted on its slip."""

import io

import pytest

from counter.commands.keep import CopyError, backup, check, restore
from counter.core.scan import ScanKind
from counter.rehearsal.papers import pdf
from counter.rehearsal.pictures import Wanted, picture
from counter.rehearsal.play.shown import text_of_pdf
from counter.rehearsal.world import add_branch, demo_seats
from tests.clerk import Clerk, Page

OFFER, PAPER = "replace.damaged", "委托书"
AGENT = {
    "agent_name": "韩𣿭", "agent_id": "611002198807124535", "relation": "配偶", "agent_mobile": "13991400027",
}  # fmt: skip
TYPED = {"mobile": "13909140101", "received": "20", **AGENT}
TWO, ONE = pdf(2), picture(Wanted(width=620, height=877))


@pytest.fixture
def pid(shangluo, at_outlet) -> str:
    return at_outlet.open(next(s for s in shangluo[0].stories if s.id == "lost").person.id_number)


def files(*raws: bytes) -> list[tuple[io.BytesIO, str]]:
    return [(io.BytesIO(raw), f"sheet{n}") for n, raw in enumerate(raws)]


def fill(clerk, pid, texts, **more) -> Page:
    return clerk.fill(pid, OFFER, texts, by="代办", **more)


def scans(page: Page) -> list[str]:
    return [path for path in page.html.split('"') if path.startswith("/scan/")]


def titles(counter) -> list[tuple]:
    return counter.branch.database.rows("SELECT title, media, pages FROM scan ORDER BY id")


def test_scans_of_a_paper_are_kept_named_counted_and_opened(shangluo, at_outlet, pid):
    counter = shangluo[1]
    check_page = fill(at_outlet, pid, {**TYPED, "scan1": files(TWO, ONE)})
    assert "1 份 3 页" in check_page.words
    done = at_outlet.confirm(check_page)
    assert "1 份 3 页" in done.words
    op_id = done.response.request.path.rsplit("/", 1)[1]
    (kept,) = counter.branch.entries.of_operation(op_id)
    assert [(s.kind, s.title, s.pages) for s in kept.entry.scans] == [(ScanKind.PAPER, PAPER, 2), (ScanKind.PAPER, PAPER, 1)]
    assert not kept.entry.unscanned
    other = Clerk(counter, "bank_outlet", number="1001")
    as_pdf, as_jpg = (other.client.get(path) for path in scans(done))
    assert (as_pdf.data, as_pdf.mimetype, as_jpg.data, as_jpg.mimetype) == (TWO, "application/pdf", ONE, "image/jpeg")
    assert as_pdf.headers["Content-Disposition"].startswith('attachment; filename="scan-')
    assert as_jpg.headers["Content-Disposition"].startswith("inline; ")
    assert {answer.headers["Content-Security-Policy"] for answer in (as_pdf, as_jpg)} == {"default-src 'none'; sandbox"}
    assert counter.branch.database.rows("SELECT clerk, person FROM audit WHERE what='看扫描件'") == [("1001", pid)] * 2
    slip = at_outlet.client.get(f"/entry/{op_id}/0/slip.pdf").data
    assert "1 份 3 页" in text_of_pdf(slip)


def test_scans_outlive_errors_and_can_be_put_away_one_by_one(shangluo, at_outlet, pid):
    page = fill(at_outlet, pid, {**TYPED, "received": "二十", "scan1": files(TWO, ONE)})
    assert page.status == 422
    assert len(scans(page)) == 2
    page = at_outlet.get(f"/person/{pid}/do/{OFFER}?op={page.inputs['op_id']}")
    first = scans(page)[0].rsplit("/", 1)[1]
    page = at_outlet.fill(pid, OFFER, {"drop": f"scan1:{first}"}, page=page)
    assert titles(shangluo[1]) == [(PAPER, "image/jpeg", 1)]
    assert "/check/" in at_outlet.fill(pid, OFFER, {"received": "20"}, page=page).response.request.path


def test_bad_scans_are_explained_good_ones_beside_them_kept(shangluo, at_outlet, pid):
    page = fill(at_outlet, pid, {**TYPED, "scan1": files(pdf(1, password="x"), ONE, b"hello", b"")})
    assert page.status == 422
    told = " ".join(page.texts("data-refusal"))
    for words in ("PDF 加了密码", "不是能打开的文件，应为 PDF 或 JPG", "文件是空的"):
        assert f"委托书的扫描件：{words}" in told
    assert titles(shangluo[1]) == [(PAPER, "image/jpeg", 1)]
    assert page.inputs["mobile"] == TYPED["mobile"]


def test_the_pages_of_all_files_together_stay_within_the_limit(shangluo, at_outlet, pid):
    page = fill(at_outlet, pid, {**TYPED, "scan1": files(pdf(19), TWO)})
    assert "有 2 页，连同已收的 19 页超过了 20 页" in page.words
    assert titles(shangluo[1]) == [(PAPER, "application/pdf", 19)]


def test_a_scan_that_is_not_asked_for_in_the_end_does_not_join_the_entry(shangluo, at_outlet, pid):
    """The mandate was scanned, then the holder came in person."""
    page = fill(at_outlet, pid, {**TYPED, "scan1": files(TWO), "upload": "scan1"})
    page = at_outlet.fill(pid, OFFER, {"switch": "本人"}, page=page)
    done = at_outlet.confirm(at_outlet.fill(pid, OFFER, {}, page=page))
    assert "扫描件" not in done.words
    assert titles(shangluo[1]) == []


def test_the_same_file_twice_is_kept_once(shangluo, at_outlet, pid):
    fill(at_outlet, pid, {**TYPED, "scan1": files(TWO, TWO)})
    assert titles(shangluo[1]) == [(PAPER, "application/pdf", 2)]


# kept: check, backup, restore


@pytest.fixture
def entry(shangluo, at_outlet, pid) -> str:
    done = at_outlet.confirm(fill(at_outlet, pid, {**TYPED, "scan1": files(TWO)}))
    return done.response.request.path.rsplit("/", 1)[1]


def test_a_backup_brings_the_scans_back(shangluo, entry, tmp_path):
    world, counter = shangluo
    kept = backup(tmp_path / "shangluo", tmp_path / "stick")
    counter.branch.close()
    restore(tmp_path / "shangluo", kept)
    branch = add_branch(world, tmp_path / "shangluo", demo_seats("shangluo")).branch
    (scan,) = branch.scans.of(entry)
    assert branch.scans.file(entry, scan.sha256) == TWO
    assert check(tmp_path / "shangluo").startswith("完好")


def spoil(counter, sql: str, *values) -> None:
    for name in ("scan_no_update", "scan_no_delete"):
        counter.branch.database.run(f"DROP TRIGGER {name}")
    counter.branch.database.run(sql, *values)


def test_a_changed_scan_is_noticed_without_the_key(shangluo, entry, tmp_path):
    spoil(shangluo[1], "UPDATE scan SET sealed=?", bytes(500))
    with pytest.raises(CopyError, match="有照片或扫描件被改动过"):
        backup(tmp_path / "shangluo", tmp_path / "stick")


@pytest.mark.parametrize(
    ("sql", "values"),
    [
        ("DELETE FROM scan", ()),
        ("UPDATE scan SET sealed=?, seal_sha256=?", (b"0" * 64, "0e" * 32)),
        ("UPDATE scan SET sha256=?", ("0" * 64,)),
    ],
)
def test_a_scan_that_is_gone_or_replaced_is_noticed_by_its_entry(shangluo, entry, tmp_path, sql, values):
    counter = shangluo[1]
    if "seal_sha256" in sql:
        from counter.store.scans import checksum

        values = (values[0], checksum(values[0]))
    assert check(tmp_path / "shangluo").startswith("完好")
    (kept,) = counter.branch.entries.of_operation(entry)
    spoil(counter, sql, *values)
    with pytest.raises(CopyError, match=f"第 {kept.seq} 笔的照片或扫描件不见了，或被改动过"):
        check(tmp_path / "shangluo")


def test_a_window_without_a_camera_says_so_and_the_entry_too(open_world, monkeypatch):
    from dataclasses import replace

    world, counter = open_world("shangluo")
    rule = replace(counter.branch.city.operations[OFFER].scans[0], must=True)
    guide = replace(counter.branch.city.operations[OFFER], scans=(rule,))
    monkeypatch.setitem(counter.branch.city.operations, OFFER, guide)
    counter.branch.catalogue._offers.clear()
    clerk = Clerk(counter, "bank_outlet")
    pid = clerk.open(next(s for s in world.stories if s.id == "lost").person.id_number)
    refused = fill(clerk, pid, TYPED)
    assert "还没有扫描：委托书，请扫描后上传；没有高拍仪的，勾选“未配备高拍仪”" in refused.words
    check_page = clerk.fill(pid, OFFER, {"unscanned": "是"}, page=refused)
    assert "未配备高拍仪" in check_page.words
    done = clerk.confirm(check_page)
    op_id = done.response.request.path.rsplit("/", 1)[1]
    assert done.texts("data-scans") == ["未配备高拍仪"]
    assert counter.branch.entries.of_operation(op_id)[0].entry.unscanned
    assert "未配备高拍仪" in text_of_pdf(clerk.client.get(f"/entry/{op_id}/0/slip.pdf").data)
