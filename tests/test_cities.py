"""The city files are law written as data: complete, strict, and every value found in its document."""

import dataclasses
import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from counter.cities import DOCUMENTS, HERE, CityError, city_keys, load_city, read_city
from counter.core.city import City
from counter.core.guide import Days, Moment
from counter.core.states import BlacklistState, CardState, PaymentState

CITIES = ("shangluo", "shishi", "xinxiang")
CARD_WORDS = {state.value for state in CardState} | {"无"}
FUNCTION_WORDS = {"未启用", "已启用", "停用", "未激活", "已激活", "挂失"}
PAYMENT_WORDS = {state.value for state in PaymentState} | {"无"}
TEMPORARY_WORDS = {"使用中", "已到期", "已收回", "已丢失", "已损坏"}
LISTING_WORDS = {state.value for state in BlacklistState}
CUSTODY_WORDS = {"待交接", "交接中", "已签收", "单位已领", "已退回", "已入库", "已发本人"}

STARTS = {
    "loss.temporary": {"正常"},
    "loss.formal": {"正常", "临时挂失"},
    "loss.release": {"临时挂失"},
    "replace.lost": {"正式挂失"},
    "replace.damaged": {"正常"},
    "issue.make": {"已申请"},
    "issue.collect": {"待领取"},
    "activate.social": {"待启用"},
    "activate.financial": {"正常", "待启用"},
}
SAID_AS_UNPAID = {("xinxiang", "replace.lost", "无"), ("xinxiang", "replace.damaged", "无")}


@pytest.fixture(params=CITIES)
def city(request: pytest.FixtureRequest) -> City:
    return load_city(request.param)


def sources(value: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Every article in a city, with the place that names it."""
    if isinstance(value, Mapping):
        if isinstance(value.get("article"), str):
            yield where, value["article"]
        for key, item in value.items():
            yield from sources(item, f"{where}.{key}")
    elif isinstance(value, tuple | list):
        for number, item in enumerate(value, 1):
            yield from sources(item, f"{where}[{number}]")
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield from sources({f.name: getattr(value, f.name) for f in dataclasses.fields(value)}, where)


def found(city: City, article: str) -> str:
    """Say what is wrong with an article's place in its document, or nothing."""
    if not article:
        return ""
    key, _, locator = article.partition(" ")
    if key not in city.documents:
        return f"没有文件“{key}”"
    text = (DOCUMENTS / city.documents[key].file).read_text(encoding="utf-8")
    return "" if locator and locator in text else f"《{key}》里没有“{locator}”这几个字"


def test_three_cities_have_a_file() -> None:
    assert tuple(city_keys()) == CITIES


def test_every_article_stands_literally_in_its_document(city: City) -> None:
    wrong = [f"{where}：{fault}" for where, article in sources(city) if (fault := found(city, article))]
    assert not wrong, "\n".join(wrong)


def test_an_article_that_is_not_in_the_document_is_noticed(city: City) -> None:
    key = next(iter(city.documents))
    assert found(city, f"{key} 第九十九条") == f"《{key}》里没有“第九十九条”这几个字"
    assert found(city, "办法 第一条") == "没有文件“办法”"


def test_what_the_document_leaves_open_says_why(city: City) -> None:
    """A value without an article is assumed, and its note gives the reason."""
    raw = [(where, item) for where, item in ruled(city) if not item["article"]]
    silent = [where for where, item in raw if not (item["assumed"] and item["note"])]
    assert raw
    assert not silent, "\n".join(silent)


def ruled(value: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, Mapping):
        if "value" in value:
            yield where, {"article": "", "assumed": False, "note": "", **value}
        for key, item in value.items():
            yield from ruled(item, f"{where}.{key}")
    elif isinstance(value, tuple | list):
        for number, item in enumerate(value, 1):
            yield from ruled(item, f"{where}[{number}]")
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield from ruled({f.name: getattr(value, f.name) for f in dataclasses.fields(value)}, where)


def test_documents_are_the_published_texts_byte_for_byte(city: City) -> None:
    listed = (DOCUMENTS / "SOURCES.md").read_text(encoding="utf-8")
    for document in city.documents.values():
        digest = hashlib.sha256((DOCUMENTS / document.file).read_bytes()).hexdigest()
        assert f"`{document.file}`" in listed
        assert digest in listed, f"{document.file} 与 SOURCES.md 所列不同"

REACHED_BY = {"待补正": "apply.unfinished", "已受理": "apply.enter"}


@pytest.mark.parametrize("operation", STARTS)
def test_every_state_that_cannot_start_an_operation_has_its_sentence(city: City, operation: str) -> None:
    said = set(city.operations[operation].refusals)
    missing = {
        word
        for word in CARD_WORDS - STARTS[operation] - said
        if (city.key, operation, word) not in SAID_AS_UNPAID and REACHED_BY.get(word, operation) in city.operations
    }
    assert not missing


def test_refusals_name_only_words_that_exist(city: City) -> None:
    known = CARD_WORDS | FUNCTION_WORDS | PAYMENT_WORDS | CUSTODY_WORDS | TEMPORARY_WORDS | LISTING_WORDS
    strange = {word for guide in city.operations.values() for word in guide.refusals} - known
    assert not strange


def test_what_is_said_ends_like_a_sentence(city: City) -> None:
    """A refusal is put before its article in brackets, a notice is printed as it stands."""
    for key, guide in city.operations.items():
        for refusal in guide.refusals.values():
            assert not re.search(r"[。，；！\s]$", refusal.value), (key, refusal.value)
        for notice in guide.notices:
            assert notice.value.endswith("。"), (key, notice.value)


def test_shangluo_says_what_its_documents_say() -> None:
    city = load_city("shangluo")
    assert city.facts.together.value == (("loss.formal", "replace.lost"),)
    assert (city.promises["replace"].days.value, city.promises["replace"].kind.value) == (7, Days.WORKING)
    assert str(city.tariff["replace.card"].yuan.value) == "20.00"
    assert not city.tariff["replace.card"].yuan.assumed
    assert city.rules["loss"]["temporary_days"]["value"] == 7
    assert city.rules["loss"]["release_from"]["value"] == ["临时挂失"]
    assert city.operations["loss.formal"].windows.value == ("bank_outlet",)
    assert not city.operations["activate.financial"].agent.value


def test_xinxiang_is_paid_before_and_never_at_a_township() -> None:
    city = load_city("xinxiang")
    assert city.tariff["replace.card"].moment.value is Moment.BEFORE
    assert city.tariff["replace.card"].yuan.assumed
    assert city.tariff["replace.card"].pays_with == ("fees.notice", "fees.order", "fees.pos")
    for operation in ("replace.lost", "replace.damaged", "issue.make", "fees.notice", "fees.register"):
        assert "township" not in city.operations[operation].windows.value
    assert city.operations["activate.financial"].windows.value == ("bank",)
    assert not city.promises


def test_shishi_is_at_once_at_the_making_window_only() -> None:
    city = load_city("shishi")
    assert city.promises["replace"].kind.value is Days.AT_ONCE
    for window in ("agency", "bank_outlet"):
        slow = city.promises[f"replace@{window}"]
        assert (slow.days.value, slow.kind.value, slow.stops) == (15, Days.WORKING, "通知领卡")
    assert city.operations["issue.make"].windows.value == ("making",)
    assert city.facts.guardian_below.value == 16


def test_overrides_are_for_window_types_of_the_city(city: City) -> None:
    for key in (*city.promises, *city.tariff):
        base, at, window = key.partition("@")
        if at:
            assert window in city.windows, key
            assert base in city.promises or base in city.tariff, key


def test_a_broken_city_file_names_every_mistake_at_once(tmp_path: Path) -> None:
    raw = (HERE / "shangluo.toml").read_text(encoding="utf-8")
    broken = raw.replace("value = 20.00", 'value = "二十"').replace("[windows.bank]", "[windows.bench]", 1)
    with pytest.raises(CityError) as told:
        read_city("shangluo", broken.encode(), "shangluo.toml")
    assert "tariff.replace.card.yuan.value：应是金额（如 20.00），现为 '二十'" in told.value.mistakes
    renamed = raw.replace("[windows.bank]", "[windows.bench]", 1)
    with pytest.raises(CityError) as told:
        read_city("shangluo", renamed.encode(), "shangluo.toml")
    assert "operations.loss.temporary.windows：没有窗口类别“bank”" in told.value.mistakes
    assert "operations.issue.collect.windows：没有窗口类别“bank”" in told.value.mistakes
