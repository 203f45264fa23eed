"""How fast the road is: confirmed operations a second over HTTP, beside Datasette and beside no rules at all.

``python benchmarks/road.py`` takes about two minutes and exits with 1 when a limit of the gate is missed.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"


def in_our_environment() -> None:
    """Go on with the interpreter that has the libraries; make Datasette's environment when it is missing."""
    if Path(sys.prefix).resolve() != PYTHON.parent.parent.resolve():
        if not PYTHON.exists():
            sys.exit("There is no .venv yet: run ./run --smoke once, then this again.")
        os.execv(PYTHON, [str(PYTHON), *sys.argv])
    sys.path.insert(0, str(ROOT))
    subprocess.run([sys.executable, "-E", "-s", ROOT / "tools" / "install.py", "bench"], check=True)


if __name__ == "__main__":
    in_our_environment()

from asked import Signed, to_ceiling, to_datasette  # noqa: E402
from figures import HEADING, Rounds, line, ratio, verdict  # noqa: E402
from pysqlite3 import dbapi2  # noqa: E402
from servers import Server, forget_files, free_port, start_ceiling, start_counter, start_datasette  # noqa: E402

from counter.store.database import Database, pragmas  # noqa: E402
from counter.store.drafts import new_op_id  # noqa: E402
from counter.store.journal import broken_link  # noqa: E402
from prepare import CLERKS, LOSS, LOSS_AND_CARD, PARTS, Forms, Visit, new_branch  # noqa: E402

ROUNDS = 5
EACH, ALONE = 12, 60  # confirmations of each of the 32 clients, and of the one alone, in one round
WALK, WALK_ALONE = 3, 20  # visits whose every page is measured
BARE_ROWS = 500
WARM_STARTS = 3
OVER_DATASETTE, OF_CEILING = 1.5, 0.5
P99_CROWD, P99_ALONE, START, MEMORY = 200, 50, 1.0, 120


class Bench:
    """The branch, the forms issued for every round, the servers, and what was measured."""
