"""A form is a frozen dataclass of blanks, declared once: drawn, read, stored, printed and sent from here."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, ClassVar, Self, Union, dataclass_transform, get_args, get_origin, get_type_hints

from .cleaning import Typed
from .contact import Mobile
from .dates import parse_date
from .identity import IdNumber
from .money import parse_yuan
from .names import Name


class Asked(Enum):
    """When a blank is asked."""

    ALWAYS = "always"
    FOR_ANOTHER = "for_another"


class By(Enum):
    """Who has come to the window."""

    SELF = "本人"
    AGENT = "代办"
    GUARDIAN = "监护人"


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
    default: Any = None

    @property
    def options(self) -> tuple[str, ...]:
        """The words to choose from, for a blank whose type is an enumeration."""
        return tuple(member.value for member in self.type) if issubclass(self.type, Enum) else ()


class FormError(Exception):
    """One message a blank, all at once; ``messages`` maps the blank's name to the sentence."""

    def __init__(self, messages: Mapping[str, str]) -> None:
        super().__init__("；".join(messages.values()))
        self.messages = dict(messages)


def blank(
    label: str,
    *,
    hint: str = "",
    group: str = "",
    asked: Asked = Asked.ALWAYS,
    secret: bool = False,
    choices: str = "",
    fill: str = "",
    must: bool = False,
    default: Any = dataclasses.MISSING,
) -> Any:
    """Declare a blank.

    ``choices`` names a list of the city file; where the city has no such list, the blank is not asked;
    ``must`` makes a blank that may stay empty elsewhere required where it is asked; ``fill`` names a fact
    of the holder's record (or ``today``) that is put in beforehand; a ``secret`` is asked on the check
    page only and never stored.
    """
    facts = {
        "label": label,
        "hint": hint,
        "group": group,
        "asked": asked,
        "secret": secret,
        "choices": choices,
        "fill": fill,
        "must": must,
    }
    if default is dataclasses.MISSING and asked is Asked.FOR_ANOTHER:
        default = None
    return field(default=default, metadata=facts, repr=not secret, kw_only=True)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(blank,))
class Form:
    """The base of every form; a subclass becomes a frozen dataclass by itself."""

    title: ClassVar[str] = ""
    own: ClassVar[tuple[Blank, ...]] = ()

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        dataclass(frozen=True, kw_only=True)(cls)
        cls.own = _blanks(cls)

    @classmethod
    def blanks(cls, by: By, lists: Mapping[str, Sequence[str]]) -> tuple[Blank, ...]:
        """The blanks to ask when this one has come, in a city with these lists."""
        return tuple(
            b
            for b in cls.own
            if (b.asked is Asked.ALWAYS or by is not By.SELF) and (not b.choices or b.choices in lists)
        )

    @classmethod
    def from_texts(cls, texts: Mapping[str, str]) -> Self:
        """Build the form again from what ``texts()`` gave."""
        values = {b.name: _value(b, texts[b.name], None) for b in cls.own if texts.get(b.name)}
        absent = {b.name: b.default for b in cls.own if b.name not in values}
        return cls(**{**absent, **values})

    def texts(self) -> dict[str, str]:
        """Every filled blank as text, secrets left out."""
        return {
            b.name: written(getattr(self, b.name))
            for b in self.own
            if not b.secret and getattr(self, b.name) is not None
        }


def _blanks(cls: type[Form]) -> tuple[Blank, ...]:
    hints = get_type_hints(cls)
    out = []
    for f in dataclasses.fields(cls):  # type: ignore[arg-type]
        kind, optional = _plain(hints[f.name])
        default = None if f.default is dataclasses.MISSING else f.default
        out.append(Blank(name=f.name, type=kind, optional=optional, default=default, **f.metadata))
    return tuple(out)


def _plain(hint: Any) -> tuple[type, bool]:
    if get_origin(hint) in (Union, UnionType):
        (kind,) = [arg for arg in get_args(hint) if arg is not NoneType]
        return kind, True
    return hint, False


class VisitForm(Form):
    """What every operation asks: who has come, and for whom."""

    by: By = blank("谁来办理", group="谁来办理", default=By.SELF)
    agent_name: Name | None = blank("来人姓名", group="谁来办理", asked=Asked.FOR_ANOTHER)
    agent_id: IdNumber | None = blank(
        "来人身份证号", hint="18 位，可读卡", group="谁来办理", asked=Asked.FOR_ANOTHER
    )
    relation: Relation | None = blank("与持卡人关系", group="谁来办理", asked=Asked.FOR_ANOTHER)
    agent_mobile: Mobile | None = blank("来人手机号码", group="谁来办理", asked=Asked.FOR_ANOTHER)


def written(value: Any) -> str:
    """A blank's value as text, the way ``read`` takes it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


MAX_TEXT = 200
READERS: Mapping[type, Callable[[str], Any]] = {
    bool: lambda text: text in {"是", "on", "1"},
    date: parse_date,
    Decimal: parse_yuan,
}


def _value(b: Blank, text: str, today: date | None, lists: Mapping[str, Sequence[str]] | None = None) -> Any:
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


def _missing(b: Blank) -> str:
    verb = "选择" if b.options or b.choices else "填写"
    return f"请{verb}{b.label}"


def read(
    form: type[Form],
    texts: Mapping[str, str],
    *,
    today: date,
    lists: Mapping[str, Sequence[str]],
    secrets: bool = False,
) -> Form:
    """Turn what was typed into a typed form, or raise FormError with a message for each blank.

    Secret blanks are read only with ``secrets=True``; before that they stay empty.
    """
    by = By(texts["by"]) if texts.get("by") in {b.value for b in By} else By.SELF
    asked = {b.name for b in form.blanks(by, lists)}
    values: dict[str, Any] = {}
    messages: dict[str, str] = {}
    for b in form.own:
        text = str(texts.get(b.name, "")).strip()
        if b.name not in asked or (b.secret and not secrets):
            values[b.name] = None
        elif not text:
            values[b.name] = False if b.type is bool else b.default
            needed = b.asked is Asked.FOR_ANOTHER or b.must or not b.optional
            if values[b.name] is None and needed:
                messages[b.name] = _missing(b)
        else:
            try:
                values[b.name] = _value(b, text, today, lists)
            except ValueError as error:
                messages[b.name] = f"{b.label}：{error}"
    if messages:
        raise FormError(messages)
    return form(**values)


@lru_cache(maxsize=256)
def compose(title: str, forms: tuple[type[Form], ...]) -> type[Form]:
    """One form with the blanks of all these, each asked once."""
    if len(forms) == 1:
        return forms[0]
    bases = tuple(dict.fromkeys(reversed(forms)))
    kept = tuple(b for b in bases if not any(o is not b and issubclass(o, b) for o in bases))
    return type("Composed", kept, {"title": title, "__annotations__": {}})


def part_of(whole: Form, form: type[Form]) -> Form:
    """The blanks of one member, taken out of a composed form."""
    return form(**{b.name: getattr(whole, b.name) for b in form.own})
