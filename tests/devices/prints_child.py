"""A branch's printing in a process of its own, which kills itself at one point: before or after one thing it does."""

import os
import signal
import sys
import time
from pathlib import Path

from counter.branch import Identity, open_branch
from counter.catalogue import load
from counter.cities import load_city
from counter.clock import RehearsalClock
from counter.core.prints import Stage
from counter.devices import ipp
from counter.devices.ipp import IppLine
from counter.printers.addresses import transport_of
from counter.printers.press import Press
from counter.store.prints import Prints
from tests.conftest import NOW

SECONDS = 20


def killing(owner, name, wanted, at):
    """Die before or after the first call of this kind."""
    real = getattr(owner, name)

    def called(*args, **named):
        mine = wanted(*args, **named)
        if mine and at == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        answer = real(*args, **named)
        if mine:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    setattr(owner, name, called)


def main(folder, address, at="", what=""):
    if what in ("CREATE_JOB", "SEND_DOCUMENT", "JOB"):
        killing(IppLine, "ask", lambda _self, operation, *_, **__: operation == getattr(ipp, what), at)
    elif what:
        killing(Prints, "stand", lambda _self, _job, stage, *_, **__: stage is Stage[what], at)
    identity = Identity(code="61100201", name="演练网点")
    branch = open_branch(Path(folder), identity, load(load_city("shangluo")), RehearsalClock(NOW), None)
    press = Press(branch, address, transport_of(address))
    ends = time.monotonic() + SECONDS
    while branch.prints.next(address) is not None and time.monotonic() < ends:
        press.once()
        time.sleep(0.05)
    branch.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
