"""What the tests of the systems beside the province share: the peers on loopback, and something that is none."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

from counter import BEIJING, Delivery, Inquiry, PersonRecord, System
from counter.rehearsal.people import people
from counter.rehearsal.systems import RehearsalSystems
from plugins.systems import CONNECTORS

NOW = datetime(2026, 11, 21, 10, 30, tzinfo=BEIJING)
PERSON: PersonRecord = people("shishi", NOW)[0].person
ASKED, TOLD = ("police", "insurance", "nontax"), ("simis", "citycards", "ecard", "sms")
FACTS = {
    "simis": {"card_number": "F45081001", "kind": "临时卡"},
    "citycards": {"card_number": "F45081001", "kind": "交接申请", "to": "胡村铺乡"},
    "ecard": {"card_number": "F45081001"},
    "nontax": {"kind": "swipe", "key": "P1", "payer": "甲", "amount": "20.00", "voucher": "000001"},
    "sms": {"mobile": "13900010001", "text": "请领卡"},
}


@contextmanager
def peers() -> Iterator[RehearsalSystems]:
    with RehearsalSystems([PERSON], lambda: NOW) as systems:
        yield systems


def connector(systems: RehearsalSystems, name: str, *, at: str = "") -> System:
    return CONNECTORS[name](systems.url(at or name))


def inquiry(**facts: str) -> Inquiry:
    asked = {"notice_number": "41070000001", "bill_number": "20260000001", **facts}
    return Inquiry(id_number=PERSON.id_number, name=PERSON.name, facts=asked)


def delivery(name: str, key: str = "OP1.0.x", **facts: str) -> Delivery:
    return Delivery(
        key=key, operation="issue.make", at=NOW, branch="B1", id_number=PERSON.id_number, name=PERSON.name,
        facts={**FACTS[name], **facts},
    )  # fmt: skip


@contextmanager
def other_server(status: int, body: bytes, promised: int | None = None) -> Iterator[str]:
    """Some other program that answers everything in the same way."""

    class Other(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body) if promised is None else promised))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Other)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
