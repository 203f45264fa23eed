"""Small libraries for tests, built from the C beside this file."""

import shutil
import subprocess

from tests.source import ROOT


def compiled(source, library):
    compiler = shutil.which("cc") or shutil.which("gcc")
    assert compiler, "a C compiler is needed: apt install gcc libc6-dev"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, ROOT / "tests" / "devices" / source], check=True)
    return library
