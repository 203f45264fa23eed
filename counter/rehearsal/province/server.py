"""The HTTP server around a rehearsal: HTTP/1.1, one thread a connection, closed whole when stopped."""

import socket
import socketserver
import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread, current_thread
from typing import Any, cast
from urllib.parse import parse_qsl

from counter.rehearsal.province.words import Ask, Reply

MOST_BYTES = 4_000_000
Answer = Callable[[Ask], Reply | None]


class ProvinceServer(ThreadingHTTPServer):
    """Listens on 127.0.0.1; ``answer`` returns None when the connection is to be dropped unanswered."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, answer: Answer) -> None:
        self.answer = answer
        self._open: dict[Thread, socket.socket] = {}
        super().__init__(("127.0.0.1", port), _Connection)

    def server_bind(self) -> None:
        """Bind without asking a name server for this machine's name."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        """Give each connection its thread and remember both."""
        thread = Thread(target=self.process_request_thread, args=(request, client_address), daemon=True)
        self._open[thread] = request
        thread.start()

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve one connection until it ends."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._open.pop(current_thread(), None)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A counterpart that hangs up is no error of ours."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)

    def close_all(self) -> None:
        """Stop listening and end every open connection."""
        self.shutdown()
        self.server_close()
        for thread, connection in list(self._open.items()):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
            finally:
                thread.join(2)


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60
    wbufsize = -1

    def _serve(self) -> None:
        body = self._body()
        if body is None:
            self.close_connection = True
            return
        path, _, query = self.path.partition("?")
        reply = cast("ProvinceServer", self.server).answer(Ask(
            method=self.command, path=path, query=dict(parse_qsl(query)),
            headers={name.lower(): value for name, value in self.headers.items()}, body=body,
        ))
        if reply is None:
            self.close_connection = True
            return
        content = reply.body()
        self.send_response(reply.status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not (length.isascii() and length.isdigit()):
            self.send_error(411)
            return None
        if int(length) > MOST_BYTES:
            self.send_error(413)
            return None
        body = self.rfile.read(int(length))
        return body if len(body) == int(length) else None

    do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Write no access log: the rehearsal keeps its own list of calls."""
