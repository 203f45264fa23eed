"""counter load: fetch the province's records of people before the first visit, as dated copies."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click

from counter.branch import Branch
from counter.core.identity import IdNumber
from counter.sync.courier import CURSOR, Courier, look_up


@dataclass(frozen=True)
class Loaded:
    """How a load went: kept, unknown to the province, and the lines that are no identity number."""

    kept: int
    unknown: int
    wrong: tuple[str, ...]
    stopped: str = ""


def load_people(branch: Branch, lines: Iterable[str]) -> Loaded:
    """Ask the province for each number (one a line) and keep the answers; stops when the line breaks."""
    courier = Courier(branch)
    kept = unknown = 0
    wrong: list[str] = []
    for number, line in enumerate((text.strip() for text in lines), 1):
        if not line:
            continue
        try:
            id_number = IdNumber.parse(line)
        except ValueError as error:
            wrong.append(f"第 {number} 行：{error}")
            continue
        finding = look_up(branch, courier, id_number)
        if not finding.available:
            return Loaded(kept, unknown, tuple(wrong), finding.answer)
        known = bool(branch.people.find("id", id_number))
        kept, unknown = kept + known, unknown + (not known)
    return Loaded(kept, unknown, tuple(wrong))


def begin_news(branch: Branch) -> None:
    """Start a new branch at the province's present: what happened before is in the records themselves."""
    if branch.connector is not None and branch.setting(CURSOR) is None:
        _, cursor = branch.connector.news("")
        branch.set(CURSOR, cursor)


def load_file(branch: Branch, file: Path) -> None:
    """Load the people listed in a file and say how it went."""
    begin_news(branch)
    loaded = load_people(branch, file.read_text("utf-8").splitlines())
    click.echo(f"留存 {loaded.kept} 人，省里查无 {loaded.unknown} 人")
    for mistake in loaded.wrong:
        click.echo(f"  {mistake}")
    if loaded.stopped:
        click.echo(f"中途停下：{loaded.stopped}。恢复后再运行一次，已留存的不会重复")
