"""A form that leaves to each city what it asks, by which name, and what may not stay empty."""

from dataclasses import replace

import pytest

from counter.catalogue import CatalogueError, load
from counter.cities import load_city
from counter.core.blank import By
from counter.core.form import Form, VisitForm, blank, compose
from counter.core.guide import Required
from counter.core.ruled import Ruled


class Asking(VisitForm):
    """Two blanks of every city, two that a city may ask."""

    sex: str = blank("性别")
    ethnic: str | None = blank("民族", by_city=True, default=None)
    address: str | None = blank("常住地地址", by_city=True, default=None)


class Other(Form):
    """A second form to be joined."""

    reason: str = blank("原因")


def labels(form: type[Form]) -> list[str]:
    return [b.label for b in form.blanks(By.SELF, {}) if b.name not in ("by", "channel")]


def test_only_what_the_city_names_is_asked():
    assert labels(compose("一", (Asking,))) == ["性别"]
    assert labels(compose("一", (Asking,), ("民族",))) == ["性别", "民族"]


def test_a_city_may_call_a_blank_by_its_own_name():
    own = compose("一", (Asking,), ("常住地地址=通讯地址",))
    assert labels(own) == ["性别", "通讯地址"]
    assert own.from_texts({"sex": "女", "address": "演练路 1 号"}).address == "演练路 1 号"


def test_joined_forms_keep_what_each_city_operation_asks_and_calls_it():
    joined = compose("并", (compose("一", (Asking,), ("民族", "常住地地址=通讯地址")), Other))
    assert sorted(labels(joined)) == sorted(["性别", "民族", "通讯地址", "原因"])


def changed(**guide: object):
    city = load_city("xinxiang")
    one = replace(city.operations["apply.new"], **guide)
    return replace(city, operations={**city.operations, "apply.new": one})


@pytest.mark.parametrize(
    ("guide", "said"),
    [
        ({"asks": Ruled(value=("星座",), article="流程 1.2 信息采集"), "required": ()}, "表上没有可选的“星座”，可用的有"),
        ({"asks": Ruled(value=("性别",), article="流程 1.2 信息采集"), "required": ()}, "表上没有可选的“性别”"),
        ({"required": (Required(blanks=("星座",), article="流程 1.2 信息采集"),)}, "表上没有“星座”"),
        ({"required": (Required(blanks=("手机号码 或 传真",), article="流程 1.2 信息采集"),)}, "表上没有“传真”"),
        ({"required": (Required(blanks=("手机号码",), when="星座=狮子", article="流程 1.2 信息采集"),)}, "表上没有“星座”"),
    ],
)
def test_a_blank_that_the_form_does_not_have_is_a_mistake_of_the_city_file(guide, said):
    with pytest.raises(CatalogueError) as caught:
        load(changed(**guide))
    assert any(said in mistake for mistake in caught.value.mistakes)
