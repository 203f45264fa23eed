"""One engine in a process of its own: reads what to draw, a line each time, and answers how long it took.

``python slips_side.py ENGINE FONTS FOLDER BEGUN``; the first answer has the cold start: from BEGUN, when this program
was started by the same clock, to the first PDF.
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
    name, fonts, folder, begun = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), float(sys.argv[4])
    empty, engine, cold = held(), None, 0.0
    for asked in sys.stdin:
        slips, took, worked, pdf = json.loads(asked), [], [], b""
        engine = engine or importlib.import_module(f"slips_{name}").Engine(fonts, folder)
        for slip in slips:
            ready = engine.ready(slip)
            start, spent = time.perf_counter(), time.process_time()
            pdf = engine.draw(ready)
            took.append((time.perf_counter() - start) * 1000)
            worked.append((time.process_time() - spent) * 1000)
            cold = cold or (time.perf_counter() - begun) * 1000
        (folder / f"{name}.pdf").write_bytes(pdf)
        answer = {"ms": took, "worked": worked, "bytes": len(pdf), "cold": cold, "mb": held() - empty}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
