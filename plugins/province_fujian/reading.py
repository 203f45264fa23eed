"""Fujian's answers read into the counter's values; what does not fit is another system's answer."""

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


def _optional(fields: Fields, name: str) -> str:
    return "" if fields.get(name) is None else text(fields, name)


def _word(table: Mapping[str, str], fields: Fields, name: str) -> str:
    code = text(fields, name)
    if code not in table:
        raise ProvinceMismatchError(f"{name} 的代码“{code}”不认识")
    return table[code]


def _day(fields: Fields, name: str) -> date:
    try:
        return date.fromisoformat(text(fields, name))
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
    functions, loss = mapping(fields.get("functions")), mapping(fields.get("loss"))
    return CardRecord(
        number=text(fields, "number"), state=_word(words.STATES, fields, "state"), bank=text(fields, "bank"),
        social=_word(words.SOCIAL, functions, "social"),
        financial=_word(words.FINANCIAL, functions, "financial"),
        issued_on=_day(fields, "issuedOn") if _optional(fields, "issuedOn") else None,
        expires_on=_day(fields, "expiresOn") if _optional(fields, "expiresOn") else None,
        lost_until=_time(loss, "until") if _optional(loss, "until") else None, lost_by=text(loss, "channel"),
    )


def person(answer: Fields) -> PersonRecord:
    """Read the answer to a look-up."""
    about = mapping(answer.get("person"))
    return PersonRecord(
        id_number=text(about, "id"), name=text(about, "name"), sex=_word(words.SEX, about, "sex"),
        born_on=_day(about, "bornOn"), ethnic=text(about, "ethnic"), mobile=text(about, "mobile"),
        address=text(about, "address"), insured_area=text(about, "insuredArea"),
        category=text(about, "category"), as_of=_time(answer, "asOf"),
        cards=tuple(_card(mapping(card)) for card in listing(about, "cards")),
    )


def message(event: Fields) -> News:
    """Read one event."""
    facts = mapping(event.get("facts"))
    match text(event, "type"):
        case "CARD":
            return _news(event, "card", {
                "state": _word(words.STATES, facts, "state"),
                "financial": _word(words.FINANCIAL, facts, "financial") if "financial" in facts else "",
                "until": _optional(facts, "until"), "by": _optional(facts, "by"),
            })
        case "WITHDRAWN":
            return _news(event, "withdrawn", {"reason": text(facts, "reason")})
        case "RESULT":
            return _news(event, "result", {
                "key": text(facts, "key"), "state": _word(words.OUTCOMES, facts, "outcome"),
                "code": text(facts, "code"), "text": text(facts, "text"),
            })
    raise ProvinceMismatchError("消息种类不认识")


def _news(event: Fields, kind: Literal["card", "withdrawn", "result"], facts: Mapping[str, str]) -> News:
    return News(
        id=text(event, "event"), kind=kind, id_number=text(event, "person"), card_number=text(event, "card"),
        at=_time(event, "at"), origin=text(event, "origin"),
        facts={name: value for name, value in facts.items() if value},
    )
