"""How fast and how surely cards are read: beside bare commands, at twenty windows at once, over ten restarts of pcscd,
and from the laying of a card to the page in Chromium.

``python benchmarks/readers.py`` exits with 1 when a record is wrong or a limit is missed; about 40 seconds.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"


def in_our_environment() -> None:
    """Go on with the interpreter that has the libraries, those of the tests for card readers and the browser."""
    if Path(sys.prefix).resolve() != PYTHON.parent.parent.resolve():
        subprocess.run([sys.executable, ROOT / "tools" / "install.py", "test"], check=True)
        os.execv(PYTHON, [str(PYTHON), *sys.argv])
    sys.path.insert(0, str(ROOT))


if __name__ == "__main__":
    in_our_environment()
    from readers_run import main

    sys.exit(main())
