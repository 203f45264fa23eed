"""How fast a slip is drawn: ours, ReportLab as it comes, typst, fpdf2 and WeasyPrint, all in one run, the same words.

``python benchmarks/slips.py`` takes at most 50 seconds and exits with 1 when typst is faster, memory grows or threads
draw other bytes; its last line is the ratio to typst.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"


def in_our_environment() -> None:
    """Go on with the interpreter that has the libraries; make the others' environment when it is missing."""
    if Path(sys.prefix).resolve() != PYTHON.parent.parent.resolve():
        if not PYTHON.exists():
            sys.exit("There is no .venv yet: run ./run --smoke once, then this again.")
        os.execv(PYTHON, [str(PYTHON), *sys.argv])
    sys.path.insert(0, str(ROOT))
    subprocess.run([sys.executable, "-E", "-s", ROOT / "tools" / "install.py", "bench"], check=True)


if __name__ == "__main__":
    in_our_environment()
    from slips_run import main

    sys.exit(main())
