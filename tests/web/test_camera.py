"""The photo's blank in a real browser: a chosen file, the camera, a narrow window, no scripts, no secure page."""

import pytest

from counter.rehearsal.pictures import Wanted, picture
from counter.rehearsal.play.files import photo_file
from counter.rehearsal.world import demo_seats
from counter.scanning.picture import look
from tests.browsing import QUIETLY, Seat, chromium

OFFER = "loss.formal+replace.lost"
TYPED = {"lost_on": "2026-11-19", "received": "20"}
CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
GOOD = {"name": "张三.jpg", "mimeType": "image/jpeg", "buffer": picture(Wanted(size=40_960))}
BAD = {"name": "张三.jpg", "mimeType": "image/jpeg", "buffer": photo_file("PNG，300x300，72dpi")}


@pytest.fixture
def at_form(rehearse, someone, browser):
    """Sit at the form on which a new photo can be wished; the camera of this browser shows a test card."""
    opened, seats = [], []

    def start(*, camera: bool = True, scripts: bool = True) -> Seat:
        world, counter = rehearse("shangluo", demo_seats("shangluo"))
        chosen = browser
        if camera:
            chosen = browser.browser_type.launch(executable_path=chromium(), args=[*QUIETLY, *CAMERA])
            opened.append(chosen)
        seat = Seat(chosen, counter, "bank_outlet", scripts=scripts)
        seats.append(seat)
        seat.find(someone(world, "lost").id_number)
        seat.choose(OFFER)
        return seat

    yield start
    for seat in seats:
        seat.leave()
    for one in opened:
        one.close()


def test_the_camera_takes_a_photo_that_the_city_takes(at_form):
    seat = at_form()
    seat.page.get_by_role("button", name="打开摄像头").click()
    seat.page.get_by_role("button", name="拍照").click()
    seat.page.get_by_text("已拍好").wait_for()
    assert seat.page.locator(".frame canvas").is_visible()
    seat.look("photo-taken")
    seat.page.check("#new_photo")
    seat.fill(**TYPED)
    assert "/check/" in seat.page.url, seat.texts(".errsum")
    seat.look("photo-check")
    shown = seat.page.locator(".portrait img").get_attribute("src")
    found = look(seat.context.request.get(f"{seat.url}{shown}").body())
    assert (found.kind, found.width, found.height, found.mode, found.dpi) == ("JPG", 358, 441, "RGB", 350)
    seat.confirm()
    assert seat.page.locator(".portrait img").evaluate("image => image.naturalWidth") == 358
    seat.look("photo-entry")


def test_the_camera_can_be_closed_and_the_photo_taken_again(at_form):
    seat = at_form()
    seat.page.get_by_role("button", name="打开摄像头").click()
    seat.page.get_by_role("button", name="关闭摄像头").click()
    assert seat.texts(".frame") == ["照片"]
    seat.page.get_by_role("button", name="打开摄像头").click()
    seat.page.get_by_role("button", name="拍照").click()
    seat.page.get_by_role("button", name="重拍").click()
    seat.page.get_by_role("button", name="拍照").click()
    seat.page.get_by_text("已拍好").wait_for()
    assert seat.page.locator("#photo").evaluate("input => input.files.length") == 1


def test_without_a_camera_the_page_says_so_and_a_file_does(at_form):
    seat = at_form(camera=False)
    seat.page.get_by_role("button", name="打开摄像头").click()
    seat.page.get_by_text("请选择文件上传").wait_for()
    seat.page.set_input_files("#photo", GOOD)
    seat.turns(seat.page.get_by_role("button", name="上传").click)
    assert seat.texts("[data-kept-photo]") == ["照片已收下：358×441 像素，40960 字节 不用这张"]
    seat.look("photo-kept")


def test_without_scripts_a_file_does(at_form):
    seat = at_form(camera=False, scripts=False)
    assert "用摄像头拍照要打开脚本" in seat.texts("[data-camera-note]")[0]
    seat.page.check("#new_photo")
    seat.page.set_input_files("#photo", GOOD)
    seat.fill(**TYPED)
    assert "/check/" in seat.page.url
    assert seat.page.locator(".portrait img").is_visible()


def test_a_refused_photo_is_explained_beside_its_blank(at_form):
    seat = at_form(camera=False)
    seat.page.check("#new_photo")
    seat.page.set_input_files("#photo", BAD)
    seat.fill(**TYPED)
    assert len(seat.texts("#photo-x li")) == 4
    assert seat.page.locator("#photo").get_attribute("aria-invalid") == "true"
    assert seat.page.input_value("#lost_on") == TYPED["lost_on"]
    seat.look("photo-refused")
    seat.page.locator(".errsum a").first.click()
    seat.focuses("photo")


def test_a_page_that_is_not_secure_says_that_it_has_no_camera(at_form):
    seat = at_form()
    seat.page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    seat.page.reload()
    assert "本页不是加密连接（https）" in seat.texts("[data-camera-note]")[0]
    assert seat.page.get_by_role("button", name="打开摄像头").count() == 0


def test_a_document_camera_adds_a_page_with_every_press(at_form):
    seat = at_form()
    seat.press("改为代办")
    assert seat.page.locator("[data-document] .acts").get_by_role("button").all_inner_texts() == ["用高拍仪拍"]
    seat.page.get_by_role("button", name="用高拍仪拍").click()
    for n in (1, 2):
        seat.page.get_by_role("button", name="拍这一页").click()
        seat.page.get_by_text(f"已拍 {n} 页").wait_for()
    seat.look("scan-taking")
    seat.turns(seat.page.get_by_role("button", name="上传 委托书").click)
    assert [text.split("：")[0] for text in seat.texts(".scn .src")] == ["已收下", "已收下"]
    seat.page.locator("#scn").scroll_into_view_if_needed()
    seat.look("scan-kept")
    paths = [a.get_attribute("href") for a in seat.page.locator("[data-scan]").all()]
    found = [look(seat.context.request.get(f"{seat.url}{path}").body()) for path in paths]
    assert {(one.kind, one.whole) for one in found} == {("JPG", True)}
    assert all(one.width >= 640 for one in found), "whole sheets, not cropped"
    seat.turns(seat.page.get_by_role("button", name="去掉").first.click)
    assert len(seat.texts(".scn .src")) == 1


def test_more_than_can_be_taken_in_is_not_sent_and_what_was_typed_stays(at_form, tmp_path):
    seat = at_form(camera=False)
    huge = tmp_path / "huge.jpg"
    with huge.open("wb") as file:
        file.truncate(70_000_000)
    seat.page.fill("#lost_on", "2026-11-19")
    seat.page.set_input_files("#photo", huge)
    seat.page.locator("button[name=next]").click()
    assert seat.texts("#too-large") == ["文件一共有 70MB，一次最多 64MB，还没有提交。请换小一些的文件，或分几次上传。"]
    assert seat.page.input_value("#lost_on") == "2026-11-19"
    assert seat.focused == "photo"
    seat.page.set_input_files("#photo", GOOD)
    seat.turns(seat.page.get_by_role("button", name="上传", exact=True).click)
    assert len(seat.texts("[data-kept-photo]")) == 1
