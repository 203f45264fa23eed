"""The photo for the card: what its file is, held against the city's limits. No face is judged here."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from .cleaning import Typed
from .ruled import Refusal, Ruled
from .scan import Scan, shown_bytes

NAMED = re.compile(r"([0-9a-f]{64}) (\d{1,5})x(\d{1,5}) (\d{1,9})")
JPG = "JPG"
MODES = {"RGB": "24 位 RGB", "L": "灰度", "1": "黑白", "P": "索引颜色", "CMYK": "CMYK", "YCbCr": "YCbCr", "LAB": "LAB"}
TRANSPARENT = {"RGBA", "LA", "PA", "RGBa", "La"}


class Photo(Typed):
    """Names a kept picture by its checksum, pixels and bytes; it never is the picture."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what ``of`` gave; nobody can type a photo."""
        if NAMED.fullmatch(text) is None:
            raise ValueError("照片不能填写，请拍照或选择照片文件")
        return cls(text)

    @classmethod
    def of(cls, scan: Scan) -> Self:
        """The photo that this kept file is."""
        return cls(f"{scan.sha256} {scan.width}x{scan.height} {scan.bytes}")

    @property
    def sha256(self) -> str:
        """The checksum of the picture's file."""
        return self.partition(" ")[0]

    @property
    def shown(self) -> str:
        """What a page or a slip says of it."""
        _, pixels, size = self.split(" ")
        width, _, height = pixels.partition("x")
        return f"{width}×{height} 像素，{shown_bytes(int(size))}"


@dataclass(frozen=True, kw_only=True)
class PhotoRules:
    """The ``[photo]`` table: what the file of a photo must be; ``least_k`` and ``most_k`` count in ``k`` bytes."""

    width: Ruled[int]
    height: Ruled[int]
    color: Ruled[str]
    background: Ruled[str]
    format: Ruled[str]
    k: Ruled[int]
    bounds_included: Ruled[bool]
    least_k: Ruled[int] | None = None
    most_k: Ruled[int] | None = None
    above_dpi: Ruled[int] | None = None

    words: ClassVar[Mapping[str, str]] = {
        "width": "照片的宽（像素）",
        "height": "照片的高（像素）",
        "color": "照片的颜色模式",
        "background": "照片的背景",
        "format": "照片的文件格式",
        "k": "照片大小里的 1K 合多少字节",
        "bounds_included": "照片大小的上下限包括本数",
        "least_k": "照片至少多少 K",
        "most_k": "照片至多多少 K",
        "above_dpi": "照片的分辨率大于",
    }

    @property
    def wanted(self) -> str:
        """Everything that is asked of the file, in one line."""
        dpi = f"分辨率大于 {self.above_dpi.value}dpi" if self.above_dpi is not None else ""
        size = f"大小{self.range}" if self.range else ""
        pixels, ground = f"{self.width.value}×{self.height.value} 像素（宽×高）", f"{self.background.value}背景"
        parts = (pixels, self.format.value, size, self.color.value, dpi, ground)
        return "，".join(part for part in parts if part)

    @property
    def range(self) -> str:
        """The bytes it may have, in words; empty where the city says nothing."""
        least = f"不少于 {self.least_k.value}K" if self.least_k is not None else ""
        most = f"不超过 {self.most_k.value}K" if self.most_k is not None else ""
        if not self.bounds_included.value:
            least, most = least.replace("不少于", "大于"), most.replace("不超过", "小于")
        both = "、".join(part for part in (least, most) if part)
        return f"{both}（1K按{self.k.value}字节计）" if both else ""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What the file of a picture turned out to be; ``kind`` is empty where it is no picture at all."""

    kind: str
    bytes: int
    width: int = 0
    height: int = 0
    mode: str = ""
    dpi: int = 0
    pictures: int = 1
    turned: bool = False
    whole: bool = True


def faults(found: Picture, rules: PhotoRules) -> tuple[Refusal, ...]:
    """Everything about the file that the city does not take, all at once."""
    if not found.bytes:
        return (Refusal("照片文件是空的，请重新选择照片文件", rules.format.source),)
    return (*_format(found, rules), *_pixels(found, rules), *_bytes(found, rules), *_color(found, rules))


def _format(found: Picture, rules: PhotoRules) -> Iterator[Refusal]:
    wanted = rules.format
    if not found.kind:
        text = f"这个文件不是照片，或已经损坏、大得打不开，应为 {wanted.value}，请重新选择照片文件"
        yield Refusal(text, wanted.source)
    elif found.kind != wanted.value:
        text = f"照片其实是 {found.kind} 文件，应为 {wanted.value}，请用看图软件另存为 {wanted.value}（只改文件名不行）"
        yield Refusal(text, wanted.source)
    elif not found.whole:
        yield Refusal("照片文件不完整，或末尾夹带了别的内容，请重新拷贝、另存或重新拍照", wanted.source)
    if found.pictures > 1:
        yield Refusal(f"文件里有 {found.pictures} 幅画面，只能有一幅，请另存为单幅的 {wanted.value}", wanted.source)


def _pixels(found: Picture, rules: PhotoRules) -> Iterator[Refusal]:
    wanted, is_so = (rules.width.value, rules.height.value), (found.width, found.height)
    size = f"{wanted[0]}×{wanted[1]} 像素（宽×高）"
    if found.kind and is_so not in ((0, 0), wanted):
        so = f"照片是 {found.width}×{found.height} 像素，应为 {size}"
        lying = is_so == wanted[::-1]
        text = f"{so}，宽和高颠倒了，请把照片转正" if lying else f"{so}，请裁剪到这个尺寸后再上传"
        yield Refusal(text, rules.width.source)
    if found.turned:
        yield Refusal("照片带着旋转标记，别的系统会横过来显示，请用看图软件转正后另存", rules.width.source)


def _bytes(found: Picture, rules: PhotoRules) -> Iterator[Refusal]:
    least, most, k = rules.least_k, rules.most_k, rules.k.value
    edge = 0 if rules.bounds_included.value else 1
    so = f"照片文件有 {shown_bytes(found.bytes)}，应{rules.range}"
    if most is not None and found.bytes > most.value * k - edge:
        yield Refusal(f"{so}，请降低 JPG 的质量后另存", most.source)
    if least is not None and found.bytes < least.value * k + edge:
        yield Refusal(f"{so}，请用原照片以较高的 JPG 质量另存", least.source)


def _color(found: Picture, rules: PhotoRules) -> Iterator[Refusal]:
    if found.mode and MODES.get(found.mode, found.mode) != rules.color.value:
        so = f"{found.mode}（带透明）" if found.mode in TRANSPARENT else MODES.get(found.mode, found.mode)
        text = f"照片的颜色模式是 {so}，应为 {rules.color.value}，请转换后另存"
        yield Refusal(text, rules.color.source)
    above = rules.above_dpi
    if found.kind and above is not None and found.dpi <= above.value:
        so = f"照片的分辨率是 {found.dpi}dpi" if found.dpi else "照片文件里没有写分辨率"
        yield Refusal(f"{so}，应大于 {above.value}dpi，请用看图软件改好后另存", above.source)
