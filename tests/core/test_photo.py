"""A photo's file against each city's limits: every fault at once, each with what to do and its article."""

from dataclasses import replace

import pytest

from counter.cities import load_city
from counter.core.photo import Photo, Picture, faults
from counter.core.scan import Scan, ScanKind

GOOD = Picture(kind="JPG", bytes=40 * 1024, width=358, height=441, mode="RGB", dpi=350)


def rules(city):
    return load_city(city).photo


def said(city="shangluo", **changed):
    return [refusal.text for refusal in faults(replace(GOOD, **changed), rules(city))]


@pytest.mark.parametrize("city", ["shangluo", "xinxiang"])
def test_a_photo_as_the_city_wants_it_has_no_fault(city):
    assert said(city) == []


def test_one_inch_is_upright():
    """方案 附件1 “像素413*295”: a one-inch photo is 295 wide and 413 high."""
    assert said("shishi", width=295, height=413, dpi=0, bytes=9_000_000) == []
    (lying,) = said("shishi", width=413, height=295)
    assert "应为 295×413 像素（宽×高），宽和高颠倒了" in lying


@pytest.mark.parametrize(
    ("city", "least", "most"), [("shangluo", 20 * 1024, 100 * 1024), ("xinxiang", 15 * 1024, 60 * 1024)]
)
def test_both_bounds_belong_to_what_is_taken(city, least, most):
    assert said(city, bytes=least) == said(city, bytes=most) == []
    (small,), (large,) = said(city, bytes=least - 1), said(city, bytes=most + 1)
    assert f"照片文件有 {least - 1} 字节" in small
    assert "以较高的 JPG 质量另存" in small
    assert f"不超过 {most // 1024}K（1K按1024字节计），请降低 JPG 的质量" in large


def test_whether_the_bounds_belong_and_what_a_k_is_are_the_citys():
    told = rules("shangluo")
    strict = replace(told, bounds_included=replace(told.bounds_included, value=False), k=replace(told.k, value=1000))
    assert [len(faults(replace(GOOD, bytes=n), strict)) for n in (20_000, 20_001, 99_999, 100_000)] == [1, 0, 0, 1]
    assert "大于 20K、小于 100K（1K按1000字节计）" in faults(replace(GOOD, bytes=20_000), strict)[0].text


def test_three_hundred_is_not_more_than_three_hundred():
    assert said(dpi=301) == []
    assert said(dpi=300) == ["照片的分辨率是 300dpi，应大于 300dpi，请用看图软件改好后另存"]
    assert said(dpi=0) == ["照片文件里没有写分辨率，应大于 300dpi，请用看图软件改好后另存"]
    assert said("xinxiang", dpi=0) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"kind": "PNG"}, "照片其实是 PNG 文件，应为 JPG，请用看图软件另存为 JPG（只改文件名不行）"),
        ({"kind": "HEIC", "width": 0, "height": 0, "mode": ""}, "照片其实是 HEIC 文件"),
        ({"whole": False}, "照片文件不完整，或末尾夹带了别的内容"),
        ({"pictures": 2}, "文件里有 2 幅画面"),
        ({"width": 350}, "照片是 350×441 像素，应为 358×441 像素（宽×高），请裁剪到这个尺寸"),
        ({"turned": True}, "照片带着旋转标记"),
        ({"mode": "CMYK"}, "照片的颜色模式是 CMYK，应为 24 位 RGB"),
        ({"mode": "L"}, "照片的颜色模式是 灰度，应为 24 位 RGB"),
        ({"bytes": 0}, "照片文件是空的"),
    ],
)
def test_each_fault_is_one_sentence(changed, words):
    (text,) = said(**changed)
    assert text.startswith(words)
    assert "请" in text


def test_a_wrong_file_is_told_everything_at_once_each_with_its_article():
    wrong = faults(Picture(kind="PNG", bytes=500_000, width=600, height=800, mode="RGBA", dpi=72), rules("shangluo"))
    assert [refusal.article for refusal in wrong] == [
        "通知 商洛市社会保障卡照片格式要求（文件未载明，按假定执行）",
        "通知 像素要求：358*441",
        "通知 文件容量：20K-100K",
        "通知 24位RGB真色颜色模式",
        "通知 分辨率>300dpi",
    ]
    assert len({refusal.text for refusal in wrong}) == 5


def test_what_cannot_be_opened_is_said_once_with_its_size():
    wrong = [refusal.text for refusal in faults(Picture(kind="", bytes=9_400_000, whole=False), rules("shangluo"))]
    assert len(wrong) == 2
    assert wrong[0].startswith("这个文件不是照片，或已经损坏")
    assert wrong[1].startswith("照片文件有 9.4MB，应不少于 20K、不超过 100K")


def test_what_is_wanted_is_said_in_one_line():
    assert rules("shangluo").wanted == (
        "358×441 像素（宽×高），JPG，大小不少于 20K、不超过 100K（1K按1024字节计），24 位 RGB，分辨率大于 300dpi，白色背景"
    )
    assert rules("shishi").wanted == "295×413 像素（宽×高），JPG，24 位 RGB，白色背景"


def test_a_photo_is_a_name_and_never_typed():
    scan = Scan(
        kind=ScanKind.PHOTO, title="photo", media="image/jpeg", sha256="ab" * 32, bytes=40_960, width=358, height=441
    )
    photo = Photo.of(scan)
    assert Photo.parse(str(photo)) == photo
    assert (photo.sha256, photo.shown) == ("ab" * 32, "358×441 像素，40960 字节")
    with pytest.raises(ValueError, match="照片不能填写，请拍照或选择照片文件"):
        Photo.parse("photo.jpg")
