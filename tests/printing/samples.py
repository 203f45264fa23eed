"""Receipts with invented people for the printing tests, and what a reader sees on them."""

import io
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pypdf
import pypdfium2
from PIL import Image
from pypdfium2 import raw

from printing import Copy, Fact, Fee, Item, Listing, Media, Receipt

MEDIA: tuple[Media, ...] = ("roll80", "roll58", "a4", "a5", "form241")
AT = datetime(2026, 11, 21, 9, 31, 7, tzinfo=timezone(timedelta(hours=8)))
NAMES = ("王䶮𬱖", "李𫖯", "赵㛃", "阿卜杜拉·买买提", "钱𠅤𬭚", "孙㵪𣲘")
ADDRESS = "福建省石狮市湖滨街道林边社区八七路一二三四号五栋六室"
TOKEN = "A1B2C3D4E5F6G7H8I9J0" * 2
LONG_NAME = "阿不都热合曼·买买提依明江·吐尔"
FOOT = (
    Fact("受理窗口", "市行政服务中心 03号窗口"),
    Fact("经办人工号", "0207"),
    Fact("咨询电话", "0595-12333"),
)

ORIGINAL = Copy(number=1, at=AT, clerk="0207", awaiting_province=False)
REPRINT = Copy(number=3, at=AT, clerk="0311", awaiting_province=False)
WAITING = Copy(number=1, at=AT, clerk="0207", awaiting_province=True)
REHEARSAL = Copy(number=1, at=AT, clerk="0207", awaiting_province=False, rehearsal=True)

RECEIPT = Receipt(
    office="石狮市人力资源和社会保障局",
    title="社会保障卡业务受理回执",
    number="35058120261121000123",
    facts=(
        Fact("申请人", NAMES[0], "name"),
        Fact("社会保障号码", "350581********0012", "number"),
        Fact("原卡状态", "作废", "state"),
        Fact("新卡状态", "已申请", "state"),
        Fact("代办人", NAMES[1], "name"),
        Fact("受理时间", "2026年11月21日 09:30"),
        Fact("领卡地点", "中国农业银行石狮支行营业部（石狮市湖滨街道八七路1234号）"),
    ),
    fee=Fee("社会保障卡工本费", Decimal(20), "《社会保障卡收费办法》第五条"),
    promise="2026年12月14日前办结（15个工作日）",
    lists=(Listing("已收材料", (Item("社会保障卡申领表"), Item("居民身份证复印件"), Item("授权委托书"))),),
    next_step="收到领卡短信后，持本人有效身份证件原件到领卡地点领取新卡。",
    notices=("补办期间急需就医的，可在窗口申领临时社保卡。", "原社保卡自动作废，找回也不能再用。"),
    foot=FOOT,
    code="35058120261121000123",
    signatures=("申请人（代办人）签字",),
)

CROWDED = Receipt(
    office="一个名称长得一行放不下的市人力资源和社会保障局社会保障卡管理服务中心",
    title="社会保障卡遗失补领与金融账户变更一次性告知单及受理回执",
    number=TOKEN,
    facts=(
        Fact("申请人", LONG_NAME, "name"),
        Fact("曾用名（外国人护照姓名）", "Abdurrahman Mohammed ibn Rashid al-Maktoum", "name"),
        Fact("联系地址", ADDRESS),
        Fact("长标签" * 8, TOKEN),
        Fact("社会保障号码", TOKEN, "number"),
        Fact("金融账户状态", "未激活" * 9, "state"),
        Fact("社会保障功能状态", "已启用", "state"),
        Fact("空", ""),
    ),
    fee=Fee("社会保障卡工本费" * 5, Decimal("1234567.89"), "《办法》第五条，" * 8),
    promise="自受理之日起十五个工作日内办结，" * 4,
    lists=(
        Listing(
            "尚需补正的材料", tuple(Item(f"{ADDRESS}{TOKEN}", f"《{ADDRESS}》第{n}条") for n in range(40))
        ),
        Listing(TOKEN, (Item(TOKEN, TOKEN),)),
    ),
    next_step=f"{ADDRESS}，{TOKEN}。\n第二段。" * 3,
    notices=(ADDRESS * 60, TOKEN * 3),
    foot=(Fact("受理窗口", ADDRESS), Fact("电子邮箱", TOKEN)),
    code="https://example.gov.cn/q?" + TOKEN * 4,
    signatures=("申请人（代办人、监护人、单位经办人）签字并注明与持卡人关系",) * 3,
)


@dataclass(frozen=True)
class Letter:
    """One printed character with its box in points from the page's bottom left, and its type size."""

    char: str
    left: float
    bottom: float
    right: float
    top: float
    size: float


def letters(pdf: bytes) -> list[tuple[tuple[float, float], list[Letter]]]:
    """For every page its size and all visible characters, as PDFium sees them."""
    pages = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text = page.get_textpage()
            seen = []
            codes = [raw.FPDFText_GetUnicode(text, index) for index in range(text.count_chars())]
            for index, unit in enumerate(codes):
                # PDFium counts UTF-16 units: the box belongs to the first half of a pair.
                pair = b"".join(code.to_bytes(2, "little") for code in codes[index : index + 2])
                char = pair.decode("utf-16-le") if 0xD800 <= unit < 0xDC00 else chr(unit)
                if not char.isspace() and not 0xDC00 <= unit < 0xE000:
                    size = raw.FPDFText_GetFontSize(text, index)
                    seen.append(Letter(char, *text.get_charbox(index), size))
            pages.append((page.get_size(), seen))
            text.close()
            page.close()
    return pages


def read_pdfium(pdf: bytes) -> str:
    """All text by PDFium, without line ends."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text = page.get_textpage()
            found.append(text.get_text_range())
            text.close()
            page.close()
    return "".join(found).replace("\r", "").replace("\n", "")


def read_pypdf(pdf: bytes) -> str:
    """All text by pypdf, without line ends."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def picture(pdf: bytes, page: int = -1) -> Image.Image:
    """A page as a 203 dpi thermal head prints it: black and white, no greys."""
    with pypdfium2.PdfDocument(pdf) as document:
        last = document[page % len(document)]
        grey = last.render(scale=203 / 72).to_pil().convert("L")
        last.close()
    return grey.point(lambda value: 255 if value > 150 else 0)
