"""Every sentence the program can say: what is wrong and what to do, in the words of the window, no code without words."""

import ast
import re
import tomllib
from collections.abc import Iterator

import pytest

from counter.cities import city_keys
from tests.source import ROOT, files, place, told, tree_of

FORBIDDEN = re.compile(
    r"非法|无效|请输入正确的|不合法|格式不正确|参数错误|错误码|错误代码|系统异常|未知错误|操作失败|操作成功|数据异常|请联系技术|敬请谅解"
)
BARE_CODE = re.compile(r"(?:错误|失败|异常|故障)\s*[（(:：]?\s*(?:0x)?[A-Z]?\d{2,}|\bE\d{3,}\b|HTTP \d{3}")
IN_A_DOCUMENT = {"编号与省级系统不符的无效": "注销证明的脚注，说的是证明，不是填错的话"}
"""Where the word is not said of what somebody typed."""


def strings(value: object) -> Iterator[str]:
    """Every text of a city file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def wrong_in(text: str) -> list[str]:
    """The words in this sentence that nobody at a window should read."""
    for allowed in IN_A_DOCUMENT:
        text = text.replace(allowed, "")
    return FORBIDDEN.findall(text) + BARE_CODE.findall(text)


def spoken(path) -> Iterator[tuple[int, str]]:
    """The texts with Chinese in a module, docstrings apart."""
    tree = tree_of(path)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


@pytest.mark.parametrize("city", city_keys())
def test_a_city_says_what_is_wrong_and_what_to_do(city):
    """UX 18: no 非法, no 无效, no 请输入正确的, no number that stands for a sentence, in any text of a city."""
    table = tomllib.loads((ROOT / "counter" / "cities" / f"{city}.toml").read_text("utf-8"))
    told([f"{word}：{text}" for text in strings(table) for word in wrong_in(text)])


def test_the_program_says_what_is_wrong_and_what_to_do():
    """UX 18: the same of every sentence in the program itself, its pages and its scripts."""
    wrong = [
        f"{place(path)}:{line} {word}：{text[:60]}"
        for path in files("counter", "plugins", "printing")
        if "documents" not in path.parts
        for line, text in spoken(path)
        for word in wrong_in(text)
    ]
    for path in [*(ROOT / "counter/web/templates").glob("*.html"), *(ROOT / "counter/web/static").glob("*.js")]:
        wrong += [f"{place(path)} {word}" for word in wrong_in(path.read_text("utf-8"))]
    told(wrong)


@pytest.mark.parametrize("bad", ["非法的身份证号", "请输入正确的手机号", "错误代码 1032", "失败：0x80070005", "身份证号无效"])
def test_the_lint_sees_what_nobody_should_read(bad):
    assert wrong_in(bad)
