"""The city files, and the strict reader that turns one into a City or names every mistake in it."""

import dataclasses
import hashlib
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from counter.core.cardface import FaceRules
from counter.core.city import City, CityFacts, Document, WindowType
from counter.core.dayend import DayRules, OpenKind
from counter.core.guide import OperationRules, Promise, Tariff
from counter.core.paper import PaperRules
from counter.core.password import PasswordRules
from counter.core.photo import PhotoRules
from counter.core.ruled import Ruled
from counter.core.scan import ScanRules
from counter.core.strict import Mistakes, read_table
from counter.core.system import MessageRules, SystemRules
from counter.core.telling import WORDS, strange_words

from .printed import read_forms

HERE = Path(__file__).parent
DOCUMENTS = HERE / "documents"

SHARED: dict[str, Any] = {
    "documents": Mapping[str, Document],
    "windows": Mapping[str, WindowType],
    "operations": Mapping[str, OperationRules],
    "promises": Mapping[str, Promise],
    "tariff": Mapping[str, Tariff],
    "lists": Mapping[str, Ruled[tuple[str, ...]]],
    "systems": Mapping[str, SystemRules],
    "messages": Mapping[str, tuple[MessageRules, ...]],
}

OPTIONAL: dict[str, Any] = {
    "photo": PhotoRules, "scans": ScanRules, "password": PasswordRules, "dayend": DayRules, "card_face": FaceRules,
    "papers": PaperRules,
}  # fmt: skip


class CityError(Exception):
    """The city file cannot be used; every mistake is listed."""

    def __init__(self, file: str, mistakes: list[str]) -> None:
        listed = "\n".join(f"  {mistake}" for mistake in mistakes)
        super().__init__(f"城市文件 {file} 有 {len(mistakes)} 处要改正，改好后重新启动：\n{listed}")
        self.mistakes = mistakes


class UnknownCityError(Exception):
    """No city file has this name."""

    def __init__(self, key: str) -> None:
        super().__init__(f"没有“{key}”这个城市，可用的有：{'、'.join(city_keys())}")


def city_keys() -> list[str]:
    """The cities that have a file here."""
    return sorted(path.stem for path in HERE.glob("*.toml"))


def load_city(key: str) -> City:
    """Read a city by the name of its file, or by the path of one."""
    path = Path(key) if key.endswith(".toml") else HERE / f"{key}.toml"
    if not path.is_file():
        raise UnknownCityError(key)
    return read_city(path.stem, path.read_bytes(), path.name, path.parent)


@lru_cache(maxsize=16)
def read_city(key: str, raw: bytes, file: str, folder: Path = HERE) -> City:
    """Read one city file and the form files it names, strictly."""
    try:
        table = tomllib.loads(raw.decode("utf-8"), parse_float=Decimal)
    except UnicodeDecodeError:
        raise CityError(file, ["文件不是 UTF-8 编码，请用 UTF-8 另存"]) from None
    except tomllib.TOMLDecodeError as error:
        raise CityError(file, [f"TOML 写法有误（{error}）"]) from None
    mistakes = Mistakes()
    facts = read_table(CityFacts, table.get("city", {}), "city", mistakes)
    shared: dict[str, Any] = {}
    for name, kind in SHARED.items():
        holder = _one_field(name, kind)
        read = read_table(holder, {name: table.get(name, {})}, "", mistakes)
        shared[name] = getattr(read, name, {})
    for name, kind in OPTIONAL.items():
        if name in table:
            shared[name] = read_table(kind, table[name], name, mistakes)
    rules = {k: v for k, v in table.items() if k not in SHARED and k not in OPTIONAL and k != "city"}
    if facts is None or mistakes:
        raise CityError(file, [m.lstrip(".") for m in mistakes])
    named = [(f"operations.{operation}.form", guide.form) for operation, guide in shared["operations"].items()]
    forms, drawn = read_forms(named, folder, mistakes)
    prints = hashlib.sha256(raw + drawn).hexdigest()
    city = City(key=key, facts=facts, rules=rules, forms=forms, fingerprint=prints, table=table, **shared)
    _check(city, mistakes)
    if mistakes:
        raise CityError(file, mistakes)
    return city


def _one_field(name: str, kind: Any) -> Any:
    return dataclasses.make_dataclass("Section", [(name, kind)], frozen=True)


def _check_guide(city: City, where: str, guide: OperationRules, mistakes: Mistakes) -> None:
    for window in guide.windows.value:
        if window not in city.windows:
            mistakes.add(f"{where}.windows", f"没有窗口类别“{window}”")
    if guide.promise and guide.promise not in city.promises:
        mistakes.add(f"{where}.promise", f"没有承诺时限“{guide.promise}”")
    if guide.tariff and guide.tariff not in city.tariff:
        mistakes.add(f"{where}.tariff", f"没有收费项目“{guide.tariff}”")
    _check_second(f"{where}.second", guide.second, guide.second_above, mistakes)
    signed = any(paper.printed for paper in guide.materials)
    if guide.form and not signed:
        mistakes.add(f"{where}.form", "这张表签字后是一样材料，请在 materials 里把它注明 printed = true")
    if signed and not guide.form:
        mistakes.add(f"{where}.materials", "有一样材料注明 printed = true，却没有写印哪张表（form）")
    if guide.article and guide.article.split(" ")[0] not in city.documents:
        mistakes.add(f"{where}.article", f"没有文件“{guide.article.split(' ')[0]}”")


def _check_second(key: str, second: Ruled[Any] | None, above: Ruled[Any] | None, mistakes: Mistakes) -> None:
    """A limit without who confirms above it, or nobody who might, is a slip of the pen."""
    if second is None and above is not None:
        mistakes.add(f"{key}_above", f"没有写由谁复核（{key.rpartition('.')[2]}）")
    if second is not None and not second.value:
        mistakes.add(key, "至少写一种人（经办、主管）；不要复核的，去掉这一项")


def _check_systems(city: City, mistakes: Mistakes) -> None:
    said = [(f"messages.{key}", rule) for key, rules in city.messages.items() for rule in rules]
    cited = [(f"systems.{name}", rules.article) for name, rules in city.systems.items()]
    for where, article in [*cited, *((where, rule.article) for where, rule in said)]:
        if article.split(" ")[0] not in city.documents:
            mistakes.add(f"{where}.article", f"没有文件“{article.split(' ')[0]}”")
    texts = [(f"systems.{name}.receipt", rules.receipt) for name, rules in city.systems.items()]
    for where, text in [*texts, *((f"{where}.text", rule.text) for where, rule in said)]:
        for word in strange_words(text.value) if text is not None else ():
            mistakes.add(where, f"花括号里不认识“{word}”，可用的有 {'、'.join(sorted(WORDS))}")
    for where, rule in said:
        if where.removeprefix("messages.") not in city.operations:
            mistakes.add(where, "没有这项业务")
        if rule.system not in city.systems:
            mistakes.add(f"{where}.system", f"没有系统“{rule.system}”，请先在 systems 里写明")


def _check(city: City, mistakes: Mistakes) -> None:
    """Names that one part of the file uses and another must define."""
    for key, guide in city.operations.items():
        _check_guide(city, f"operations.{key}", guide, mistakes)
    _check_systems(city, mistakes)
    _check_second("city.put_back_second", city.facts.put_back_second, city.facts.put_back_second_above, mistakes)
    if city.dayend is not None:
        _check_second("dayend.second", city.dayend.second, None, mistakes)
        _check_second("dayend.reopen_second", city.dayend.reopen_second, None, mistakes)
        if OpenKind.ACT not in city.dayend.blocks.value:
            mistakes.add("dayend.blocks", f"要写上“{OpenKind.ACT.value}”：钱收没收到还不清楚的一天不能结")
    for title, fault in city.card_face.faults() if city.card_face is not None else ():
        mistakes.add(f"card_face.{title}".rstrip("."), fault)
    for plugin in city.rules:
        if plugin not in city.facts.plugins:
            mistakes.add(plugin, "这张表不属于任何已启用的插件")
    for joined in city.facts.together.value:
        for operation in joined:
            if operation not in city.operations:
                mistakes.add("city.together", f"没有业务“{operation}”")
