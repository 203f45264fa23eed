"""Every hook is documented with its signature, has a plugin that uses it, and an example that works."""

import ast
import inspect
import sys
import types
from dataclasses import replace
from datetime import datetime

import pytest

from counter import Inquiry, hookspecs
from counter.catalogue import CatalogueError, load
from counter.cities import HERE, load_city
from counter.core.case import Clerk as Seated
from counter.core.case import Window
from counter.core.dates import BEIJING
from counter.core.decision import Refused, decide
from counter.core.dossier import Dossier, Holder
from counter.core.lookup import LookUp
from counter.core.operation import Operation, Way
from counter.core.question import Question
from counter.workdays import Workdays
from tests.clerk import Clerk
from tests.documents import block, blocks, headings
from tests.source import ROOT, files

HOOKS = ROOT / "docs" / "hooks.md"
MOST_HOOKS = 15
LONGEST_EXAMPLE = 11
CLERK = Seated(number="1024", name="李静", role="经办")


def hooks() -> dict[str, str]:
    """Every hook with its signature as it is written in the code."""
    tree = ast.parse(inspect.getsource(hookspecs))
    return {
        node.name: f"{node.name}({ast.unparse(node.args)}) -> {ast.unparse(node.returns)}"
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.returns is not None
    }


def test_every_hook_is_documented_with_its_exact_signature():
    assert [heading for heading in headings(HOOKS) if "counter_" in heading] == [f"`{told}`" for told in hooks().values()]
    assert len(hooks()) <= MOST_HOOKS


@pytest.mark.parametrize("hook", hooks())
def test_every_hook_has_a_plugin_that_uses_it_and_a_test_that_names_it(hook):
    users = [path for path in files("plugins", "counter/rehearsal") if f"def {hook}(" in path.read_text("utf-8")]
    tests = [path for path in files("tests") if hook in path.read_text("utf-8")]
    assert users
    assert tests


def example(hook: str) -> types.ModuleType:
    """The example of this hook as a plugin's module."""
    module = types.ModuleType(f"example_{hook}")
    start = next(one.text for one in blocks(HOOKS) if not one.name)
    sys.modules[module.__name__] = module
    try:
        exec(start + block(HOOKS, hook), vars(module))
    finally:
        del sys.modules[module.__name__]
    return module


@pytest.mark.parametrize("hook", hooks())
def test_every_hook_has_a_short_example(hook):
    assert len([line for line in block(HOOKS, hook).splitlines() if line.strip()]) <= LONGEST_EXAMPLE


def with_example(hook: str, city: str = "shangluo"):
    return load(load_city(city), extra=[("example", example(hook))])


def test_the_example_of_counter_operations_is_an_operation():
    (leaflet,) = example("counter_operations").counter_operations()
    assert isinstance(leaflet, Operation)
    assert leaflet.id in with_example("counter_operations").operations


def test_the_example_of_counter_conditions_speaks_of_the_operation_it_names_and_of_no_other():
    catalogue = with_example("counter_conditions")
    window = Window(id="1", title="窗口", type="bank_outlet", type_title="窗口")
    now = datetime(2026, 11, 20, 10, 31, tzinfo=BEIJING)
    silenced = set()
    for banned in ("", "是"):
        holder = Holder(id="p", id_number="611002198003124513", name="王䶮𬱖", facts={"banned": banned})
        question = Question(
            dossier=Dossier(holder=holder), city=catalogue.city, window=window, clerk=CLERK, now=now,
            calendar=Workdays(), across=catalogue.across,
        )  # fmt: skip
        for offer in catalogue.offers(window.type):
            verdict = decide(offer, question)
            assert isinstance(verdict, Refused)
            if "已列入黑名单，不能领卡" in [refusal.text for refusal in verdict.refusals]:
                silenced.add((banned, offer.id))
    assert silenced == {("是", "issue.collect")}


def test_the_example_of_counter_ways_takes_a_fee(tmp_path):
    text = (HERE / "shangluo.toml").read_text("utf-8")
    (tmp_path / "pos.toml").write_text(text.replace('ways = { value = ["cash"]', 'ways = { value = ["pos"]'), "utf-8")
    city = load_city(str(tmp_path / "pos.toml"))
    with pytest.raises(CatalogueError, match="没有插件提供缴费方式“pos”"):
        load(city)
    catalogue = load(city, extra=[("example", example("counter_ways"))])
    way = catalogue.ways["pos"]
    part = catalogue.part("replace.damaged", "bank_outlet")
    assert isinstance(way, Way)
    assert part.way is way
    assert "POS 凭证号" in [b.label for b in part.form.own]


def test_the_example_of_counter_lookups_gives_a_paper_to_those_who_may(shangluo):
    world, counter = shangluo
    lookup = with_example("counter_lookups").lookups["held.cards"]
    assert isinstance(lookup, LookUp)
    counter.branch.catalogue.lookups[lookup.id] = lookup
    for number, status in (("1001", 200), ("1024", 403)):
        clerk = Clerk(counter, "bureau", number)
        pid = clerk.open(world.stories[0].person.id_number)
        answer = clerk.client.get(f"/person/{pid}/paper/held.cards/loss.temporary.pdf")
        assert answer.status_code == status
    noted = counter.branch.database.rows("SELECT clerk FROM audit WHERE what='持卡情况'")
    assert noted == [("1001",)]


def test_the_example_of_counter_panels_stands_beside_one_form_and_no_other(shangluo):
    world, counter = shangluo
    counter.branch = replace(counter.branch, catalogue=with_example("counter_panels"))
    clerk = Clerk(counter, "bureau")
    pid = clerk.open(next(s.person.id_number for s in world.stories if s.id == "lost"))
    assert clerk.form(pid, "loss.temporary").texts("data-trouble") == ["先问一句问卡里的钱另外挂失了吗规范 第十五条"]
    assert clerk.form(pid, "change.details").texts("data-trouble") == []


def test_the_example_of_counter_devices_stands_at_one_kind_of_window(shangluo):
    branch = shangluo[1].branch
    hook = with_example("counter_devices").hook
    standing = {window.type: hook.counter_devices(window=window) for window in branch.windows()}
    assert [device.title for (some,) in [standing["bureau"]] for device in some] == ["社保卡读卡器"]
    assert standing["bank"] == [()]


def test_the_example_of_counter_system_answers_for_its_system_only():
    hook = with_example("counter_system").hook
    register = hook.counter_system(name="household", url="http://127.0.0.1:9")
    assert register.ask(Inquiry(id_number="611002199003077539", name="王丽"), 1).answer == "有登记"
    assert hook.counter_system(name="sms", url="http://127.0.0.1:9").title == "短信平台"
    assert hook.counter_system(name="census", url="http://127.0.0.1:9") is None


def test_the_example_of_counter_province_answers_for_its_province_only():
    hook = with_example("counter_province").hook
    assert hook.counter_province(name="hainan", url="http://127.0.0.1:9").title == "市档案库"
    assert hook.counter_province(name="shaanxi", url="http://127.0.0.1:9").title != "市档案库"
    assert hook.counter_province(name="guangdong", url="http://127.0.0.1:9") is None


def test_the_example_of_counter_queue_is_the_queue_of_one_kind_of_window(shangluo):
    branch = shangluo[1].branch
    hook = with_example("counter_queue").hook
    found = {window.type: hook.counter_queue(window=window, url="") for window in branch.windows()}
    assert found["bank"] is None, "no address, no machine"
    assert found["bureau"].call("", 1).business == "补卡"
    bank = next(window for window in branch.windows() if window.type == "bank")
    assert hook.counter_queue(window=bank, url="http://127.0.0.1:9").title == "叫号机"
