"""One engine in a process of its own: reads what to draw, a line each time, and answers how long it took.

``python slips_side.py ENGINE FONTS FOLDER``; the first answer has the cold start: libraries, fonts and the first slip.
"""

import importlib
import json
import os
import sys
import time
from pathlib import Path


def held() -> float:
    """Megabytes of memory this process has now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    """Draw what each line asks for; making ready (words, the picture of the code) is not measured."""
    name, fonts, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    empty, engine, cold = held(), None, None
    for asked in sys.stdin:
        slips, took, pdf = json.loads(asked), [], b""
        if engine is None:
            begun = time.perf_counter()
            engine = importlib.import_module(f"slips_{name}").Engine(fonts, folder)
            cold = (time.perf_counter() - begun) * 1000
        for slip in slips:
            ready = engine.ready(slip)
            begun = time.perf_counter()
            pdf = engine.draw(ready)
            took.append((time.perf_counter() - begun) * 1000)
        (folder / f"{name}.pdf").write_bytes(pdf)
        answer = {"ms": took, "bytes": len(pdf), "cold": cold + took[0], "mb": held() - empty}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
