"""From a card that is laid down to the page: one Chromium among twenty windows that wait, and what that costs them."""

import http.client
import re
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Page
from prepare import PASSWORD
from readers_bare import until

WATCH = """() => {
  window.told = {};
  window.strip = {};
  new MutationObserver(function () {
    var text = document.getElementById("temporary_number").value;
    if (text && !window.told[text]) { window.told[text] = Date.now(); }
    [].forEach.call(document.querySelectorAll(".strip [data-device]"), function (one) {
      var said = one.textContent + one.dataset.laid, known = window.strip[one.dataset.kind];
      if (!known || known.said !== said) { window.strip[one.dataset.kind] = { said: said, at: Date.now() }; }
    });
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
}"""

SAID = """([kind, words, since]) => {
  var one = window.strip[kind];
  return one && one.at > since && one.said.indexOf(words) >= 0;
}"""


class Line:
    """One clerk's connection at one window, logged in."""

    def __init__(self, port: int, window: int) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies: dict[str, str] = {}
        token = _token(self.ask("GET", "/login"))
        clerk = {"csrf_token": token, "number": str(2000 + window), "password": PASSWORD, "window": str(window)}
        self.ask("POST", "/login", urlencode(clerk))

    def ask(self, method: str, path: str, body: str = "") -> str:
        """One request; what it says."""
        self.send(method, path, body)
        return self.hear()

    def send(self, method: str, path: str, body: str = "") -> None:
        cookie = "; ".join(f"{name}={text}" for name, text in self.cookies.items())
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        self.line.request(method, path, body, {"Cookie": cookie, **kind})

    def hear(self) -> str:
        answer = self.line.getresponse()
        for name, text in answer.getheaders():
            if name == "Set-Cookie":
                key, _, rest = text.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer.read().decode()

    def wait(self) -> None:
        """Ask what is new, as a page does, without hearing the answer."""
        strip = self.ask("GET", "/strip")
        live, window = (re.search(rf'{name}="([^"]*)"', strip) for name in ("data-live", "data-stands"))
        assert live is not None, strip
        assert window is not None, strip
        self.send("GET", f"/strip?since={live[1]}&window={window[1]}")


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None, page
    return found[1]


class Others:
    """The other windows: they wait for news all the time, as their pages do."""

    def __init__(self, lines: dict[int, Line]) -> None:
        self._over, self._heard = threading.Event(), dict.fromkeys(lines, 0.0)
        for window, line in lines.items():
            threading.Thread(target=self._run, args=(window, line), daemon=True).start()

    def _run(self, window: int, line: Line) -> None:
        with suppress(OSError, http.client.HTTPException):
            while not self._over.is_set():
                line.wait()
                if "已放卡" in line.hear():
                    self._heard[window] = time.perf_counter()

    def all_hear(self, lay: Callable[[int], object]) -> float:
        """Cards are laid down at all of these windows at once: seconds until the last one has heard of its own."""
        began = time.perf_counter()
        for window in self._heard:
            lay(window)
        until(lambda: min(self._heard.values()) > began)
        return max(self._heard.values()) - began

    def stop(self) -> None:
        """Wait no more."""
        self._over.set()


def paged(line: Line, times: int) -> list[float]:
    """The milliseconds of the empty desk, asked by one clerk."""
    out = []
    for _ in range(times):
        began = time.perf_counter()
        line.ask("GET", "/")
        out.append((time.perf_counter() - began) * 1000)
    return out


def to_the_page(
    page: Page, url: str, cookies: dict[str, str], ask: Callable[..., Any], times: int
) -> list[tuple[float, float]]:
    """Lay cards down before a form that is open: seconds to its blank, from the driver's word and from the laying."""
    page.context.add_cookies([{"name": name, "value": text, "url": url} for name, text in cookies.items()])
    page.goto(url)
    page.fill("#q", ask("person"))
    with page.expect_event("load"):
        page.press("#q", "Enter")
    page.goto(f"{page.url}/do/tempcard.issue")
    page.evaluate(WATCH)
    out = []
    for number in range(times):
        card = f"LS61{number:05d}"
        laid = ask("lay", 1, card)
        page.wait_for_function(f"() => window.told['{card}']", timeout=20_000)
        filled = page.evaluate(f"() => window.told['{card}']") / 1000
        out.append((filled - ask("heard", 1), filled - laid))
        ask("lift", 1)
        page.wait_for_selector(".strip li:has-text('社保卡读卡器'):has-text('未放卡')")
        time.sleep(0.13 * (number % 3))
    return out


def other_events(page: Page, ask: Callable[..., Any], times: int) -> dict[str, list[float]]:
    """The page that is open hears of identity cards, and of pcscd, which takes every reader along, going and coming.

    Seconds from the laying, and from the driver's word.
    """
    out: dict[str, list[float]] = {"identity card laid down": [], "reader gone": [], "reader back": []}
    for _ in range(times):
        out["identity card laid down"].append(_after(page, ask("lay_id"), "id_reader", ""))
        out["reader gone"].append(_after(page, ask("pull"), "card_reader", "没有运行"))
        out["reader back"].append(_after(page, ask("plug"), "card_reader", "就绪"))
    return out


def _after(page: Page, event: float, kind: str, words: str) -> float:
    """How long after the event the strip said so."""
    page.wait_for_function(SAID, arg=[kind, words, event * 1000 - 5], timeout=20_000)
    return float(page.evaluate(f"() => window.strip.{kind}.at")) / 1000 - event
