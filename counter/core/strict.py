"""Read a table into a frozen dataclass: every key known, none missing, each of its type, all mistakes at once."""

import dataclasses
import types
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from .ruled import Ruled

T = TypeVar("T")

WORDS: dict[type, str] = {
    str: "文字",
    int: "整数",
    bool: "true 或 false",
    Decimal: "金额（如 20.00）",
    date: "日期（如 2022-04-06）",
}


class Mistakes(list[str]):
    """What is wrong in a file, one sentence each."""

    def add(self, where: str, text: str) -> None:
        """Note one mistake at this key."""
        self.append(f"{where}：{text}")


def read_table(kind: type[T], table: Any, where: str, mistakes: Mistakes) -> T | None:
    """Read ``table`` as ``kind``; on any mistake note it and return None."""
    value = _read(kind, table, where, mistakes)
    return value if isinstance(value, kind) else None


def _read(kind: Any, value: Any, where: str, mistakes: Mistakes) -> Any:
    origin = get_origin(kind)
    if origin is Ruled or kind is Ruled:
        return _ruled(get_args(kind)[0], value, where, mistakes)
    if origin is tuple:
        return _tuple(get_args(kind)[0], value, where, mistakes)
    if origin is not None and issubclass(origin if isinstance(origin, type) else object, Mapping):
        return _mapping(get_args(kind)[1], value, where, mistakes)
    if origin in (Union, types.UnionType):
        (inner,) = [arg for arg in get_args(kind) if arg is not types.NoneType]
        return _read(inner, value, where, mistakes)
    if dataclasses.is_dataclass(kind):
        return _dataclass(kind, value, where, mistakes)
    return _scalar(kind, value, where, mistakes)


def _dataclass(kind: Any, value: Any, where: str, mistakes: Mistakes) -> Any:
    if not isinstance(value, Mapping):
        mistakes.add(where, "应是一张表")
        return None
    hints = get_type_hints(kind)
    fields = {f.name: f for f in dataclasses.fields(kind)}
    for key in value:
        if key not in fields:
            mistakes.add(f"{where}.{key}", f"不认识的项，可用的有 {'、'.join(fields)}")
    before, read = len(mistakes), {}
    for name, f in fields.items():
        if name in value:
            read[name] = _read(hints[name], value[name], f"{where}.{name}", mistakes)
        elif f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING:
            mistakes.add(f"{where}.{name}", "缺少这一项")
    return None if len(mistakes) > before else kind(**read)


def _ruled(inner: Any, value: Any, where: str, mistakes: Mistakes) -> Any:
    if not isinstance(value, Mapping) or "value" not in value:
        mistakes.add(where, "应写成 { value = …, article = “依据条款” }")
        return None
    allowed = {"value", "article", "assumed", "since", "note"}
    for key in value:
        if key not in allowed:
            mistakes.add(f"{where}.{key}", f"不认识的项，可用的有 {'、'.join(sorted(allowed))}")
    article, assumed = value.get("article", ""), value.get("assumed", False)
    if not isinstance(article, str) or not isinstance(assumed, bool):
        mistakes.add(where, "article 应是文字，assumed 应是 true 或 false")
        return None
    if not article and not assumed:
        mistakes.add(where, "没有写依据条款（article）；文件未载明的，请注明 assumed = true")
    read = _read(inner, value["value"], f"{where}.value", mistakes)
    since = _read(date, value["since"], f"{where}.since", mistakes) if "since" in value else None
    return Ruled(value=read, article=article, assumed=assumed, since=since, note=str(value.get("note", "")))


def _tuple(inner: Any, value: Any, where: str, mistakes: Mistakes) -> Any:
    if not isinstance(value, list):
        mistakes.add(where, "应是一个列表 […]")
        return None
    return tuple(_read(inner, item, f"{where}[{n}]", mistakes) for n, item in enumerate(value, 1))


def _mapping(inner: Any, value: Any, where: str, mistakes: Mistakes) -> Any:
    if not isinstance(value, Mapping):
        mistakes.add(where, "应是一张表")
        return None
    return {key: _read(inner, item, f"{where}.{key}", mistakes) for key, item in value.items()}


def _is_money(value: Decimal) -> bool:
    return value.is_finite() and value >= 0 and value == round(value, 2)


def _scalar(kind: Any, value: Any, where: str, mistakes: Mistakes) -> Any:
    if kind is Any:
        return value
    if isinstance(kind, type) and issubclass(kind, Enum):
        words = [str(member.value) for member in kind]
        if value not in words:
            mistakes.add(where, f"应是 {'、'.join(words)} 之一，现为 {value!r}")
            return None
        return kind(value)
    if kind is Decimal and isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    if kind is Decimal and isinstance(value, Decimal) and not _is_money(value):
        mistakes.add(where, f"金额不能是负数，最多两位小数，现为 {value}")
        return None
    fits = isinstance(value, kind) and not (kind is int and isinstance(value, bool))
    if kind is date and isinstance(value, datetime):
        fits = False
    if not fits:
        mistakes.add(where, f"应是{WORDS.get(kind, kind.__name__)}，现为 {value!r}")
        return None
    return value
