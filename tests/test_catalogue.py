"""Plugins: installed is not enabled, what does not fit is listed whole, and one that fails is switched off alone."""

import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import plugins
from counter.catalogue import CatalogueError, load
from counter.cities import HERE, CityError, load_city
from counter.core.states import CardState

SHANGLUO = (HERE / "shangluo.toml").read_text("utf-8")
LISTED = 'plugins = ["apply", "loss", "replace", "fees", "issue", "activate", "notice", "province_shaanxi"'
GREETING = """
from counter import hookimpl, NoRules, Operation, VisitForm
def receipt(entry): ...
@hookimpl
def counter_operations():
    return (Operation(id="greeting.say", form=VisitForm, rules=NoRules, receipt=receipt),)
"""
GUIDE = """
[operations."greeting.say"]
title = "问候"
article = "规范 第一条"
windows = { value = ["bureau"], article = "规范 第一条" }
agent = { value = true, article = "规范 第一条" }
offline = { value = "accept", article = "规范 第一条" }
materials = []
"""


@pytest.fixture
def city(tmp_path):
    """Write Shangluo's file with some lines changed, and read it."""

    def written(*changes: tuple[str, str], more: str = ""):
        text = SHANGLUO
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        file = tmp_path / "shangluo.toml"
        file.write_text(text + more, "utf-8")
        return load_city(str(file))

    return written


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Install a plugin of somebody else's distribution."""

    def install(name: str, source: str, target: str = "") -> None:
        site = tmp_path / f"site-{name}"
        info = site / f"{name}_plugin-1.0.dist-info"
        info.mkdir(parents=True)
        (site / f"{name}_plugin.py").write_text(source, "utf-8")
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}-plugin\nVersion: 1.0\n", "utf-8")
        (info / "entry_points.txt").write_text(f"[counter.plugins]\n{name} = {target or name + '_plugin'}\n", "utf-8")
        monkeypatch.syspath_prepend(str(site))

    yield install
    for name in [name for name in sys.modules if name.endswith("_plugin")]:
        del sys.modules[name]


def with_plugin(name: str) -> tuple[str, str]:
    return LISTED, f'{LISTED}, "{name}"'


def without(name: str) -> tuple[str, str]:
    return LISTED, LISTED.replace(f'"{name}", ', "")


def offers(catalogue, window: str) -> list[str]:
    return [offer.id for offer in catalogue.offers(window)]


@pytest.mark.parametrize("key", ["xinxiang", "shangluo", "shishi"])
def test_every_shipped_city_loads_with_nothing_switched_off(key):
    catalogue = load(load_city(key))
    assert (catalogue.off, catalogue.warnings) == ((), ())
    assert set(catalogue.city.operations) == set(catalogue.operations) & set(catalogue.city.operations)


def test_an_installed_plugin_is_found_but_enabled_only_where_the_city_lists_it(city, installed):
    installed("greeting", GREETING)
    assert "greeting.say" not in load(city()).operations
    catalogue = load(city(with_plugin("greeting"), more=GUIDE))
    assert "greeting.say" in offers(catalogue, "bureau")
    assert catalogue.title("greeting.say") == "问候"
    assert catalogue.off == ()


def test_a_plugin_that_is_not_installed_is_a_mistake(city):
    with pytest.raises(CatalogueError) as caught:
        load(city(with_plugin("greeting"), with_other("parking")))
    assert caught.value.mistakes == [
        "city.plugins：没有安装插件“greeting”，请安装它，或从列表中去掉",
        "city.plugins：没有安装插件“no-such plugin”，请安装它，或从列表中去掉",
    ]
    assert "商洛市的城市文件与插件对不上，有 2 处要改正" in str(caught.value)


def with_other(_name: str) -> tuple[str, str]:
    return '"greeting"', '"greeting", "no-such plugin"'


def test_a_plugin_installed_twice_is_a_mistake(city, installed):
    installed("loss", GREETING)
    with pytest.raises(CatalogueError, match="插件“loss”装了不止一份"):
        load(city())


def test_everything_that_does_not_fit_is_listed_at_once(city):
    text = GUIDE.replace("greeting.say", "parking.issue")
    with pytest.raises(CatalogueError) as caught:
        load(
            city(
                ("temporary_days = { value = 7,", 'temporary_days = { value = "7",'),
                ("undo_days =", "undo_day ="),
                ('ways = { value = ["cash"]', 'ways = { value = ["pos"]'),
                more=text,
            )
        )
    said = "\n".join(caught.value.mistakes)
    assert 'operations."parking.issue"：没有启用的插件提供这项业务' in said
    assert "loss.temporary_days.value：应是整数，现为 '7'" in said
    assert "issue.undo_day：不认识的项" in said
    assert "issue.undo_days：缺少这一项" in said
    assert 'tariff."replace.card".ways：没有插件提供缴费方式“pos”' in said
    assert 'tariff."tempcard.issue".ways：没有插件提供缴费方式“pos”' in said
    assert len(caught.value.mistakes) == 6


def test_who_asks_for_a_photo_needs_the_citys_limits_and_a_form_that_asks(city):
    with pytest.raises(CatalogueError, match=r"photo：缺少这张表：.*replace\.damaged、replace\.lost、tempcard\.issue 要收照片"):
        load(replace(city(), photo=None))
    title = 'title = "口头（临时）挂失"\n'
    needed = 'photo = { value = true, assumed = true, note = "没有照片" }\n'
    with pytest.raises(CatalogueError, match=r'operations."loss\.temporary"\.photo：这项业务的表单没有照片这一项'):
        load(city((title, title + needed)))


def test_several_mistakes_of_a_city_file_are_listed_at_once(city):
    with pytest.raises(CityError) as caught:
        city(
            ('office = "商洛市人力资源和社会保障局"\n', ""),
            ("yuan = { value = 20.00,", "yuan = { value = 20.005,"),
            ("days = { value = 7, article", "days = { value = true, article"),
            ('offline = { value = "refuse", assumed', 'offline = { value = "later", assumed'),
            ("guardian_below = { value = 16, assumed = true,", "guardian_below = { value = 16,"),
            more="[lists2]\n",
        )
    said = "\n".join(caught.value.mistakes)
    for key in (
        "city.office：缺少这一项",
        "city.guardian_below：没有写依据条款",
        "tariff.replace.card.yuan.value：金额不能是负数，最多两位小数，现为 20.005",
        "promises.replace.days.value：应是整数，现为 True",
        "operations.issue.make.offline.value：应是 accept、provisional、refuse 之一，现为 'later'",
    ):
        assert key in said
    assert "shangluo.toml" in str(caught.value)


def test_names_that_nothing_defines_are_listed_at_once(city):
    with pytest.raises(CityError) as caught:
        city(
            ('windows = { value = ["bureau", "bank_outlet", "bank"], article = "规范 第十五条"',
             'windows = { value = ["bureau", "kiosk"], article = "规范 第十五条"'),
            ('[["loss.formal", "replace.lost"]]', '[["loss.formal", "replace.found"]]'),
            more="[parking]\ndays = { value = 90, assumed = true }\n",
        )  # fmt: skip
    assert [m for m in caught.value.mistakes if "kiosk" in m]
    assert "parking：这张表不属于任何已启用的插件" in caught.value.mistakes
    assert "city.together：没有业务“replace.found”" in caught.value.mistakes


@pytest.mark.parametrize(("raw", "said"), [(b"[city", "TOML 写法有误"), ("城市".encode("gb18030"), "不是 UTF-8 编码")])
def test_a_file_that_is_no_toml_is_said_so(tmp_path, raw, said):
    file = tmp_path / "broken.toml"
    file.write_bytes(raw)
    with pytest.raises(CityError, match=said):
        load_city(str(file))


BROKEN = {
    "on import": ("import no_such_library_anywhere\n", "ModuleNotFoundError"),
    "syntax": ("def broken(:\n", "SyntaxError"),
    "when asked": (
        "from counter import hookimpl\n@hookimpl\ndef counter_operations():\n    return 1 / 0\n",
        "ZeroDivisionError：division by zero（counter_operations 第 4 行）",
    ),
    "nothing to declare": (
        "from counter import hookimpl\n@hookimpl\ndef counter_operations():\n    return None\n",
        "TypeError",
    ),
    "unknown hook": (
        "from counter import hookimpl\n@hookimpl\ndef counter_operation():\n    return ()\n",
        "钩子写得不对",
    ),
    "wrong argument": (
        "from counter import hookimpl\n@hookimpl\ndef counter_devices(windows):\n    return ()\n",
        "钩子写得不对",
    ),
}


@pytest.mark.parametrize(("source", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_plugin_that_fails_is_switched_off_with_its_reason_and_the_rest_works(city, installed, source, reason):
    installed("greeting", source)
    catalogue = load(city(with_plugin("greeting"), more=GUIDE))
    ((name, said),) = [(one.name, one.reason) for one in catalogue.off]
    assert name == "greeting"
    assert reason in said
    assert offers(catalogue, "bureau") == offers(load(city()), "bureau")
    assert "greeting.say" not in catalogue.operations


def test_an_entry_point_that_is_no_module_is_switched_off(city, installed):
    installed("greeting", "thing = 3\n", "greeting_plugin:thing")
    catalogue = load(city(with_plugin("greeting")))
    assert [(one.name, one.reason) for one in catalogue.off] == [
        ("greeting", "入口指的不是模块，请改正插件的 entry_points")
    ]


def broken_folder(tmp_path: Path, monkeypatch, name: str) -> None:
    """A plugin of ours whose folder is damaged."""
    folder = tmp_path / "damaged" / name
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("raise OSError('damaged')\n", "utf-8")
    for loaded in [m for m in sys.modules if m == f"plugins.{name}" or m.startswith(f"plugins.{name}.")]:
        monkeypatch.delitem(sys.modules, loaded)
    monkeypatch.delattr(plugins, name, raising=False)
    monkeypatch.setattr(plugins, "__path__", [str(tmp_path / "damaged"), *plugins.__path__])


def test_without_the_fee_plugin_nothing_that_costs_is_given_for_free(city, tmp_path, monkeypatch):
    broken_folder(tmp_path, monkeypatch, "fees")
    catalogue = load(city())
    assert [one.name for one in catalogue.off] == ["fees"]
    part = catalogue.part("replace.lost", "bank_outlet")
    assert (part.tariff.yuan.value, part.way) == (Decimal("20.00"), None)


def test_without_its_second_half_a_joined_operation_is_not_offered_alone(city, tmp_path, monkeypatch):
    """Shangluo gives the formal loss only together with the replacement."""
    broken_folder(tmp_path, monkeypatch, "replace")
    catalogue = load(city())
    assert [one.name for one in catalogue.off] == ["replace"]
    assert [offer for offer in offers(catalogue, "bank_outlet") if "loss.formal" in offer] == []
    assert "loss.temporary" in offers(catalogue, "bank_outlet")


def test_two_plugins_with_one_operation_are_a_mistake(city, installed):
    installed("greeting", GREETING)
    installed("farewell", GREETING)
    with pytest.raises(CatalogueError, match=r"greeting\.say：有两个插件声明了同名的业务"):
        load(city((LISTED, f'{LISTED}, "greeting", "farewell"'), more=GUIDE))


def test_joined_operations_hide_the_first_from_being_chosen_alone():
    catalogue = load(load_city("shangluo"))
    ids = offers(catalogue, "bank_outlet")
    assert "loss.formal+replace.lost" in ids
    assert "loss.formal" not in ids
    assert "replace.lost" in ids
    alone = offers(load(load_city("xinxiang")), "county")
    assert ("loss.formal" in alone, "loss.formal+replace.lost" in alone) == (True, False)


def test_the_menu_stands_in_the_order_of_the_city_file():
    catalogue = load(load_city("xinxiang"))
    assert offers(catalogue, "county") == list(catalogue.city.operations)


def test_a_window_may_have_its_own_tariff_and_promise():
    catalogue = load(load_city("shishi"))
    making, agency = (catalogue.part("replace.lost", window) for window in ("making", "agency"))
    assert (making.tariff.yuan.value, agency.tariff) == (Decimal("20.00"), None)
    assert making.promise != agency.promise


def test_a_state_nothing_leads_out_of_is_a_warning(city, installed):
    """With the plugin gone that hands cards over, an ordered card has no way on."""
    issue = SHANGLUO[SHANGLUO.index("[issue]") : SHANGLUO.index("[activate]")]
    gone = ('operations."issue', 'operations."activate', "activate]", '[messages."issue', '[messages."activate')
    sections = [section for section in SHANGLUO.split("\n[") if section.startswith(gone)]
    changes = [("[" + section, "") for section in sections] + [(issue, "")]
    catalogue = load(city(*changes, (LISTED, LISTED.replace('"issue", "activate", ', ""))))
    assert f"“{CardState.ORDERED.value}”之后，现有的插件没有下一步业务" in catalogue.warnings


OWN_SMS = """
from counter import hookimpl
class Gateway:
    title = "市政务短信"
    def __init__(self, url): ...
    def tell(self, delivery): ...
@hookimpl
def counter_system(name, url):
    return Gateway(url) if name == "sms" else None
"""


def test_a_connector_of_ones_own_listed_after_the_shipped_ones_takes_their_place(city, installed):
    installed("gateway", OWN_SMS)
    catalogue = load(city((LISTED, f'{LISTED}, "systems", "gateway"'), ('"gateway", "systems"', '"gateway"')))
    systems = catalogue.connectors({"sms": "http://127.0.0.1:9", "ecard": "http://127.0.0.1:9"})
    assert {name: system.title for name, system in systems.items()} == {"sms": "市政务短信", "ecard": "电子社保卡系统"}


def test_a_paper_for_some_cases_names_a_blank_that_the_form_has(city):
    paper = '{ paper = "死亡证明或户籍注销证明", only = "注销原因=死亡"'
    wrong = paper.replace("注销原因", "注消原因")
    with pytest.raises(CatalogueError, match=r"cancel\.social.*materials：表上没有“注消原因”"):
        load(city((paper, wrong)))
