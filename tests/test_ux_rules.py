"""docs/desk-rules.md and the tests name the same rules: every rule is held by at least one test that says its number."""

import ast
import re
from pathlib import Path

HERE = Path(__file__).parent
LINE = re.compile(r"^\| (\d+) \| .+ \|$", re.MULTILINE)
NAMED = re.compile(r"UX ((?:\d+(?:[、, ]+(?:and )?)?)+)")


def said() -> dict[int, list[str]]:
    """The tests by the rules that their docstrings name."""
    found: dict[int, list[str]] = {}
    for path in sorted(HERE.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                for numbers in NAMED.findall(ast.get_docstring(node) or ""):
                    for number in re.findall(r"\d+", numbers):
                        found.setdefault(int(number), []).append(f"{path.name}::{node.name}")
    return found


def test_every_rule_of_the_desk_is_held_by_a_test():
    text = (HERE.parent / "docs" / "desk-rules.md").read_text(encoding="utf-8")
    rules = [int(number) for number in LINE.findall(text)]
    assert rules == list(range(1, 49))
    held = said()
    assert sorted(set(rules) - held.keys()) == []
    assert sorted(held.keys() - set(rules)) == []
