"""A clerk's browser without scripts: real HTTP to one branch, its cookies, and see-other followed."""

from collections.abc import Mapping, Sequence
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from urllib3.filepost import encode_multipart_formdata

from counter.app import Counter
from counter.commands.listen import LOOPBACK, Listener, open_port
from counter.rehearsal.play.page import Page, page_of

MOST_HOPS = 5
SECONDS = 20
PLAIN = "/?&=%+@:"
SEE_OTHER = frozenset({302, 303})
TEXTS = "application/x-www-form-urlencoded"
Sent = tuple[str, str, bytes]


class Compiled(BytecodeCache):
    """Pages compiled once for all the branches of a run; every app compiles its own otherwise."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was compiled before."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled now."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


def serve(counter: Counter) -> Listener:
    """Serve this branch on a free port."""
    counter.flask.jinja_env.bytecode_cache = COMPILED
    listener = Listener(counter, open_port(0))
    listener.start()
    return listener


PASSWORD = "Rehearse-2026"  # noqa: S105 - a rehearsal's own


class Browser:
    """One clerk's browser at one branch."""

    def __init__(self, listener: Listener) -> None:
        self._line = HTTPConnection(LOOPBACK, listener.port, timeout=SECONDS)
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> Page:
        """Open a page and follow where it leads."""
        return self._follow("GET", path, None)

    def post(self, path: str, data: Mapping[str, str | Sequence[str]], files: Sequence[Sent] = ()) -> Page:
        """Send a form, with its files where it has some, and follow where it leads."""
        if not files:
            return self._follow("POST", path, urlencode(dict(data), doseq=True).encode())
        texts = [(k, one) for k, v in data.items() for one in ([v] if isinstance(v, str) else v)]
        parts: list[tuple[str, str | bytes | tuple[str, str | bytes]]] = [*texts]
        parts += [(field, (name, raw)) for field, name, raw in files]
        body, kind = encode_multipart_formdata(parts)
        return self._follow("POST", path, body, kind)

    def log_in(self, number: str, window: str) -> None:
        """Log in as this clerk at this window."""
        filling = self.get("/login").form("/login")
        filling.fields.update(number=number, password=PASSWORD, window=window)
        self.post("/login", filling.posted())

    def find(self, text: str, *, document: bool = False) -> Page:
        """Type into the search box; ``document``: the number of a passport or a travel permit."""
        filling = self.get("/").form("/find")
        return self.post("/find", {**filling.posted(), "q": text, "kind": "document" if document else ""})

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def _follow(self, method: str, path: str, body: bytes | None, kind: str = TEXTS) -> Page:
        for _ in range(MOST_HOPS):
            answer, raw = self._ask(method, path, body, kind)
            if answer.status not in SEE_OTHER:
                break
            where = urlsplit(answer.headers["Location"])
            path = f"{where.path}?{where.query}" if where.query else where.path
            method, body = "GET", None
        return page_of(answer.status, path, answer.headers.get("Content-Type", ""), raw)

    def _ask(self, method: str, path: str, body: bytes | None, kind: str) -> tuple[HTTPResponse, bytes]:
        headers: dict[str, Any] = {"Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = kind
        self._line.request(method, quote(path, safe=PLAIN), body, headers)
        answer = self._line.getresponse()
        raw = answer.read()
        for said in answer.headers.get_all("Set-Cookie", []):
            self._cookies |= {name: cookie.value for name, cookie in SimpleCookie(said).items()}
        return answer, raw
