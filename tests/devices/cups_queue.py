"""A real cupsd for tests: its own configuration, spool and port on loopback, with one queue that leads to a printer.

The queue is raw, as for a printer that takes PDF: no filter is between, and of CUPS only ``cups-daemon`` is needed.
"""

import grp
import os
import pwd
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from counter.devices import ipp
from counter.devices.ipp import IppLine, IppLostError, IppRefusedError
from tests.devices.card_printer import free_port

PROGRAMS = Path("/usr/lib/cups")
PAUSE, RESUME = 0x10, 0x11
FILES = """ServerRoot {0}/etc
ServerBin {0}/bin
DataDir {0}/share
RequestRoot {0}/spool
CacheDir {0}/cache
StateDir {0}/run
TempDir {0}/tmp
AccessLog {0}/access_log
ErrorLog {0}/error_log
PageLog {0}/page_log
User {1}
Group {2}
SystemGroup {3}
Printcap
CreateSelfSignedCerts no
"""
DAEMON = """Listen 127.0.0.1:{0}
Browsing No
DefaultAuthType None
DirtyCleanInterval {1}
LogLevel info
MaxLogSize 0
WebInterface No
<Location />
  Order deny,allow
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  SubscriptionPrivateAccess all
  SubscriptionPrivateValues none
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
QUEUES = """NextPrinterId 2
<DefaultPrinter slips>
PrinterId 1
UUID urn:uuid:6b1f7a52-0d0c-3f6e-4d2a-5b1f3f6c1a01
Info slips
DeviceURI {0}
State Idle
StateTime 1
ConfigTime 1
Type 4
Accepting Yes
Shared Yes
JobSheets none none
QuotaPeriod 0
PageLimit 0
KLimit 0
OpPolicy default
ErrorPolicy retry-job
</DefaultPrinter>
"""


class Cups:
    """One cupsd with its queue ``slips``; ``saves`` is after how many seconds it writes down what it has."""

    def __init__(self, folder: Path, printer: str, *, saves=30) -> None:
        self.folder, self.port = folder, free_port()
        for name in ("etc", "share/mime", "share/banners", "bin/backend", "spool", "cache", "run", "tmp"):
            (folder / name).mkdir(parents=True)
        # One that nobody else may run is run as the user cupsd itself runs as: root's temporary folders are root's alone.
        (folder / "bin" / "daemon").symlink_to(PROGRAMS / "daemon")
        shutil.copy(PROGRAMS / "backend" / "ipp", folder / "bin" / "backend" / "ipp")
        (folder / "bin" / "backend" / "ipp").chmod(0o700)
        root = os.getuid() == 0
        user = "lp" if root else pwd.getpwuid(os.getuid()).pw_name
        group = "lp" if root else grp.getgrgid(os.getgid()).gr_name
        (folder / "etc" / "cups-files.conf").write_text(FILES.format(folder, user, group, "root"), "utf-8")
        (folder / "etc" / "cupsd.conf").write_text(DAEMON.format(self.port, saves), "utf-8")
        (folder / "etc" / "printers.conf").write_text(QUEUES.format(printer), "utf-8")
        (folder / "share" / "mime" / "pdf.types").write_text("application/pdf pdf string(0,%PDF)\n", "utf-8")
        self._running, self._carriers = None, set()
        self.start()

    @property
    def uri(self) -> str:
        return f"ipp://localhost:{self.port}/printers/slips"

    def start(self):
        etc = self.folder / "etc"
        command = ["/usr/sbin/cupsd", "-f", "-c", etc / "cupsd.conf", "-s", etc / "cups-files.conf"]
        with (self.folder / "log").open("ab") as log:
            self._running = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        self.until(self._answers)

    def _answers(self):
        try:
            return bool(self._ask(ipp.PRINTER))
        except (IppLostError, IppRefusedError):
            return False

    def until(self, true):
        ends = time.monotonic() + 20
        while not true():
            assert time.monotonic() < ends, (self.folder / "error_log").read_text("utf-8", "replace")[-3000:]
            time.sleep(0.05)

    def _ask(self, operation, *asked):
        return IppLine(self.uri).ask(operation, asked)

    def kill(self):
        """SIGKILL: what it had not written down is lost; who carries a paper to the printer goes on."""
        self._carriers |= self._carrying()
        self._running.kill()
        self._running.wait()

    def _carrying(self):
        return set(Path(f"/proc/{self._running.pid}/task/{self._running.pid}/children").read_text().split())

    def waiting(self):
        """The jobs it has not ended."""
        return self._ask(ipp.JOBS).of(2)

    def pause(self):
        self._ask(PAUSE)

    def resume(self):
        self._ask(RESUME)

    def cancel(self, handle):
        """Cancel a job, as an administrator does at the queue."""
        self._ask(ipp.CANCEL_JOB, (ipp.INTEGER, "job-id", int(handle.partition(" ")[0])))

    def stop(self):
        self.kill()
        for pid in self._carriers:
            with suppress(FileNotFoundError):
                if Path(f"/proc/{pid}/exe").readlink().is_relative_to(self.folder):
                    os.kill(int(pid), signal.SIGKILL)
