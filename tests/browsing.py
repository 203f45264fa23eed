"""A clerk before a real browser: headless Chromium on a counter that listens on this machine."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, StorageState

from counter.app import Counter
from counter.commands.listen import Listener, open_port
from tests.clerk import PASSWORD

WIDE, LOW, NARROW, DOUBLED = (
    {"width": 1366, "height": 900},
    {"width": 1366, "height": 625},
    {"width": 320, "height": 640},
    {"width": 683, "height": 450},
)
QUIETLY = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
)
FOLDER = "COUNTER_SCREENSHOTS"
STATUS = "the server responded with a status of 4"  # Chromium says so of every page that is an answer 4xx
OVERHANG = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def chromium() -> str:
    """Where the system's Chromium is."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "这里没有 Chromium；./test 会装好它"
    return found


def until(true: Callable[[], object], seconds: float = 8) -> None:
    """Wait for something the counter does in the background."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"等了 {seconds} 秒还没有：{true}"
        time.sleep(0.05)


class Served:
    """A counter on a port of its own, with its courier at work."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        self._listener = Listener(counter, open_port(0))
        self._listener.start()
        counter.courier.start()
        self.url = f"http://127.0.0.1:{self._listener.port}"
        self.logged_in: dict[str, StorageState] = {}

    def stop(self) -> None:
        """Stop answering."""
        self._listener.stop()


class Seat:
    """One browser window at one counter; everything that goes wrong in it is kept."""

    def __init__(
        self, browser: Browser, served: Served, window_type: str, *, number: str = "1024", scripts: bool = True
    ) -> None:
        self.url, self.counter = served.url, served.counter
        known = served.logged_in.get(f"{number} {window_type}")
        self.context = browser.new_context(viewport=WIDE, java_script_enabled=scripts, storage_state=known)
        self.context.set_default_timeout(10_000)
        self.wrong: list[str] = []
        self.context.on("request", self._asked)
        self.context.on("console", self._said)
        self.context.on("weberror", lambda error: self.wrong.append(f"脚本出错：{error.error}"))
        self.page: Page = self.context.new_page()
        if known is None:
            self._log_in(window_type, number)
            served.logged_in[f"{number} {window_type}"] = self.context.storage_state()

    def _asked(self, request) -> None:
        if request.url.startswith(("http", "ws")) and not request.url.startswith(f"{self.url}/"):
            self.wrong.append(f"请求了别处：{request.url}")

    def _said(self, message) -> None:
        answered = STATUS in message.text and "/static/" not in message.location["url"]
        if message.type in {"error", "warning"} and not answered:
            self.wrong.append(f"控制台：{message.text}")

    def leave(self) -> None:
        """Close the window; nothing may have gone wrong in it."""
        self.context.close()
        assert not self.wrong, "\n".join(self.wrong)

    # looking

    def look(self, name: str = "") -> None:
        """No page is wider than a narrow window or one zoomed to twice; a picture where a folder is named."""
        for size in (NARROW, DOUBLED):
            self.page.set_viewport_size(size)
            over = self.page.evaluate(OVERHANG)
            assert over <= 0, f"{self.page.title()} 在 {size['width']} 像素时宽出 {over} 像素"
        self.page.set_viewport_size(WIDE)
        folder = os.environ.get(FOLDER)
        if folder and name:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(folder, f"{name}.png"))

    def texts(self, selector: str) -> list[str]:
        """What the elements say, blanks run together."""
        return [" ".join(text.split()) for text in self.page.locator(selector).all_inner_texts()]

    @property
    def focused(self) -> str:
        """The id, class or tag of what has the focus."""
        return str(
            self.page.evaluate("() => (e => e.id || e.className || e.tagName)(document.activeElement)")
        )

    def focuses(self, wanted: str) -> None:
        """Wait until the focus stands there; a page sets it when it is first drawn."""
        end = time.monotonic() + 3
        while self.focused != wanted:
            assert time.monotonic() < end, f"焦点在 {self.focused}，应在 {wanted}"
            time.sleep(0.02)

    # working

    def turns(self, act: Callable[[], object]) -> None:
        """Do what leads to another page, and wait for it."""
        with self.page.expect_event("load"):
            act()

    def _log_in(self, window_type: str, number: str) -> None:
        window = next(w for w in self.counter.branch.windows() if w.type == window_type)
        self.page.goto(f"{self.url}/login")
        self.page.fill("#number", number)
        self.page.fill("#password", PASSWORD)
        self.page.check(f'input[name=window][value="{window.id}"]')
        self.press("登录")

    def press(self, button: str) -> None:
        """Press the button with these words."""
        self.turns(self.page.get_by_role("button", name=button).click)

    def find(self, text: str) -> None:
        """Type into the search box and press Enter."""
        if not self.page.locator("#q").count():
            self.page.goto(self.url)
        self.page.fill("#q", text)
        self.turns(lambda: self.page.press("#q", "Enter"))

    def choose(self, offer: str) -> None:
        """Choose what the person's page offers."""
        self.turns(self.page.locator(f'[data-offer="{offer}"] a').click)

    def go_on(self, offer: str) -> None:
        """Go on with what the done page offers next."""
        self.turns(self.page.locator(f'[data-then="{offer}"]').click)

    def fill(self, papers: bool = True, **texts: str) -> None:
        """Fill in blanks by their names, take the papers, and go to the check page."""
        for name, text in texts.items():
            self.page.fill(f"#{name}", text)
        if papers:
            for box in self.page.locator("input[type=checkbox][name=paper]").all():
                box.check()
        self.turns(self.page.locator("button[name=next]").click)

    def confirm(self, **secrets: str) -> None:
        """Confirm on the check page."""
        assert "/check/" in self.page.url, self.texts("main")
        for name, text in secrets.items():
            self.page.fill(f"#{name}", text)
        for box in self.page.locator("input[type=checkbox][name=paper]").all():
            box.check()
        self.turns(self.page.locator(".btn.main").click)

    def make(self, up_to: str = "") -> None:
        """Do the steps of a making, one after the other, looking at each."""
        while "/making/" in self.page.url and self.page.locator("[aria-current=step]").inner_text() != up_to:
            if self.page.locator("#confirmed").count():
                self.page.check("#confirmed")
            waits = self.page.locator("[data-look]")
            self.turns(waits.click if waits.count() else self.page.locator(".btn.main").click)

    def done(self) -> list[str]:
        """The changes the done page tells."""
        assert "/entry/" in self.page.url, self.texts("main")
        return self.texts("[data-entry-change]")

    def slips(self) -> list[bytes]:
        """Every slip of the done page."""
        links = [a.get_attribute("href") for a in self.page.locator("a[data-slip]").all()]
        return [self.context.request.get(f"{self.url}{link}").body() for link in links]
