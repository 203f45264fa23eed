"""Henan's answers read into the counter's values; what does not fit is another system's answer."""

from collections.abc import Mapping
from contextlib import suppress
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


def text(fields: Fields, name: str) -> str:
    """A text field, or a mismatch."""
    value = fields.get(name)
    if not isinstance(value, str):
        raise ProvinceMismatchError(f"应答缺少 {name}")
    return value


def _word(table: Mapping[str, str], fields: Fields, name: str) -> str:
    code = text(fields, name)
    if code not in table:
        raise ProvinceMismatchError(f"{name} 的代码“{code}”不认识")
    return table[code]


def _day(fields: Fields, name: str) -> date | None:
    value = text(fields, name)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise ProvinceMismatchError(f"{name} 不是日期") from None


def _time(fields: Fields, name: str) -> datetime:
    value = text(fields, name)
    with suppress(ValueError):
        at = datetime.fromisoformat(value)
        if at.tzinfo is not None:
            return at
    raise ProvinceMismatchError(f"{name} 不是带时区的时间")


def _card(fields: Fields) -> CardRecord:
    return CardRecord(
        number=text(fields, "cardNumber"), state=_word(words.STATES, fields, "cardStatus"),
        bank=text(fields, "bank"), social=_word(words.SOCIAL, fields, "socialStatus"),
        financial=_word(words.FINANCIAL, fields, "bankStatus"),
        issued_on=_day(fields, "issueDate"), expires_on=_day(fields, "validDate"),
        lost_until=_time(fields, "lostUntil") if text(fields, "lostUntil") else None,
        lost_by=text(fields, "lostChannel"),
    )


def person(about: Fields, cards: Fields) -> PersonRecord:
    """Put the answers about the person and about the cards together."""
    born_on, listed = _day(about, "birthday"), cards.get("cards")
    if born_on is None or not isinstance(listed, list):
        raise ProvinceMismatchError("人员应答不完整")
    return PersonRecord(
        id_number=text(about, "idNumber"), name=text(about, "name"), sex=_word(words.SEX, about, "sex"),
        born_on=born_on, ethnic=text(about, "nation"), mobile=text(about, "mobile"),
        address=text(about, "address"), insured_area=text(about, "insuredArea"),
        category=text(about, "personType"), as_of=_time(about, "time"),
        cards=tuple(_card(mapping(card)) for card in listed),
    )


def message(notice: Fields) -> News:
    """Read one notice."""
    content = mapping(notice.get("content"))
    match text(notice, "noticeType"):
        case "1":
            return _news(notice, "card", {
                "state": _word(words.STATES, content, "cardStatus"),
                "financial": words.FINANCIAL.get(text(content, "bankStatus"), ""),
                "until": text(content, "lostUntil"), "by": text(content, "lostChannel"),
            })
        case "2":
            return _news(notice, "withdrawn", {"reason": text(content, "reason")})
        case "3":
            passed = text(content, "passed") == "1"
            return _news(notice, "result", {
                "key": text(content, "serial"), "state": "accepted" if passed else "rejected",
                "code": text(content, "code"), "text": text(content, "message"),
            })
    raise ProvinceMismatchError("消息种类不认识")


def _news(notice: Fields, kind: Literal["card", "withdrawn", "result"], facts: Mapping[str, str]) -> News:
    return News(
        id=text(notice, "noticeId"), kind=kind, id_number=text(notice, "idNumber"),
        card_number=text(notice, "cardNumber"), at=_time(notice, "time"), origin=text(notice, "source"),
        facts={name: value for name, value in facts.items() if value},
    )
