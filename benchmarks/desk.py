"""How fast the desk is with a million people: every page's time, and its load in Chromium, beside a small branch.

``python benchmarks/desk.py [--data FOLDER]`` builds two branches once, measures them side by side, and exits with 1
when a page of the large one takes more than one and a half times what it takes with ten thousand people.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"


def in_our_environment() -> None:
    """Go on with the interpreter that has the libraries, those of the tests for the browser."""
    subprocess.run([sys.executable, ROOT / "tools" / "install.py", "test"], check=True)
    if Path(sys.prefix).resolve() != PYTHON.parent.parent.resolve():
        os.execv(PYTHON, [str(PYTHON), *sys.argv])
    sys.path.insert(0, str(ROOT))


if __name__ == "__main__":
    in_our_environment()
    from desk_run import main

    sys.exit(main())
