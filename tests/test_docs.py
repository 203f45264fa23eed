"""The documents say what is there: links, files, commands, operations and keys, visits, decisions."""

import re

import click
import pytest

from counter.__main__ import cli
from counter.catalogue import load
from counter.cities import city_keys, load_city
from tests.documents import blocks, documents, headings, indented, links, quoted
from tests.source import ROOT, told

LONGEST_DECISION = 40
TAUGHT = {"call.holder", "call.again_after"}


def page_id(page):
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", documents(), ids=page_id)
def test_links_lead_somewhere(page):
    lost = []
    for link in links(page):
        target, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", link):
            continue
        there = page if not target else page.parent / target
        if not there.exists() or (anchor and anchor not in [anchor_of(h) for h in headings(there)]):
            lost.append(link)
    told(lost)


def anchor_of(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


FOLDERS = {"counter", "plugins", "printing", "docs", "tests", "tools", "benchmarks", ".venv"}
MADE_LATER = {".venv", "wheelhouse", "rehearsal", "data"}


@pytest.mark.parametrize("page", documents(), ids=page_id)
def test_files_that_are_named_exist(page):
    named = [text for text in quoted(page) if re.fullmatch(r"[\w.\-]+(/[\w.\-]*)+", text)]
    ours = [text for text in named if text.split("/")[0] in FOLDERS - MADE_LATER]
    told([text for text in ours if not (ROOT / text).exists()])


def commands(page) -> list[list[str]]:
    lines = [*quoted(page), *indented(page)]
    for one in blocks(page):
        lines += one.text.splitlines() if one.language in ("", "sh", "ini", "bash") else []
    asked = [line.split("  ")[0].removeprefix("ExecStart=").strip() for line in lines]
    return [line.split() for line in asked if re.match(r"(\./run|\./test|(\S*/)?bin/counter|counter)( |$)", line)]


RUN_OPTIONS = {"--smoke", "--wheelhouse", "--tests"}


@pytest.mark.parametrize("page", documents(), ids=page_id)
def test_commands_that_are_named_exist(page):
    wrong = []
    for program, *words in commands(page):
        options = {word.split("=")[0].strip("[]") for word in words if word.strip("[").startswith("--")}
        if program == "./test":
            continue
        if program == "./run":
            wrong += options - RUN_OPTIONS - options_of("rehearse")
        elif words and words[0] in cli.commands:
            wrong += options - options_of(words[0])
        elif words and re.fullmatch("[a-z]+", words[0]):
            wrong.append(words[0])
    told(wrong)


def options_of(command: str) -> set[str]:
    return {name for one in cli.commands[command].params if isinstance(one, click.Option) for name in one.opts}


def test_the_readme_names_the_two_commands():
    for name in ("README.md", "README.zh-CN.md"):
        named = [" ".join(words) for words in commands(ROOT / name)]
        assert "./run" in named
        assert "./test" in named


def test_every_command_of_the_program_is_documented():
    everything = "\n".join(page.read_text("utf-8") for page in documents())
    told([name for name in cli.commands if f"counter {name}" not in everything])


def known_words() -> set[str]:
    """Every `plugin.word` there is: operations, look-ups, and the keys of the cities' own tables."""
    known = set()
    for key in city_keys():
        city = load_city(key)
        catalogue = load(city)
        known |= {*catalogue.operations, *catalogue.lookups, *city.tariff}
        known |= {f"{table}.{name}" for table, rules in city.rules.items() for name in rules}
        known |= {f"city.{name}" for name in vars(city.facts)}
    return known


@pytest.mark.parametrize("page", documents(), ids=page_id)
def test_operations_and_keys_that_are_named_exist(page):
    known = known_words() | TAUGHT
    tables = {word.split(".")[0] for word in known}
    named = [text for text in quoted(page) if re.fullmatch(r"[a-z]+\.[a-z_]+", text) and text.split(".")[0] in tables]
    told([text for text in named if text not in known and not text.endswith((".py", ".md", ".db", ".key", ".toml"))])


def test_visits_shown_in_documents_use_titles_that_exist():
    titles = {"正式挂失并遗失补卡"}
    for key in city_keys():
        titles |= {guide.title for guide in load_city(key).operations.values()}
    shown = [line.removeprefix("办理：") for page in documents() for line in indented(page) if line.startswith("办理：")]
    assert shown
    told([title for title in shown if title not in titles])


DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_is_one_page_with_context_decision_and_consequences(page):
    number, _, _ = page.stem.partition("-")
    assert headings(page)[0].startswith(f"{number} ")
    assert headings(page)[1:] == ["Context", "Decision", "Consequences"]
    assert len(page.read_text("utf-8").splitlines()) <= LONGEST_DECISION


def test_decisions_are_numbered_without_gaps():
    assert [page.stem[:4] for page in DECISIONS] == [f"{n:04d}" for n in range(1, len(DECISIONS) + 1)]
