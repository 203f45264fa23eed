"""The locks name every library exactly, and no place to get it from."""

import re
from configparser import ConfigParser

import pytest

from tests.checkouts import ROOT, blocks

LOCKS = sorted(ROOT.glob("*.lock"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_locks_hold_only_names_versions_and_checksums(lock):
    for line in blocks(lock).values():
        assert re.fullmatch(
            r'[a-z0-9-]+==[\w.]+( ; platform_machine == "x86_64")?( +--hash=sha256:[0-9a-f]{64})+',
            line.strip(),
        )


def test_the_locks_hold_everything_the_program_declares():
    read = ConfigParser()
    read.read(ROOT / "setup.cfg", "utf-8")
    for declared, lock in (
        (read["options"]["install_requires"], "requirements.lock"),
        (read["options.extras_require"]["test"], "requirements-test.lock"),
        (read["options.extras_require"]["reader"], "requirements-extra.lock"),
    ):
        names = {re.split("[>=;]", line)[0].replace("_", "-") for line in declared.split("\n") if line}
        assert names <= set(blocks(ROOT / lock))


def test_run_and_test_locks_do_not_disagree():
    run, test = blocks(ROOT / "requirements.lock"), blocks(ROOT / "requirements-test.lock")
    assert not set(run) & set(test)


def test_no_address_of_a_package_index_is_written_down():
    for path in (*LOCKS, ROOT / "run", ROOT / "test", ROOT / "setup.cfg", *(ROOT / "tools").glob("*.py")):
        assert not re.search(r"https?://|index-url|trusted-host", path.read_text("utf-8")), path
