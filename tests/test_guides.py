"""Law and code side by side: every plugin has its guide, every guide quotes the documents, every refusal has its article."""

import ast
import re
from functools import cache

import pytest

from counter.catalogue import load
from counter.cities import DOCUMENTS, city_keys, load_city
from counter.core.case import Clerk
from counter.core.decision import Refused
from counter.seat import Seat
from counter.sync.courier import look_up
from counter.visit import desk
from tests.source import ROOT, files, told, tree_of

PLUGINS = sorted(path.parent for path in (ROOT / "plugins").glob("*/__init__.py"))
CONDITIONS = sorted((ROOT / "plugins").glob("*/conditions*.py"))
OF_A_CITY = re.compile(r"## (?P<city>\S+) · (?P<document>\S+) (?P<rest>.+)")
QUOTE = re.compile("“([^”]+)”")
MARKS = re.compile(r"[\s“”‘’]")
BETWEEN = re.compile("……|——|[　，。：；、]")
GIVES_AN_ARTICLE = re.compile(r"\.(article|source)\b")


def name_of(folder):
    return folder.name


def guide_of(folder) -> str:
    return (folder / "guide.md").read_text("utf-8")


@cache
def words_of(file: str) -> str:
    return MARKS.sub("", (DOCUMENTS / file).read_text("utf-8"))


def lost_words(quote: str, text: str) -> list[str]:
    """The parts of a quotation, between its omissions, that the text does not have."""
    parts = [MARKS.sub("", part) for part in BETWEEN.split(quote)]
    return [part for part in parts if part and part not in text]


@pytest.mark.parametrize("folder", PLUGINS, ids=name_of)
def test_every_plugin_folder_reads_like_a_notice(folder):
    there = {path.name for path in folder.iterdir()}
    assert "guide.md" in there
    if "conditions.py" in there:
        assert {"form.py", "receipt.py"} <= there
    assert guide_of(folder).startswith("# ")
    assert (ast.get_docstring(tree_of(folder / "__init__.py")) or "").endswith(".")


@pytest.mark.parametrize("folder", PLUGINS, ids=name_of)
def test_what_a_guide_quotes_stands_in_the_document(folder):
    cities = {load_city(key).facts.name.removesuffix("市"): load_city(key) for key in city_keys()}
    wrong = []
    for line in guide_of(folder).splitlines():
        found = OF_A_CITY.match(line)
        if found and found["document"] in cities[found["city"]].documents:
            document = cities[found["city"]].documents[found["document"]]
            lost = [part for quote in QUOTE.findall(found["rest"]) for part in lost_words(quote, words_of(document.file))]
            wrong += [f"{line}: {part}" for part in lost]
        if line.startswith("> "):
            texts = [words_of(path.name) for path in DOCUMENTS.glob("*.txt")]
            wrong += [line] if all(lost_words(line[2:], text) for text in texts) else []
    told(wrong)


def test_a_quotation_that_is_not_in_the_document_is_noticed():
    text = words_of("shangluo-window-standard.txt")
    assert lost_words("有效时间为7天，超过有效时间自动解挂", text) == []
    assert lost_words("有效时间为9天，超过有效时间……自动解挂", text) == ["有效时间为9天"]


@pytest.mark.parametrize("key", city_keys())
def test_every_operation_of_a_city_is_in_its_plugins_guide(key):
    city = load_city(key)
    wrong = []
    for operation in city.operations:
        guide = guide_of(ROOT / "plugins" / operation.partition(".")[0])
        if f"`{operation}`" not in guide:
            wrong.append(f"{operation} is not named")
        if not re.search(rf"^## {city.facts.name.removesuffix('市')} · ", guide, re.MULTILINE):
            wrong.append(f"the guide of {operation} has nothing on {city.facts.name}")
    told(wrong)


def test_every_rule_a_city_can_set_is_in_the_guide():
    wrong = set()
    for key in city_keys():
        for plugin, rules in load(load_city(key)).rules.items():
            guide = guide_of(ROOT / "plugins" / plugin)
            wrong |= {f"{plugin}.{name}" for name in vars(rules) if f"`{plugin}.{name}`" not in guide}
    told(sorted(wrong))


def declared(path) -> list[str]:
    """The conditions a file declares."""
    return [
        node.name
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(d, ast.Call) and ast.unparse(d.func) == "condition" for d in node.decorator_list)
    ]


def test_every_condition_belongs_to_an_operation_a_way_to_pay_or_to_all():
    used = set()
    for key in city_keys():
        catalogue = load(load_city(key))
        for one in [*catalogue.operations.values(), *catalogue.ways.values()]:
            used |= {said.name for said in one.conditions}
        used |= {one.condition.name for one in catalogue.across}
        for one in catalogue.operations.values():
            used |= {said.name for said in one.warns}
    assert {name for path in CONDITIONS for name in declared(path)} == used


@pytest.mark.parametrize("path", CONDITIONS, ids=lambda path: path.parent.name)
def test_every_refusal_of_a_condition_cites_its_article(path):
    calls = [n for n in ast.walk(tree_of(path)) if isinstance(n, ast.Call) and ast.unparse(n.func) == "Refusal"]
    silent = [
        f"{path.parent.name}/conditions.py:{call.lineno}"
        for call in calls
        if len(call.args) < 2 or not GIVES_AN_ARTICLE.search(ast.unparse(call.args[1]))
    ]
    assert len(calls) >= len(declared(path))
    told(silent)


@pytest.mark.parametrize("key", city_keys())
def test_every_reason_the_desk_gives_cites_its_article(open_world, key):
    """Everybody of the rehearsal, at every kind of window: whatever cannot be done says on whose word."""
    world, counter = open_world(key)
    branch, seen = counter.branch, 0
    silent = set()
    for story in world.stories:
        look_up(branch, counter.courier, story.person.id_number)
        (pid,) = branch.people.find("id", story.person.id_number)
        for window in branch.windows():
            seat = Seat(clerk=Clerk(number="1024", name="李静", role="经办"), window=window)
            for one in desk(branch, pid, seat):
                refusals = one.verdict.refusals if isinstance(one.verdict, Refused) else ()
                seen += len(refusals)
                silent |= {f"{one.offer.id}: {refusal.text}" for refusal in refusals if not refusal.article}
    assert seen > 100
    told(sorted(silent))


def test_no_plugin_writes_a_fee_a_day_or_a_limit_into_its_code():
    """A number of the law stands in the city file; code has only 0 and 1, and lengths of what is printed."""
    wrong = []
    for path in files("plugins"):
        if path.parent.name.startswith(("province_", "systems")):
            continue
        numbers = [
            node
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.Constant) and type(node.value) in (int, float) and node.value not in (0, 1)
        ]
        wrong += [f"{path.parent.name}/{path.name}:{n.lineno} {n.value}" for n in numbers if not is_a_length(path, n)]
    told(wrong)


def is_a_length(path, number: ast.Constant) -> bool:
    """Whether the number only cuts a text, as in `account[-4:]`."""
    return any(number in ast.walk(node) for node in ast.walk(tree_of(path)) if isinstance(node, ast.Slice))
