"""Keeps a pcscd in a network of its own, where nobody else can reach it; started by pcscd.py as a program.

vpcd, the driver of virtual readers, listens on every address it sees. Here it sees one: the loopback of this network.
Words come over the control socket: ``start`` with the daemon's socket, ``end N`` with a signal, ``socket`` for one that
is made here and belongs to this network wherever it is used. Each is answered; when the other side goes, all ends.
"""

import array
import ctypes
import fcntl
import os
import signal
import socket
import struct
import subprocess
import sys

DAEMON = "/usr/sbin/pcscd"
NEW_NET, NEW_USER, END_WITH_PARENT = 0x40000000, 0x10000000, 1
SET_FLAGS, UP = 0x8914, 1
NOBODY = 65534
ENDS = 5.0
C = ctypes.CDLL(None, use_errno=True)


def own_network() -> None:
    """Leave the machine's network for one that has nothing but a loopback."""
    if C.unshare(NEW_NET) and C.unshare(NEW_NET | NEW_USER):
        raise OSError(ctypes.get_errno(), "no network of one's own")
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sH", b"lo", UP))


def begin(door: int, folder: str) -> "subprocess.Popen[bytes]":
    """Start the daemon with its socket as descriptor 3, as systemd would, and without root."""

    def between() -> None:
        os.dup2(door, 3)
        os.set_inheritable(3, True)
        if os.getuid() == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        C.prctl(END_WITH_PARENT, signal.SIGKILL)
        os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
        os.execv(DAEMON, ["pcscd", "--foreground", "--config", folder])  # noqa: S606 - the daemon's own path

    return subprocess.Popen(["pcscd"], executable=DAEMON, preexec_fn=between, pass_fds=(door,))  # noqa: S607, PLW1509


def main(control: socket.socket, folder: str) -> None:
    """Do what is asked until nobody asks any more."""
    running: subprocess.Popen[bytes] | None = None
    while True:
        word, ancillary, _, _ = control.recvmsg(64, socket.CMSG_SPACE(4))
        if not word:
            break
        if word == b"start":
            (door,) = array.array("i", ancillary[0][2])
            running = begin(door, folder)
            os.close(door)
            control.send(str(running.pid).encode())
        elif word == b"socket":
            with socket.socket() as made:
                socket.send_fds(control, [b"made"], [made.fileno()])
        else:
            end(running, int(word.split()[1]))
            control.send(b"ended")
    end(running, signal.SIGKILL)


def end(running: "subprocess.Popen[bytes] | None", number: int) -> None:
    """End the daemon and wait until it has."""
    if running is None:
        return
    running.send_signal(number)
    try:
        running.wait(ENDS)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()


if __name__ == "__main__":
    C.prctl(END_WITH_PARENT, signal.SIGKILL)
    told = socket.socket(fileno=int(sys.argv[1]))
    try:
        own_network()
    except OSError:
        sys.exit(1)
    told.send(b"ready")
    main(told, sys.argv[2])
