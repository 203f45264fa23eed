"""One blank of a form: what it asks, when, and how what was typed becomes a value."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from .cleaning import Typed
from .dates import parse_date
from .identity import IdNumber
from .money import parse_yuan
from .photo import Photo


class Asked(Enum):
    """When a blank is asked."""

    ALWAYS = "always"
    FOR_ANOTHER = "for_another"


class By(Enum):
    """Who has come to the window."""

    SELF = "本人"
    AGENT = "代办"
    GUARDIAN = "监护人"


class Channel(Enum):
    """Where the visit takes place: at the window, or where the counter has gone to the people."""

    WINDOW = "窗口"
    AT_HOME = "上门"
    TOGETHER = "集中"
    OUTREACH = "深入基层"


class Relation(Enum):
    """What the one who came is to the holder."""

    SPOUSE = "配偶"
    CHILD = "子女"
    PARENT = "父母"
    OTHER_KIN = "其他亲属"
    UNIT = "单位经办人"
    OTHER = "其他"


@dataclass(frozen=True, kw_only=True)
class Blank:
    """One blank of a form as the page, the reader and the slip see it."""

    name: str
    label: str
    type: type
    optional: bool
    hint: str = ""
    group: str = ""
    asked: Asked = Asked.ALWAYS
    secret: bool = False
    choices: str = ""
    fill: str = ""
    must: bool = False
    by_city: bool = False
    reads: str = ""
    default: Any = None

    @property
    def is_photo(self) -> bool:
        """Whether a picture is asked, not a text."""
        return issubclass(self.type, Photo)

    @property
    def options(self) -> tuple[str, ...]:
        """The words to choose from, for a blank whose type is an enumeration."""
        return tuple(member.value for member in self.type) if issubclass(self.type, Enum) else ()


def written(value: Any) -> str:
    """A blank's value as text, the way ``read`` takes it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def plain(b: Blank, text: str) -> str:
    """A text as this blank would write it; as it is where the blank would not take it."""
    try:
        return written(value_of(b, text, None)) if text else ""
    except ValueError:
        return text


MAX_TEXT = 200
READERS: Mapping[type, Callable[[str], Any]] = {
    bool: lambda text: text in {"是", "on", "1"},
    date: parse_date,
    Decimal: parse_yuan,
}


def value_of(b: Blank, text: str, today: date | None, lists: Mapping[str, Sequence[str]] | None = None) -> Any:
    """What was typed as the blank's own type; ValueError with a sentence when it is not right."""
    if issubclass(b.type, Enum):
        if text not in b.options:
            raise ValueError(f"请从“{'、'.join(b.options)}”中选一项")
        return b.type(text)
    if b.type in READERS:
        return READERS[b.type](text)
    if issubclass(b.type, IdNumber):
        return IdNumber.parse(text, today)
    if issubclass(b.type, Typed):
        return b.type.parse(text)
    return _text(b, text, lists)


def _text(b: Blank, text: str, lists: Mapping[str, Sequence[str]] | None) -> str:
    allowed = (lists or {}).get(b.choices, ())
    if b.choices and allowed and text not in allowed:
        raise ValueError(f"请从“{'、'.join(allowed)}”中选一项")
    if len(text) > MAX_TEXT:
        raise ValueError(f"最多 {MAX_TEXT} 个字，现为 {len(text)} 个，请缩短")
    if any(ord(c) < ord(" ") or c == "\x7f" for c in text):
        raise ValueError("含有看不见的控制字符，请删去后重新输入")
    return text
