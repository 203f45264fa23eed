"""The program at a window's computer in a process of its own, which kills itself at one point."""

import sys
from pathlib import Path

from counter.commands.agent import agent
from counter.core.prints import Stage
from counter.printers.taken import Taken
from tests.devices.prints_child import killing


def main(server, folder, at="", what=""):
    if what in Stage.__members__:
        killing(Taken, "stand", lambda _self, _job, stage, *_, **__: stage is Stage[what], at)
    elif what:
        killing(Taken, what, lambda *_, **__: True, at)
    agent(server, Path(folder), "", "", "")


if __name__ == "__main__":
    main(*sys.argv[1:])
