"""How much of the machine went to others while we measured: a shared machine makes every figure doubtful."""

import os
import resource
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
IDLE = (3, 4)  # idle and iowait in the first line of /proc/stat
COUNTED = 8  # user to steal; guest time is in user already


class Quiet:
    """Measures the share of the processors that neither this run nor its servers used."""

    def __init__(self, servers: Iterable[int]) -> None:
        self._servers = list(servers)
        self.begin()

    def begin(self) -> None:
        """Measure from now on."""
        self._before = self._now()

    def _now(self) -> tuple[float, float, float]:
        """Seconds of processor time: all there was, all that was used, and what we used."""
        ticks = [int(word) for word in Path("/proc/stat").read_text().split(maxsplit=COUNTED + 1)[1 : COUNTED + 1]]
        used = sum(ticks) - sum(ticks[n] for n in IDLE)
        mine, ended = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
        own = mine.ru_utime + mine.ru_stime + ended.ru_utime + ended.ru_stime
        return sum(ticks) / TICK, used / TICK, own + sum(map(_used, self._servers))

    def others(self) -> float:
        """The share that others have taken since the beginning."""
        total, used, own = (new - old for new, old in zip(self._now(), self._before, strict=True))
        return max(0.0, (used - own) / total)


def _used(pid: int) -> float:
    """Processor seconds of one running process."""
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / TICK


class WithChildren(Quiet):
    """The same where programs come and go: whatever this run has started, and what those have started, is ours."""

    def __init__(self) -> None:
        super().__init__([])

    def _now(self) -> tuple[float, float, float]:
        total, used, own = super()._now()
        return total, used, own + _started(os.getpid())


def _started(parent: int) -> float:
    """Processor seconds of everything that was started by this program and runs, and of what those have waited for."""
    words = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            words[int(path.parent.name)] = path.read_text().rpartition(")")[2].split()
    found = {parent}
    while more := {pid for pid, said in words.items() if int(said[1]) in found} - found:
        found |= more
    return sum(int(ticks) for pid in found - {parent} for ticks in words[pid][11:15]) / TICK
