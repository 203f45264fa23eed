"""How long a page takes to load in Chromium: from the start of the navigation to the end of its load event."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from desk_asked import Line, Side
from playwright.sync_api import Browser, Page, sync_playwright
from prepare import LOSS

from tests.browsing import QUIETLY, WIDE, chromium

TAKEN = """() => new Promise(done => setTimeout(() => {
  const page = performance.getEntriesByType('navigation')[0];
  done(page.loadEventEnd - page.startTime);
}, 0))"""


@contextmanager
def browser() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=list(QUIETLY))
        yield opened
        opened.close()


class Loads:
    """One clerk's browser at one counter, logged in as their line is."""

    def __init__(self, opened: Browser, side: Side) -> None:
        self._side, self._context = side, opened.new_context(viewport=WIDE)
        self._context.add_cookies(_cookies(side.line))
        self._page: Page = self._context.new_page()
        self._page.goto(self._url("/"))

    def _url(self, path: str) -> str:
        return f"http://127.0.0.1:{self._side.line.port}{path}"

    def load(self, path: str) -> float:
        """Load a page; the milliseconds to the end of its load event."""
        answer = self._page.goto(self._url(path), wait_until="load")
        assert answer is not None, path
        assert answer.status == 200, (path, answer.status)
        return float(self._page.evaluate(TAKEN))

    def addresses(self) -> dict[str, Callable[[], str]]:
        """For every page that is loaded, an address on behalf of somebody else each time."""
        crowd = self._side.crowd
        return {
            "desk": lambda: "/",
            "person": lambda: f"/person/{crowd.id_of(crowd.plain())}",
            "form": lambda: self._side.walk(LOSS).path,
            "check": lambda: "/check/" + self._side.walk(LOSS).up_to("fill"),
            "done": lambda: "/entry/" + self._side.walk(LOSS).up_to("confirm"),
        }


def _cookies(line: Line) -> list[dict[str, str]]:
    url = f"http://127.0.0.1:{line.port}"
    return [{"name": name, "value": value, "url": url} for name, value in line.cookies.items()]
