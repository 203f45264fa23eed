"""The requests of every server under measure, as the load takes them."""

import http.client
import json
import re
from collections.abc import Callable
from urllib.parse import quote, urlencode

from prepare import PASSWORD, Visit, seats

FORM = "Content-Type: application/x-www-form-urlencoded"
CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
BARE_BODY = "临时挂失" * 100


class Signed:
    """The logins of all clerks at one counter: cookies and form tokens."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._logins = [self._log_in(seat.clerk.number, seat.window.id) for seat in seats()]

    def _log_in(self, number: str, window: str) -> tuple[str, str]:
        page, cookies = self._call("GET", "/login", {}, {})
        entered = {"csrf_token": _token(page), "number": number, "password": PASSWORD, "window": window}
        _, cookies = self._call("POST", "/login", entered, cookies)
        page, cookies = self._call("GET", "/", {}, cookies)
        return "; ".join(f"{name}={value}" for name, value in cookies.items()), _token(page)

    def _call(
        self, method: str, path: str, entered: dict[str, str], cookies: dict[str, str]
    ) -> tuple[str, dict[str, str]]:
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        headers = {"Cookie": cookie, **({"Content-Type": FORM.partition(": ")[2]} if entered else {})}
        line.request(method, path, urlencode(entered) if entered else None, headers)
        answer = line.getresponse()
        page = answer.read().decode()
        assert answer.status in (200, 303), (path, answer.status, page)
        fresh = [value.partition(";")[0].partition("=") for value in answer.headers.get_all("Set-Cookie", [])]
        line.close()
        return page, {**cookies, **{name: value for name, _, value in fresh}}

    def get(self, visit: Visit, path: str, status: int = 200) -> dict:
        """Ask for a page in this visit's session."""
        return {"head": [f"GET {path}", f"Cookie: {self._logins[visit.seat][0]}"], "body": "", "status": status}

    def post(self, visit: Visit, path: str, entered: list[tuple[str, str]], status: int = 303) -> dict:
        """Send a form in this visit's session."""
        cookie, token = self._logins[visit.seat]
        body = urlencode([("csrf_token", token), *entered])
        return {"head": [f"POST {path}", FORM, f"Cookie: {cookie}"], "body": body, "status": status}

    def cookie(self, seat: int) -> str:
        """The cookies of one clerk's browser."""
        return self._logins[seat][0]

    def confirm(self, visit: Visit) -> dict:
        """The confirming POST."""
        return self.post(visit, f"/check/{visit.op_id}", [("paper", paper) for paper in visit.papers])

    def pages(self) -> dict[str, Callable[[Visit], dict]]:
        """Every page of a visit in its order."""
        return {
            "search": lambda v: self.post(v, "/find", [("q", v.id_number)]),
            "person": lambda v: self.get(v, f"/person/{v.person}"),
            "form": lambda v: self.get(v, f"/person/{v.person}/do/{quote(v.offer)}"),
            "fill": lambda v: self.post(v, f"/person/{v.person}/do/{quote(v.offer)}", _filled(v)),
            "check": lambda v: self.get(v, f"/check/{v.op_id}"),
            "confirm": self.confirm,
            "entry": lambda v: self.get(v, f"/entry/{v.op_id}"),
            "slip (PDF)": lambda v: self.get(v, f"/entry/{v.op_id}/0/slip.pdf"),
        }


def _token(page: str) -> str:
    found = CSRF.search(page)
    assert found is not None, page
    return found.group(1)


def _filled(visit: Visit) -> list[tuple[str, str]]:
    return [("op_id", visit.op_id), *visit.texts.items(), *(("paper", paper) for paper in visit.papers)]


def to_ceiling(op_id: str, cookie: str) -> dict:
    """The same confirming POST, for the ceiling."""
    body = urlencode({"csrf_token": "x" * 90})
    return {"head": [f"POST /check/{op_id}", FORM, f"Cookie: {cookie}"], "body": body, "status": 303}


def to_datasette(op_id: str, token: str) -> dict:
    """One bare row."""
    row = {"op_id": op_id, "person": op_id[::-1], "kind": "loss.temporary", "body": BARE_BODY}
    head = ["POST /bench/entry/-/insert", "Content-Type: application/json", f"Authorization: Bearer {token}"]
    return {"head": head, "body": json.dumps({"row": row}, ensure_ascii=False), "status": 201}
