"""A province's JSON answer read field by field; what does not fit is another system's answer."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime

from counter.core.province import ProvinceMismatchError

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


def listing_or_none(fields: Fields, name: str) -> list[object]:
    """A JSON list; empty where it is absent."""
    return listing(fields, name) if fields.get(name) is not None else []


def text(fields: Fields, name: str) -> str:
    """A text field, or a mismatch."""
    value = fields.get(name)
    if not isinstance(value, str):
        raise ProvinceMismatchError(f"应答缺少 {name}")
    return value


def text_or_none(fields: Fields, name: str) -> str:
    """A text field; empty where it is empty or absent."""
    return text(fields, name) if fields.get(name) is not None else ""


def named(names: Mapping[str, str], fields: Fields) -> dict[str, str]:
    """The texts that are there, under our names for the province's."""
    told = ((ours, text_or_none(fields, theirs)) for ours, theirs in names.items())
    return {ours: value for ours, value in told if value}


def word(table: Mapping[str, str], fields: Fields, name: str) -> str:
    """The counter's word for a coded field, or a mismatch."""
    code = text(fields, name)
    if code not in table:
        raise ProvinceMismatchError(f"{name} 的代码“{code}”不认识")
    return table[code]


def day(fields: Fields, name: str) -> date:
    """A date like 2026-11-21, or a mismatch."""
    try:
        return date.fromisoformat(text(fields, name))
    except ValueError:
        raise ProvinceMismatchError(f"{name} 不是日期") from None


def day_or_none(fields: Fields, name: str) -> date | None:
    """A date, or None where the field is empty or absent."""
    return day(fields, name) if fields.get(name) else None


def moment(fields: Fields, name: str) -> datetime:
    """A time with its offset, or a mismatch."""
    value = text(fields, name)
    with suppress(ValueError):
        at = datetime.fromisoformat(value)
        if at.tzinfo is not None:
            return at
    raise ProvinceMismatchError(f"{name} 不是带时区的时间")
