"""The shape of the house: who may import whom, how things are named, how long they may grow."""

import ast
import re
import sys
from pathlib import Path

import pytest

from counter.cities import city_keys, load_city
from tests import source
from tests.source import OURS, docstrings, files, imports, is_ours, module_of, place, told, tree_of, within

CODE = (*OURS, "tools", "tests")
LONGEST_FILE, LONGEST_FUNCTION = 250, 40

CLOCK_DISK_NETWORK = {
    "asyncio", "ctypes", "fileinput", "ftplib", "glob", "http", "imaplib", "io", "logging", "mmap",
    "multiprocessing", "os", "pathlib", "poplib", "random", "secrets", "select", "selectors", "shelve", "shutil",
    "signal", "smtplib", "socket", "socketserver", "sqlite3", "ssl", "subprocess", "tempfile", "threading", "time",
    "tomllib", "urllib", "uuid", "xmlrpc", "zoneinfo",
}  # fmt: skip
ASKS_THE_CLOCK = {"now", "utcnow", "today"}

FORBIDDEN_WORDS = {"manager", "handler", "service", "helper", "util", "data", "info", "process"}
GIVEN_BY_A_BASE_CLASS = {"handle_data", "process_request", "process_request_thread", "extractInfo"}
EDGES = {
    "counter/web/shell.py", "counter/sync/courier.py", "counter/sync/messenger.py", "counter/sync/rounds.py",
    "counter/catalogue.py", "counter/acts.py", "counter/steps.py", "counter/devices/actor.py",
    "counter/devices/remote/program.py", "counter/printers/press.py",
    "counter/commands/doorman.py", "counter/lanes.py",
}  # fmt: skip
CITY_NAMES = re.compile("新乡|商洛|石狮|xinxiang|shangluo|shishi", re.IGNORECASE)
CITY_CODE = ("counter/cities/", "counter/rehearsal/")


def forbidden_imports(path: Path) -> list[str]:
    mine = module_of(path)
    plugin = ".".join(mine.split(".")[:2])
    out = []
    for one in imports(path):
        module = one.module
        if within(mine, "printing"):
            right = within(module, "printing")
        elif within(mine, "plugins"):
            right = module in ("counter", "printing") or within(module, plugin)
        else:
            right = within(module, "counter", "printing")
        if is_ours(module) and not right:
            out.append(f"{place(path)}:{one.line} imports {module}")
    return out


def test_imports_run_one_way():
    told([wrong for path in files(*OURS) for wrong in forbidden_imports(path)])


def test_the_import_reader_sees_relative_and_hidden_imports(tmp_path, monkeypatch):
    monkeypatch.setattr(source, "ROOT", tmp_path)
    bad = tmp_path / "plugins" / "loss" / "__init__.py"
    bad.parent.mkdir(parents=True)
    bad.write_text("from ..fees import CASH\ndef f():\n    import counter.store.database\n", "utf-8")
    (tmp_path / "printing").mkdir()
    leaf = tmp_path / "printing" / "draw.py"
    leaf.write_text("from counter import Entry\n", "utf-8")
    assert forbidden_imports(bad) == [
        "plugins/loss/__init__.py:1 imports plugins.fees",
        "plugins/loss/__init__.py:3 imports counter.store.database",
    ]
    assert forbidden_imports(leaf) == ["printing/draw.py:1 imports counter"]


def impure(path: Path) -> list[str]:
    out = []
    for one in imports(path):
        top = one.module.split(".")[0]
        for_receipts = one.for_types_only and one.module == "printing"
        standard = top in sys.stdlib_module_names and top not in CLOCK_DISK_NETWORK
        if not (within(one.module, "counter.core") or standard or for_receipts):
            out.append(f"{place(path)}:{one.line} imports {one.module}")
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("open", "input", "print"):
            out.append(f"{place(path)}:{node.lineno} calls {node.func.id}")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKS_THE_CLOCK:
            out.append(f"{place(path)}:{node.lineno} asks the clock")
    return out


def test_the_core_knows_no_clock_no_disk_no_network():
    told([wrong for path in files("counter/core") for wrong in impure(path)])


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("import flask", "imports flask"),
        ("from printing import Receipt", "imports printing"),
        ("from counter.store.clock import to_ms", "imports counter.store.clock"),
        ("import time", "imports time"),
        ("from datetime import datetime\nx = datetime.now()", "asks the clock"),
        ("x = open('a')", "calls open"),
    ],
)
def test_an_impure_core_is_noticed(tmp_path, monkeypatch, line, fault):
    monkeypatch.setattr(source, "ROOT", tmp_path)
    bad = tmp_path / "counter" / "core" / "new.py"
    bad.parent.mkdir(parents=True)
    bad.write_text(line, "utf-8")
    assert [wrong.partition(" ")[2] for wrong in impure(bad)] == [fault]


def words_in(name: str) -> set[str]:
    words = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}
    return words | {word.removesuffix("s") for word in words}


def test_names_say_what_a_thing_is():
    """No manager, handler, service, helper, util, data, info, process among modules, classes and functions."""
    wrong = []
    for path in files(*OURS, "tools"):
        named = [path.stem, path.parent.name] + [
            node.name
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        wrong += [
            f"{place(path)}: {name}"
            for name in named
            if words_in(name) & FORBIDDEN_WORDS and name not in GIVEN_BY_A_BASE_CLASS
        ]
    told(wrong)


def test_no_file_is_too_long_to_read_at_once():
    lengths = {place(path): len(path.read_text("utf-8").splitlines()) for path in files(*OURS, "tools")}
    told([f"{name}: {n} lines" for name, n in lengths.items() if n > LONGEST_FILE])


def test_no_function_is_too_long_to_read_at_once():
    long = []
    for path in files(*OURS, "tools"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    long.append(f"{place(path)}: {node.name}, {lines} lines")
    told(long)


def catches_everything(node: ast.AST) -> bool:
    if not isinstance(node, ast.ExceptHandler):
        return False
    caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(one is None or ast.unparse(one) in ("Exception", "BaseException") for one in caught)


def test_only_the_edges_catch_everything():
    wrong = [
        f"{place(path)}:{node.lineno}"
        for path in files(*OURS)
        if place(path) not in EDGES
        for node in ast.walk(tree_of(path))
        if catches_everything(node)
    ]
    told(wrong)


def test_no_code_knows_a_city_by_name():
    """What differs between cities is data; a city's name in code would be the first `if city ==`."""
    wrong = []
    for path in files(*OURS):
        if place(path).startswith(CITY_CODE):
            continue
        tree = tree_of(path)
        spared = docstrings(tree)
        for node in ast.walk(tree):
            text = node.id if isinstance(node, ast.Name) else node.value if isinstance(node, ast.Constant) else ""
            if isinstance(text, str) and id(node) not in spared and CITY_NAMES.search(text):
                wrong.append(f"{place(path)}:{node.lineno} {text}")
    told(wrong)


def test_city_names_here_are_those_that_have_a_file():
    for key in city_keys():
        assert CITY_NAMES.search(key)
        assert CITY_NAMES.search(load_city(key).facts.name)
