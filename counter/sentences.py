"""What a condition can say: the sentences of its refusals, read from its own source, so that nobody says them twice."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from counter.core.case import Condition

GAP = "…"
DEEP = 4


@lru_cache(maxsize=1024)
def sentences(said: Condition) -> tuple[str, ...]:
    """Every sentence this condition may refuse with, … where a name or number comes in; empty without its source."""
    return refused_by(said.check)


def refused_by(check: Callable[..., Any]) -> tuple[str, ...]:
    """The same of any function that builds refusals."""
    return tuple(dict.fromkeys(one for one in _refused(check, DEEP) if one.replace(GAP, "")))


def reads(said: Condition) -> tuple[str, ...]:
    """The city's rules that this condition reads: the names behind ``case.rules``."""
    source = _source(said.check, DEEP)
    nodes = ast.walk(source.tree) if source is not None else ()
    return tuple(
        dict.fromkeys(
            node.attr for node in nodes if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "case.rules"
        )
    )


@dataclass(frozen=True)
class _Source:
    """One function as a tree, and what its names mean."""

    tree: ast.stmt
    module: str
    names: dict[str, Any]
    deep: int

    def called(self, call: ast.Call) -> Callable[..., Any] | None:
        """The function a call is of, where it is a plain one."""
        found = self.names.get(call.func.id) if isinstance(call.func, ast.Name) else None
        return found if self.deep and inspect.isfunction(found) else None

    def given(self, name: str) -> Iterator[ast.expr]:
        """What a local name is set to."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets):
                yield node.value


def _source(check: Callable[..., Any], deep: int) -> _Source | None:
    try:
        (tree,) = ast.parse(textwrap.dedent(inspect.getsource(check))).body
    except (OSError, TypeError, SyntaxError, ValueError):
        return None
    return _Source(tree, check.__module__, check.__globals__, deep)


def _refused(check: Callable[..., Any], deep: int) -> list[str]:
    """The sentences in one function, and in those of its module that it calls, in their order."""
    source = _source(check, deep)
    if source is None:
        return []
    calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
    out: list[str] = []
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        other = source.called(call)
        if isinstance(call.func, ast.Name) and call.func.id == "Refusal" and call.args:
            out += _texts(call.args[0], source)
        elif other is not None and other.__module__ == source.module:
            out += _refused(other, deep - 1)
    return out


def _texts(node: ast.expr, source: _Source) -> list[str]:
    """The texts an expression can be; … for what only the case knows."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=parts):
            return _joined([_texts(part, source) for part in parts])
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _joined([_texts(left, source), _texts(right, source)])
    return [text for one, where in _options(node, source) for text in _texts(one, where)] or [GAP]


def _options(node: ast.expr, source: _Source) -> Iterator[tuple[ast.expr, _Source]]:
    """What an expression stands for: either branch, what a name was set to, what a function of ours gives."""
    match node:
        case ast.IfExp(body=one, orelse=other):
            yield from ((one, source), (other, source))
        case ast.FormattedValue(value=ast.IfExp() | ast.Name() as inner):
            yield inner, source
        case ast.Name(id=name):
            yield from ((value, source) for value in source.given(name))
        case ast.Subscript(value=ast.Name(id=name)):
            tables = (value for value in source.given(name) if isinstance(value, ast.Dict))
            yield from ((value, source) for table in tables for value in table.values)
        case ast.Call():
            yield from _given_back(node, source)


def _given_back(call: ast.Call, source: _Source) -> Iterator[tuple[ast.expr, _Source]]:
    """What a function of ours gives back."""
    called = source.called(call)
    inner = _source(called, source.deep - 1) if called is not None else None
    for one in ast.walk(inner.tree) if inner is not None else ():
        if isinstance(one, ast.Return) and one.value is not None and inner is not None:
            yield one.value, inner


def _joined(parts: Sequence[Sequence[str]]) -> list[str]:
    """Each way to put one text of every part behind the other."""
    out = [""]
    for texts in parts:
        out = [before + text for before in out for text in dict.fromkeys(texts)]
    return out
