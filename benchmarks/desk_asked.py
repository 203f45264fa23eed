"""The pages of the desk, each asked for on behalf of somebody else every time, over one kept-alive connection."""

import re
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from random import Random
from urllib.parse import quote, urlencode

from crowd import NAMESAKE, NAMESAKES, RARE_EVERY, SHARES_PHONE, invented, sounds
from load import LOOPBACK, is_whole
from open_cases import Known
from prepare import LOSS, LOSS_AND_CARD, PASSWORD

from counter.branch import Branch
from counter.core.states import CardState
from counter.store.clock import from_ms
from counter.store.people import entry_number

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
FORM_ID = re.compile(r'name="op_id" value="([^"]+)"')
PAPER = re.compile(r'name="paper" value="([^"]+)"')
MENU = re.compile(r'<li><a href="(/[a-z]+)"[^>]*>(\w+)')
LIST = re.compile(r'href="/work\?list=(\w+)"')
LOOKUP = re.compile(r'data-lookup="([^"]+)" href="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What came back, and after how many milliseconds."""

    ms: float
    status: int
    text: str
    where: str = ""


class Line:
    """One clerk's connection to one counter."""

    def __init__(self, port: int, number: str = "2001", window: str = "1") -> None:
        self.port, self.cookies = port, dict[str, str]()
        self._socket = socket.create_connection((LOOPBACK, port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._token = TOKEN.search(self.get("/login").text)
        self.post("/login", [("number", number), ("password", PASSWORD), ("window", window)])
        self._token = TOKEN.search(self.get("/").text)

    def get(self, path: str, status: int = 200) -> Answer:
        """Ask for a page."""
        return self._ask(f"GET {path} HTTP/1.1", b"", status)

    def post(self, path: str, entered: list[tuple[str, str]], status: int = 303) -> Answer:
        """Send a form."""
        assert self._token is not None
        body = urlencode([("csrf_token", self._token[1]), *entered]).encode()
        return self._ask(f"POST {path} HTTP/1.1", body, status)

    def _ask(self, first: str, body: bytes, status: int) -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = [first, f"Host: {LOOPBACK}:{self.port}", f"Cookie: {cookie}"]
        if body:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        whole, got = "\r\n".join([*lines, "", ""]).encode() + body, bytearray()
        began = time.perf_counter()
        self._socket.sendall(whole)
        while not is_whole(got):
            came = self._socket.recv(1 << 18)
            assert came, "the server hung up"
            got += came
        ms = (time.perf_counter() - began) * 1000
        head, _, text = bytes(got).decode(errors="replace").partition("\r\n\r\n")
        for name, value in re.findall(r"(?im)^set-cookie: ([^=]+)=([^;]*)", head):
            self.cookies[name] = value
        where = re.search(r"(?im)^location: (.+?)\r?$", head)
        answer = Answer(ms, int(head[9:12]), text, where[1] if where is not None else "")
        assert answer.status == status, f"{first}: {answer.status}\n{answer.text[:3000]}"
        return answer


@dataclass
class Crowd:
    """Who comes to the desk of one branch: nobody twice."""

    branch: Branch
    people: int
    known: Known
    random: Random
    _seen: set[int] = field(default_factory=set)

    def plain(self) -> int:
        """Somebody with three entries and a card in use."""
        while True:
            n = self.random.randrange(NAMESAKES, self.people)
            if n in self._seen:
                continue
            self._seen.add(n)
            dossier = self.branch.people.dossier(self.id_of(n))
            card = dossier.on(self.branch.clock.now()).card() if dossier is not None else None
            if card is not None and card.state is CardState.NORMAL:
                return n

    def with_rare_name(self) -> int:
        """Somebody whose name nobody else has."""
        return self.random.randrange(self.people // RARE_EVERY) * RARE_EVERY + RARE_EVERY - 1

    def open(self, kind: str) -> int:
        """Somebody with an open case of this kind."""
        return self.random.choice(self.known[kind])

    def id_of(self, n: int) -> str:
        """The person's id at this branch."""
        return self.branch.people.find("id", invented(n).id_number)[0]

    def entry(self) -> str:
        """The number of some entry."""
        row = None
        while row is None:
            seq = self.random.randrange(3 * self.people) + 1
            row = self.branch.database.row("SELECT branch, at_ms FROM journal WHERE seq=? AND origin='window'", seq)
        return entry_number(row[0], from_ms(row[1]), seq)


@dataclass(frozen=True)
class Side:
    """One counter under measure: its line and its crowd."""

    line: Line
    crowd: Crowd

    def single(self) -> dict[str, Callable[[], float]]:
        """Every page that one request brings."""
        line, crowd = self.line, self.crowd
        search = {
            "identity number": lambda: invented(crowd.plain()).id_number,
            "card number": lambda: invented(crowd.plain()).card,
            "telephone": lambda: invented(crowd.plain() // SHARES_PHONE * SHARES_PHONE).mobile,
            "entry number": crowd.entry,
            "name, one hit": lambda: invented(crowd.with_rare_name()).name,
        }
        several = {"name, many hits": NAMESAKE, "pinyin": sounds(NAMESAKE).full, "initials": sounds(NAMESAKE).initials}
        persons = {
            "person": crowd.plain,
            "person, card lost": lambda: crowd.open("lost"),
            "person, card ordered": lambda: crowd.open("ordered"),
            "person, card made": lambda: crowd.open("made"),
            "person, temporary card": lambda: crowd.open("temporary"),
            "person, entry sent back": lambda: crowd.open("rejected"),
            "person, 41 entries": lambda: crowd.open("often"),
        }
        return {
            "desk": lambda: line.get("/").ms,
            **{f"search: {kind}": self._search(typed) for kind, typed in search.items()},
            **{f"search: {kind}": self._list(text) for kind, text in several.items()},
            **{name: self._person(who) for name, who in persons.items()},
            "strip of links": self._page("/strip"),
            **{f"menu: {name}": self._page(path) for path, name in MENU.findall(line.get("/").text)},
            **{f"work list: {name}": self._page(f"/work?list={name}") for name in LIST.findall(line.get("/work").text)},
            **{f"look-up: {name}": self._look_up(path) for name, path in self._look_ups()},
        }

    def _search(self, typed: Callable[[], str]) -> Callable[[], float]:
        return lambda: self.line.post("/find", [("q", typed())]).ms

    def _list(self, text: str) -> Callable[[], float]:
        def both() -> float:
            sent = self.line.post("/find", [("q", text)])
            return sent.ms + self.line.get(sent.where).ms

        return both

    def _person(self, who: Callable[[], int]) -> Callable[[], float]:
        return lambda: self.line.get(f"/person/{self.crowd.id_of(who())}").ms

    def _page(self, path: str) -> Callable[[], float]:
        return lambda: self.line.get(path).ms

    def _look_ups(self) -> Iterator[tuple[str, str]]:
        """What may be looked up of a person, as their page offers it; its address with a mark for the person."""
        person = self.crowd.id_of(self.crowd.plain())
        for name, path in LOOKUP.findall(self.line.get(f"/person/{person}").text):
            yield name, unescape(path).replace(person, "{}")

    def _look_up(self, path: str) -> Callable[[], float]:
        return lambda: self.line.get(path.format(self.crowd.id_of(self.crowd.plain()))).ms

    def walk(self, offer: str) -> "Visit":
        """A new visit of somebody for this offer."""
        one = invented(self.crowd.plain())
        today = self.crowd.branch.clock.now().date().isoformat()
        texts = {"by": "本人", "cause": "遗失", "lost_on": today}
        if offer == LOSS_AND_CARD:
            texts |= {"received": "20", "mobile": one.mobile}
        return Visit(self.line, f"/person/{self.crowd.id_of(one.number)}/do/{quote(offer)}", texts)


@dataclass
class Visit:
    """The pages of one visit, each asked for after the one before; ``visit["check"]()`` gives its milliseconds."""

    line: Line
    path: str
    texts: dict[str, str]
    op_id: str = ""
    papers: list[tuple[str, str]] = field(default_factory=list)

    def __getitem__(self, page: str) -> Callable[[], float]:
        return getattr(self, page)

    def up_to(self, page: str) -> str:
        """Go through the pages up to this one; returns the operation's id."""
        for one in PAGES[: PAGES.index(page) + 1]:
            self[one]()
        return self.op_id

    def form(self) -> float:
        """The form, with an operation id of its own."""
        answer = self.line.get(self.path)
        found = FORM_ID.search(answer.text)
        assert found is not None, answer.text
        self.op_id, self.papers = found[1], _papers(answer.text)
        return answer.ms

    def fill(self) -> float:
        """What was typed is sent and kept."""
        return self.line.post(self.path, [("op_id", self.op_id), *self.texts.items(), *self.papers]).ms

    def check(self) -> float:
        """Before and after."""
        answer = self.line.get(f"/check/{self.op_id}")
        self.papers += _papers(answer.text)
        return answer.ms

    def confirm(self) -> float:
        """The commit."""
        return self.line.post(f"/check/{self.op_id}", self.papers).ms

    def done(self) -> float:
        """The done page."""
        return self.line.get(f"/entry/{self.op_id}").ms


def _papers(page: str) -> list[tuple[str, str]]:
    return [("paper", unescape(paper)) for paper in PAPER.findall(page)]


PAGES = ("form", "fill", "check", "confirm", "done")
OFFERS = {"loss": LOSS, "loss and card": LOSS_AND_CARD}
