"""Invented people, any number of them: the n-th is always the same; names as common and as rare as in life."""

from bisect import bisect
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import accumulate

from counter.core.province import CardRecord, PersonRecord
from counter.pinyin import Pinyin, suggest
from counter.rehearsal.people import check_sign

# The commonest surnames, each with its share in a thousand persons.
SURNAMES = {
    "王": 71, "李": 70, "张": 68, "刘": 54, "陈": 45, "杨": 31, "赵": 27, "黄": 25, "周": 21, "吴": 20, "徐": 17,
    "孙": 15, "马": 13, "朱": 13, "胡": 13, "林": 12, "郭": 12, "何": 11, "高": 10, "罗": 9, "郑": 8, "梁": 8,
    "谢": 7, "宋": 7, "唐": 7, "许": 6, "邓": 6, "韩": 6, "冯": 6, "曹": 5, "彭": 5, "曾": 5, "肖": 5, "田": 5,
    "董": 5, "潘": 4, "袁": 4, "蔡": 4, "蒋": 4, "余": 4, "于": 4, "杜": 4, "叶": 4, "程": 4, "魏": 4, "苏": 4,
    "吕": 4, "丁": 4, "任": 3, "沈": 3, "姚": 3, "卢": 3, "姜": 3, "崔": 3, "钟": 3, "谭": 3, "陆": 3, "汪": 3,
    "范": 3, "廖": 3, "石": 3, "金": 3, "韦": 3, "贾": 3, "夏": 3, "付": 3, "方": 2, "邹": 2, "熊": 2, "白": 2,
    "孟": 2, "秦": 2, "邱": 2, "侯": 2, "江": 2, "尹": 2, "薛": 2, "闫": 2, "段": 2, "雷": 2, "单": 1, "解": 1,
    "仇": 1, "查": 1, "区": 1, "欧阳": 1, "尉迟": 1,
}  # fmt: skip
# The commonest characters of given names, the commonest first.
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰飞鹏红鑫波斌莉宇浩凯丹萍琴云帆建国文辉力"
    "倩婷雪慧莹龙林欣怡晨阳佳思雨轩梓涵子博一诺俊豪志远海燕春梅小东立新永成"
)
SINGLE = 120  # given names of one character, in a thousand
NAMESAKES, NAMESAKE = 60, "张伟"  # so many at least in every crowd, however small
RARE_EVERY = 500  # one person in so many has a name nobody else has
RARE_FROM = 0x6E00
SHARES_PHONE = 10  # one person in so many has the telephone of a relative
DAYS_OF_BIRTH = 14000
FIRST_BORN = date(1960, 1, 1)
ISSUED = date(2022, 3, 1)


@dataclass(frozen=True, slots=True)
class Invented:
    """What is one person's own; everything else is the same for all."""

    number: int
    id_number: str
    name: str
    born: date
    male: bool
    mobile: str
    card: str
    door: int

    @property
    def record(self) -> dict[str, str]:
        """The texts a person is found by, by the names of the record."""
        return {"id_number": self.id_number, "name": self.name, "mobile": self.mobile}


def invented(n: int) -> Invented:
    """The n-th person of every crowd."""
    male, born = bool(n % 2), FIRST_BORN + timedelta(days=n % DAYS_OF_BIRTH)
    first17 = f"611002{born:%Y%m%d}{100 + 2 * (n // DAYS_OF_BIRTH) + male:03d}"
    phone = n - 1 if n % SHARES_PHONE == SHARES_PHONE - 1 else n
    return Invented(
        number=n, id_number=first17 + check_sign(first17), name=_name(n), born=born, male=male,
        mobile=f"199{phone:08d}", card=f"C{61130000 + n}", door=n % 977 + 1,
    )  # fmt: skip


def rare(n: int) -> bool:
    """Whether nobody else has this person's name."""
    return n % RARE_EVERY == RARE_EVERY - 1


def _name(n: int) -> str:
    if n < NAMESAKES:
        return NAMESAKE
    if rare(n):
        return f"上官{chr(RARE_FROM + n // RARE_EVERY)}瑾"
    mixed = n * 0x9E3779B97F4A7C15 + 0x1234567 & (1 << 64) - 1
    mixed ^= mixed >> 29
    mixed = mixed * 0xBF58476D1CE4E5B9 & (1 << 64) - 1
    surname = _picked(mixed >> 48, *_surnames())
    first = _picked(mixed >> 32 & 0xFFFF, *_given())
    if (mixed & 0x3FF) * 1000 >> 10 < SINGLE:
        return surname + first
    return surname + first + _picked(mixed >> 16 & 0xFFFF, *_given())


def _picked(of_65536: int, words: list[str], ends: list[float]) -> str:
    return words[bisect(ends, of_65536 / 65536 * ends[-1])]


@cache
def _surnames() -> tuple[list[str], list[float]]:
    return list(SURNAMES), list(accumulate(SURNAMES.values()))


@cache
def _given() -> tuple[list[str], list[float]]:
    return list(GIVEN), list(accumulate(1 / (place + 8) for place in range(len(GIVEN))))


@cache
def sounds(name: str) -> Pinyin:
    """How this name is spelt; most names are asked for again and again."""
    return suggest(name)


def record_of(one: Invented, now: datetime, **card: str) -> PersonRecord:
    """What the province says of this person: one card in use, or as ``card`` tells."""
    told = {"number": one.card, "state": "正常", "social": "已启用", "financial": "已激活", **card}
    return PersonRecord(
        id_number=one.id_number, name=one.name, sex="男" if one.male else "女", born_on=one.born, ethnic="汉族",
        mobile=one.mobile, address=f"商洛市商州区演练路 {one.door} 号", insured_area="商州区", category="城乡居民",
        as_of=now, cards=(
            CardRecord(bank="中国农业银行", issued_on=ISSUED, expires_on=ISSUED.replace(year=2032), **told),
        ),
    )  # fmt: skip
