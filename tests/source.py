"""The source read as trees: which files there are, what they import and define."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OURS = ("counter", "plugins", "printing")


@dataclass(frozen=True)
class Import:
    """One imported module, in full, with the line that names it."""

    module: str
    line: int
    for_types_only: bool


def told(wrong: list[str]) -> None:
    """Fail with every mistake on a line of its own."""
    assert not wrong, "\n".join(["", *wrong])


def files(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_module(name: str) -> bool:
    there = ROOT.joinpath(*name.split("."))
    return there.with_suffix(".py").is_file() or (there / "__init__.py").is_file()


def imports(path: Path) -> Iterator[Import]:
    tree = tree_of(path)
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for statement in node.body
        for inner in ast.walk(statement)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno, id(node) in for_types)
        elif isinstance(node, ast.ImportFrom):
            base = whole_name(path, node)
            for alias in node.names:
                deeper = f"{base}.{alias.name}"
                named = is_module(deeper) and alias.name not in given_by(base)
                yield Import(deeper if named else base, node.lineno, id(node) in for_types)


@cache
def given_by(package: str) -> frozenset[str]:
    """The names a package's own file imports to give them on: `counter.slip` is a word, not only a module."""
    file = ROOT.joinpath(*package.split("."), "__init__.py")
    nodes = tree_of(file).body if file.is_file() else []
    return frozenset(a.asname or a.name for n in nodes if isinstance(n, ast.ImportFrom) for a in n.names)


def whole_name(path: Path, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = module_of(path).split(".")
    package = package if path.name == "__init__.py" else package[:-1]
    above = package[: len(package) - (node.level - 1)]
    return ".".join([*above, *([node.module] if node.module else [])])


def within(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def is_ours(module: str) -> bool:
    return within(module, *OURS, "tests", "tools", "benchmarks")


def docstrings(tree: ast.Module) -> set[int]:
    owners = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    firsts = [node.body[0] for node in ast.walk(tree) if isinstance(node, owners) and node.body]
    return {id(one.value) for one in firsts if isinstance(one, ast.Expr)}
