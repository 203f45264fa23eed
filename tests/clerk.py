"""A clerk for tests: works the pages over WSGI as a browser would, with login, form, token and id."""

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import quote

from werkzeug.test import TestResponse

from counter.app import Counter

PASSWORD = "rehearsal1"
SECOND = {"second_number": "1001", "second_password": PASSWORD}
"""The supervisor confirms what a clerk does."""


class Page(HTMLParser):
    """What a page says: hidden fields, inputs, papers, and texts under data- attributes."""

    def __init__(self, response: TestResponse) -> None:
        super().__init__()
        self.response, self.status = response, response.status_code
        self.inputs: dict[str, str] = {}
        self.papers: list[str] = []
        self.marks: dict[str, list[str]] = {}
        self.links: dict[str, str] = {}
        self._open: list[tuple[str, list[str]]] = []
        self.html = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
        self.feed(self.html)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag == "input":
            if named.get("name") == "paper":
                self.papers.append(named["value"])
            elif named.get("type") not in ("radio", "checkbox") or "checked" in named:
                self.inputs.setdefault(named.get("name") or "", named.get("value") or "")
        marks = [k for k in named if k.startswith("data-")]
        for mark in marks:
            self.marks.setdefault(mark, []).append(named[mark] or "")
            if tag != "input":
                self._open.append((tag, [mark]))
                self.marks.setdefault(mark + "!", []).append("")
        if tag == "a" and named.get("href"):
            self.links[named["href"]] = ""

    def handle_endtag(self, tag):
        while self._open and self._open[-1][0] == tag:
            self._open.pop()
            break

    def handle_data(self, data):
        for _, marks in self._open:
            for mark in marks:
                self.marks[mark + "!"][-1] += data

    def texts(self, mark: str) -> list[str]:
        """The words under every element that has this data- attribute."""
        return [" ".join(text.split()) for text in self.marks.get(mark + "!", [])]

    @property
    def words(self) -> str:
        """All visible words."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.html)).split())


class Clerk:
    """One clerk at one window of one counter."""

    def __init__(self, counter: Counter, window_type: str, number: str = "1024") -> None:
        self.counter = counter
        self.client = counter.flask.test_client()
        window = next(w for w in counter.branch.windows() if w.type == window_type)
        token = self.get("/login").inputs["csrf_token"]
        answer = self.client.post(
            "/login", data={"csrf_token": token, "number": number, "password": PASSWORD, "window": window.id}
        )
        assert answer.status_code == 303, answer.get_data(as_text=True)

    def get(self, path: str) -> Page:
        return Page(self.client.get(path, follow_redirects=True))

    def post(self, path: str, data: dict, *, follow: bool = True) -> Page:
        token = self.get("/status" if path != "/login" else "/login").inputs["csrf_token"]
        return Page(self.client.post(path, data={"csrf_token": token, **data}, follow_redirects=follow))

    def open(self, id_number: str) -> str:
        """Look a person up; returns their id at this branch."""
        page = self.find(id_number)
        assert page.response.request.path.startswith("/person/"), page.words
        return page.response.request.path.rsplit("/", 1)[1]

    def find(self, text: str, **more: str) -> Page:
        """Type into the search box."""
        return self.post("/find", {"q": text, **more})

    def form(self, pid: str, offer: str, by: str = "本人") -> Page:
        return self.get(f"/person/{pid}/do/{offer}?by={quote(by)}")

    def fill(self, pid: str, offer: str, texts: dict, *, by: str = "本人", papers=None, page: Page | None = None) -> Page:
        """Fill in the form; all papers unless said otherwise. Ends on the check page or the form with errors."""
        page = page or self.form(pid, offer, by)
        brought = page.papers if papers is None else papers
        data = {**page.inputs, **texts, "paper": brought}
        data.pop("", None)
        return Page(self.client.post(f"/person/{pid}/do/{offer}", data=data, follow_redirects=True))

    def confirm(self, check: Page, **secrets: str) -> Page:
        assert "/check/" in check.response.request.path, check.words
        data = {"csrf_token": check.inputs["csrf_token"], "paper": check.papers, **secrets}
        return Page(self.client.post(check.response.request.path, data=data, follow_redirects=True))

    def do(self, pid: str, offer: str, texts: dict, *, by: str = "本人", papers=None, **secrets: str) -> Page:
        """Fill and confirm."""
        return self.walk(self.confirm(self.fill(pid, offer, texts, by=by, papers=papers), **secrets))

    def reprint(self, part: str) -> Page:
        """Print the slip of this part of an entry in the browser, see it come, and print it once more (补打)."""
        first = self.post(f"{part}/print/slip", {})
        self.post(f"{first.response.request.path}/came", {})
        return self.post(f"{part}/print/slip", {"again": "1"})

    def walk(self, page: Page, up_to: str = "") -> Page:
        """Do the steps of an act one after the other, until they are over, one is hindered or has failed."""
        while "token" in page.inputs and "data-step-failed" not in page.marks and page.status < 400:
            if up_to and page.inputs["token"].startswith(f"{up_to}."):
                break
            page = self.step(page)
        return page

    def step(self, page: Page, **texts: str) -> Page:
        """Press the one next button."""
        path = page.response.request.path
        data = {"csrf_token": page.inputs["csrf_token"], "token": page.inputs["token"], "confirmed": "是", **texts}
        return Page(self.client.post(path, data=data, follow_redirects=True))
