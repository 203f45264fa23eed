"""The load: a fixed number of requests over kept-alive loopback connections, each timed; one thread, no library.

As a program it reads one JSON order from standard input and writes what it measured to standard output:
``{"port": 8000, "queues": [[{"head": [...], "body": "", "status": 303}, ...], ...]}``, one queue a connection.
"""

import json
import selectors
import socket
import sys
import time
from dataclasses import dataclass, field

LOOPBACK = "127.0.0.1"
SAMPLES_KEPT = 3
PATIENCE = 60


@dataclass
class Line:
    """One connection working off its queue."""

    socket: socket.socket
    queue: list[tuple[bytes, int]]
    done: int = 0
    sent: float = 0.0
    got: bytearray = field(default_factory=bytearray)

    def send(self) -> None:
        """Send the next request whole."""
        self.got.clear()
        self.sent = time.perf_counter()
        self.socket.sendall(self.queue[self.done][0])


def request(port: int, asked: dict) -> tuple[bytes, int]:
    """The bytes of one request, and the status it must be answered with."""
    first, *fields = asked["head"]
    body = asked["body"].encode()
    length = [f"Content-Length: {len(body)}"] if body else []
    lines = [f"{first} HTTP/1.1", f"Host: {LOOPBACK}:{port}", *fields, *length, "", ""]
    return "\r\n".join(lines).encode() + body, asked["status"]


def is_whole(got: bytearray) -> bool:
    """Whether the answer has come completely."""
    end = got.find(b"\r\n\r\n")
    if end < 0:
        return False
    head = bytes(got[:end]).lower()
    at = head.find(b"content-length:")
    if at >= 0:
        return len(got) >= end + 4 + int(head[at + 15 :].split(b"\r\n", 1)[0])
    return b"transfer-encoding: chunked" in head and got.endswith(b"0\r\n\r\n")


def measure(port: int, queues: list[list[dict]]) -> dict:
    """Work all queues off at once; seconds for all, milliseconds for each, and every wrong answer."""
    lines = [
        Line(socket.create_connection((LOOPBACK, port)), [request(port, asked) for asked in queue])
        for queue in queues
    ]
    selector = selectors.DefaultSelector()
    for line in lines:
        line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(line.socket, selectors.EVENT_READ, line)
    times: list[float] = []
    wrong: list[str] = []
    start = time.perf_counter()
    for line in lines:
        line.send()
    left = len(lines)
    while left:
        ready = selector.select(PATIENCE)
        if not ready:
            raise TimeoutError(f"no answer for {PATIENCE} s; {left} connections wait")
        for key, _ in ready:
            left -= _take(key.data, selector, times, wrong)
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "ms": times, "wrong": len(wrong), "samples": wrong[:SAMPLES_KEPT]}


def _take(line: Line, selector: selectors.BaseSelector, times: list[float], wrong: list[str]) -> int:
    """Take what has arrived; 1 when this connection is at its end."""
    came = line.socket.recv(1 << 18)
    if not came:
        raise ConnectionError(f"the server hung up after {line.done} answers: {bytes(line.got[:300])!r}")
    line.got += came
    if not is_whole(line.got):
        return 0
    times.append((time.perf_counter() - line.sent) * 1000)
    status = int(line.got[9:12])
    if status != line.queue[line.done][1]:
        wrong.append(line.got[:2000].decode(errors="replace"))
    line.done += 1
    if line.done < len(line.queue):
        line.send()
        return 0
    selector.unregister(line.socket)
    line.socket.close()
    return 1


if __name__ == "__main__":
    order = json.load(sys.stdin)
    json.dump(measure(order["port"], order["queues"]), sys.stdout)
