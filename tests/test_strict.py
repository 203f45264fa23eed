"""In CI a test that is left out counts as failed."""

import os
import subprocess
import sys

import pytest

from tests.checkouts import ROOT


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_a_skipped_test_fails_only_in_ci(tmp_path, ci, code):
    (tmp_path / "test_left_out.py").write_text(
        "import pytest\ndef test_x(): pytest.skip('no time')\n", "utf-8"
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.strict",
        "-c",
        os.devnull,
        "--rootdir",
        str(tmp_path),
    ]
    env = {**os.environ, "CI": ci}
    ran = subprocess.run(
        [*command, str(tmp_path)], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert ran.returncode == code
    assert "no time" in ran.stdout or not code
