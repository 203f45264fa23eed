"""The form files beside the city files, read as strictly."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

from counter.core.printed import PrintedForm, faults
from counter.core.strict import Mistakes, read_table
from printing import GridError, places

SHIPPED = Path(__file__).parent / "forms"


def form_file(key: str, folder: Path) -> Path | None:
    """The file of a form: beside the city's own file, or one that came with the program."""
    files = (folder / "forms" / f"{key}.toml", SHIPPED / f"{key}.toml")
    return next((file for file in files if file.is_file()), None)


def read_forms(
    wanted: Iterable[tuple[str, str]], folder: Path, mistakes: Mistakes
) -> tuple[dict[str, PrintedForm], bytes]:
    """Every form that is named, by its key, and the files' own bytes; ``wanted`` says where each is named."""
    found: dict[str, PrintedForm] = {}
    raw = b""
    for where, key in sorted(wanted):
        if not key or key in found:
            continue
        file = form_file(key, folder)
        if file is None:
            mistakes.add(where, f"没有表格文件 forms/{key}.toml")
            continue
        content = file.read_bytes()
        form = read_form(content, f"forms/{key}.toml", mistakes)
        if form is not None:
            found[key], raw = form, raw + content
    return found, raw


def read_form(content: bytes, where: str, mistakes: Mistakes) -> PrintedForm | None:
    """Read one form file; every mistake is noted."""
    try:
        table = tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        mistakes.add(where, "文件不是 UTF-8 编码，请用 UTF-8 另存")
        return None
    except tomllib.TOMLDecodeError as error:
        mistakes.add(where, f"TOML 写法有误（{error}）")
        return None
    before = len(mistakes)
    form = read_table(PrintedForm, table, where, mistakes)
    if form is None:
        return None
    for row, one in enumerate(form.rows, 1):
        for number, cell in enumerate(one.cells, 1):
            for fault in faults(cell):
                mistakes.add(f"{where}.rows[{row}].cells[{number}]", fault)
    try:
        places([row.cells for row in form.rows])
    except GridError as error:
        for row, fault in error.faults:
            mistakes.add(f"{where}.rows[{row}]", fault.removeprefix("的"))
    return form if len(mistakes) == before else None
