"""What docs/operating.md tells an administrator to do, done: read the audit, work off the list."""

import subprocess
import sys
from pathlib import Path

import pytest

from counter.commands.keep import backup
from tests.clerk import Clerk
from tests.documents import block
from tests.source import ROOT

PAGE = ROOT / "docs" / "operating.md"


@pytest.fixture
def program(tmp_path) -> Path:
    """A program folder whose .venv/bin/python is this one, with the checkout in reach."""
    python = tmp_path / "program" / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" "$@"\n', "utf-8")
    python.chmod(0o755)
    return tmp_path / "program"


def run(name, tmp_path, *words):
    script = tmp_path / name
    script.write_text(block(PAGE, name), "utf-8")
    return subprocess.run(["sh", script, *words], capture_output=True, text=True, check=False)


@pytest.fixture
def worked(shangluo):
    """A branch with one entry; it stays open."""
    world, counter = shangluo
    clerk = Clerk(counter, "bureau")
    pid = clerk.open(world.stories[0].person.id_number)
    clerk.get(f"/person/{pid}")
    clerk.do(pid, "loss.temporary", {"lost_on": "2026-11-19"})
    folder = counter.branch.database.path.parent
    (folder / "branch.toml").write_text('name = "商洛市演练网点"\n', "utf-8")
    return world, counter, folder


def test_the_audit_can_be_read_from_a_backup(worked, program, tmp_path):
    world, _, folder = worked
    kept = backup(folder, tmp_path / "kept")
    ran = run("audit.sh", tmp_path, kept / "counter.db", program)
    assert ran.returncode == 0, ran.stderr
    assert "\t1024\t1\t查看\t" in ran.stdout
    assert ran.stdout.startswith("2026-11-20 10:3")
    assert world.stories[0].person.id_number not in ran.stdout


def test_the_work_list_of_the_page_names_every_kind(shangluo):
    from counter.store import work
    from counter.sync import learn, reject

    text = PAGE.read_text("utf-8")
    kinds = {work.REJECTED, work.UNKNOWN_ACT, work.WITHDRAWN, learn.CONTRADICTED}
    choices = {reject.AGAIN, reject.PUT_BACK, reject.SETTLED}
    assert {word for word in kinds | choices if word not in text} == set()
