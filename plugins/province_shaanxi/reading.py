"""Shaanxi's answers read into the counter's values; what does not fit is another system's answer."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from counter import CardRecord, News, PersonRecord, ProvinceMismatchError

from . import words

Fields = Mapping[str, object]


def mapping(value: object) -> dict[str, object]:
    """A JSON object, or a mismatch."""
    if not isinstance(value, dict):
        raise ProvinceMismatchError("应答里应是一组字段")
    return value


def listing(fields: Fields, name: str) -> list[object]:
    """A JSON list, or a mismatch."""
    value = fields.get(name)
    if not isinstance(value, list):
        raise ProvinceMismatchError(f"应答缺少 {name}")
    return value


def text(fields: Fields, name: str) -> str:
    """A text field, or a mismatch."""
    value = fields.get(name)
    if not isinstance(value, str):
        raise ProvinceMismatchError(f"应答缺少 {name}")
    return value


def number(fields: Fields, name: str) -> int:
    """A whole number, or a mismatch."""
    value = fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ProvinceMismatchError(f"应答缺少 {name}")
    return value


def _word(table: Mapping[int, str], fields: Fields, name: str) -> str:
    code = number(fields, name)
    if code not in table:
        raise ProvinceMismatchError(f"{name} 的代码 {code} 不认识")
    return table[code]


def _day(fields: Fields, name: str) -> date | None:
    value = text(fields, name)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise ProvinceMismatchError(f"{name} 不是日期") from None


def _time(fields: Fields, name: str) -> datetime:
    try:
        return datetime.strptime(text(fields, name), "%Y-%m-%d %H:%M:%S.%f%z")
    except ValueError:
        raise ProvinceMismatchError(f"{name} 不是时间") from None


def _card(fields: Fields) -> CardRecord:
    return CardRecord(
        number=text(fields, "kh"), state=_word(words.STATES, fields, "zt"), bank=text(fields, "yh"),
        social=_word(words.SOCIAL, fields, "sb"), financial=_word(words.FINANCIAL, fields, "jr"),
        issued_on=_day(fields, "fkrq"), expires_on=_day(fields, "yxq"),
        lost_until=_time(fields, "gszz") if text(fields, "gszz") else None, lost_by=text(fields, "gsqd"),
    )


def person(result: Fields) -> PersonRecord:
    """Read the answer to a look-up."""
    about = mapping(result.get("ren"))
    born_on = _day(about, "csrq")
    if born_on is None:
        raise ProvinceMismatchError("人员应答缺少出生日期")
    return PersonRecord(
        id_number=text(about, "sfzh"), name=text(about, "xm"), sex=text(about, "xb"), born_on=born_on,
        ethnic=text(about, "mz"), mobile=text(about, "sjh"), address=text(about, "dz"),
        insured_area=text(about, "cbd"), category=text(about, "rylb"), as_of=_time(result, "sj"),
        cards=tuple(_card(mapping(card)) for card in listing(about, "ka")),
    )


def message(notice: Fields) -> News:
    """Read one message."""
    content = mapping(notice.get("nr"))
    match text(notice, "lx"):
        case "kbd":
            return _news(notice, "card", {
                "state": _word(words.STATES, content, "zt"),
                "financial": _word(words.FINANCIAL, content, "jr") if "jr" in content else "",
                "until": text(content, "gszz"), "by": text(content, "gsqd"),
            })
        case "cxc":
            return _news(notice, "withdrawn", {"reason": text(content, "reason")})
        case "ywjg":
            passed = content.get("tg") is True
            return _news(notice, "result", {
                "key": text(content, "lsh"), "state": "accepted" if passed else "rejected",
                "code": str(number(content, "dm")), "text": text(content, "sm"),
            })
    raise ProvinceMismatchError("消息种类不认识")


def _news(notice: Fields, kind: Literal["card", "withdrawn", "result"], facts: Mapping[str, str]) -> News:
    return News(
        id=text(notice, "bh"), kind=kind, id_number=text(notice, "sfzh"), card_number=text(notice, "kh"),
        at=_time(notice, "sj"), origin=text(notice, "ly"),
        facts={name: value for name, value in facts.items() if value},
    )
