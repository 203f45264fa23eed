"""A printer of cards for tests: ippeveprinter with cards as its only medium, behind a private message bus, on loopback.

What the "machine" does with a page is a small script: it keeps the page, tells its state, waits, jams, as told.
"""

import os
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from counter.devices.ipp import JOBS, IppLine

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><listen>unix:path={0}</listen><auth>EXTERNAL</auth><policy context="default"><allow send_destination="*"/>
<allow receive_sender="*"/><allow own="*"/><allow user="*"/></policy></busconfig>
"""
SAYS = """ATTR keyword media-supported {0}
ATTR keyword media-default {2}
ATTR keyword media-ready {2}
ATTR mimeMediaType document-format-supported {1}
"""
MACHINE = """#!/bin/sh
cd "{0}"
if [ -s reasons ]; then
    for one in $(cat reasons); do echo "STATE: +$one" >&2; done
    while [ -s reasons ]; do sleep 0.05; [ -e drops ] && break; done
    echo "STATE: -media-empty,media-needed,media-jam,cover-open,marker-supply-empty,marker-supply-missing" >&2
fi
[ -e drops ] && exit 0
[ -s wait ] && sleep "$(cat wait)"
[ -e breaks ] && exit 1
count=$(ls pages | wc -l)
cp "$1" "pages/$count"
printf '%s' "$IPP_JOB_NAME" > "names/$count"
printf '%s' "$IPP_MEDIA" > "media/$count"
echo "ATTR: job-impressions-completed=1" >&2
"""


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


class EvePrinter:
    """One printer; ``cut`` and ``start`` are its power switch, ``reasons`` what is wrong with it as it prints."""

    def __init__(self, folder: Path, *, media='"om_card_54x86mm"', formats='"application/pdf"') -> None:
        self.folder, self.port = folder, free_port()
        for name in ("pages", "names", "media", "spool"):
            (folder / name).mkdir(parents=True)
        (folder / "bus.conf").write_text(BUS.format(folder / "bus"), "utf-8")
        (folder / "says").write_text(SAYS.format(media, formats, media.split(",")[0]), "utf-8")
        (folder / "machine").write_text(MACHINE.format(folder), "utf-8")
        (folder / "machine").chmod(0o755)
        bus = ["dbus-daemon", f"--config-file={folder / 'bus.conf'}", "--nofork", "--nopidfile"]
        self._bus = subprocess.Popen(bus, stderr=subprocess.DEVNULL)
        self._until((folder / "bus").exists)
        self._running = None
        self.start()

    @property
    def uri(self) -> str:
        return f"ipp://localhost:{self.port}/ipp/print"

    def start(self):
        told = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={self.folder / 'bus'}", "LC_ALL": "C"}
        command = [
            "/usr/sbin/ippeveprinter", "-r", "off", "-n", "localhost", "-p", str(self.port), "-d", self.folder / "spool",
            "-a", self.folder / "says", "-c", self.folder / "machine", "Cards",
        ]  # fmt: skip
        with (self.folder / "log").open("ab") as log:
            self._running = subprocess.Popen(command, env=told, stdout=log, stderr=log)
        self._until(self._answers)

    def _answers(self):
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self.port)) == 0

    def _until(self, true):
        ends = time.monotonic() + 10
        while not true():
            assert time.monotonic() < ends, (self.folder / "log").read_text("utf-8", "replace")
            time.sleep(0.02)

    def cut(self):
        """Pull the plug: everything it had before it is forgotten, also what its machine was doing."""
        doing = [pid for task in Path(f"/proc/{self._running.pid}/task").iterdir() for pid in (task / "children").read_text().split()]
        self._running.kill()
        for pid in doing:
            with suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
        self._running.wait()

    def say(self, name, text=""):
        (self.folder / name).write_text(text, "utf-8")

    def heal(self):
        self.say("reasons")

    def well(self):
        """Nothing is wrong any more, and nothing is before it."""
        for name in ("reasons", "wait"):
            self.say(name)
        line = IppLine(self.uri)
        self._until(lambda: not line.ask(JOBS).of(2))
        for name in ("breaks", "drops"):
            (self.folder / name).unlink(missing_ok=True)

    @property
    def pages(self):
        """What was printed, in order."""
        return [path.read_bytes() for path in sorted((self.folder / "pages").iterdir(), key=lambda path: int(path.name))]

    @property
    def names(self):
        return self._told("names")

    @property
    def media(self):
        """What each was asked for on."""
        return self._told("media")

    def _told(self, what):
        return [path.read_text("utf-8") for path in sorted((self.folder / what).iterdir(), key=lambda path: int(path.name))]

    def stop(self):
        self.say("drops")
        self.cut()
        self._bus.kill()
        self._bus.wait()
