"""Two networks joined by one wire, apart from the machine's; both end with the test, with everything in them."""

import os
import subprocess
import time
from pathlib import Path

OFFICE, COMPUTER = "10.77.0.1", "10.77.0.2"
_ROOT = os.getuid() == 0


class Network:
    """A network that lives as long as its keeper; with ``beside``, under the same user namespace as that one."""

    def __init__(self, beside=None):
        alone = ["unshare", "--net", "cat"] if _ROOT else ["unshare", "--user", "--map-root-user", "--net", "cat"]
        words = [*beside.within(network=False), "unshare", "--net", "cat"] if beside and not _ROOT else alone
        self._keeper = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        self.pid = self._keeper.pid
        ours = Path("/proc/self/ns/net").readlink()
        end = time.monotonic() + 5
        while Path(f"/proc/{self.pid}/comm").read_text().strip() != "cat" or Path(f"/proc/{self.pid}/ns/net").readlink() == ours:
            assert time.monotonic() < end, "no network of one's own"
            time.sleep(0.01)

    def within(self, *, network=True):
        """What stands before a command to run it here."""
        words = ["nsenter", f"--target={self.pid}"] + (["--net"] if network else [])
        return words if _ROOT else [*words, "--user", "--preserve-credentials"]

    def run(self, *words):
        subprocess.run([*self.within(), *words], check=True)

    def listening(self):
        """The sockets that listen here, of either kind."""
        found = []
        for name in ("tcp", "tcp6", "udp", "udp6"):
            rows = Path(f"/proc/{self.pid}/net/{name}").read_text().splitlines()[1:]
            found += [row for row in rows if name.startswith("udp") or row.split()[3] == "0A"]
        return found

    def stop(self):
        self._keeper.stdin.close()
        self._keeper.wait()


class Wired:
    """The office's network and the computer's, and the wire between them."""

    def __init__(self):
        self.office = Network()
        self.computer = Network(beside=self.office)
        self.office.run("ip", "link", "add", "wire", "type", "veth", "peer", "name", "wire", "netns", str(self.computer.pid))
        for network, address in ((self.office, OFFICE), (self.computer, COMPUTER)):
            network.run("ip", "link", "set", "lo", "up")
            network.run("ip", "address", "add", f"{address}/24", "dev", "wire")
            network.run("ip", "link", "set", "wire", "up")

    def cut(self):
        self.office.run("ip", "link", "set", "wire", "down")

    def mend(self):
        self.office.run("ip", "link", "set", "wire", "up")

    def stop(self):
        self.computer.stop()
        self.office.stop()
