"""A branch in a process of its own, behind a front with TLS; it can be killed and started again in the same folder."""

import contextlib
import socket
import ssl
import sys
import threading
from pathlib import Path

from werkzeug.security import generate_password_hash

from counter.commands.listen import Listener, open_port
from counter.rehearsal.world import add_branch, demo_seats, new_world
from counter.store.staff import ADMINISTRATOR, CLERK, SUPERVISOR
from tests.clerk import PASSWORD
from tests.conftest import NOW


class Front:
    """What stands before the counter: takes connections on this socket and carries their bytes, as caddy would."""

    def __init__(self, listening, port, tls=None):
        self._listening, self._port, self._tls = listening, port, tls
        listening.listen(64)
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self):
        while True:
            taken, _ = self._listening.accept()
            threading.Thread(target=self._carry, args=(taken,), daemon=True).start()

    def _carry(self, taken):
        with contextlib.suppress(OSError):
            outside = self._tls.wrap_socket(taken, server_side=True) if self._tls else taken
            inside = socket.create_connection(("127.0.0.1", self._port))
            back = threading.Thread(target=pump, args=(inside, outside), daemon=True)
            back.start()
            pump(outside, inside)
            back.join()
            outside.close()
            inside.close()


def pump(source, sink):
    """Carry bytes until one side ends; then end the other."""
    with contextlib.suppress(OSError):
        while part := source.recv(65536):
            sink.sendall(part)
    for one in (source, sink):
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


def main(folder, city, address, port, *, certificate, door):
    """Serve this folder until killed."""
    kept = generate_password_hash(PASSWORD, "pbkdf2:sha256:1")
    staff = [("1024", "李静", CLERK, kept), ("1001", "周敏", SUPERVISOR, kept), ("1000", "王芳", ADMINISTRATOR, kept)]
    counter = add_branch(new_world(city, NOW), Path(folder), demo_seats(city), staff)
    listener = Listener(counter, open_port(0))
    listener.start()
    counter.presses.start()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    Front(open_port(int(port), address), listener.port, tls)
    Path(door).unlink(missing_ok=True)
    inside = socket.socket(socket.AF_UNIX)
    inside.bind(door)
    Front(inside, listener.port)
    print("ready", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:5], certificate=sys.argv[5], door=sys.argv[6])
