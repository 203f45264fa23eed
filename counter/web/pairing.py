"""The windows' own computers: which has a reading program, how it stands, and how it is paired."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from counter.clock import wall
from counter.core.case import Window
from counter.store.pairings import VALID
from counter.store.staff import ADMINISTRATOR, SUPERVISOR

from .shell import branch, counter, may, note, problem

pages = Blueprint("pairing", __name__)
_NO_WINDOW = "没有这个窗口，请从“窗口电脑”页重新进入"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One window: whether it is paired and since when, how its program stands, whether a code waits to be used."""

    window: Window
    since: str
    state: str
    code: bool


@pages.get("/pairing")
@may(SUPERVISOR, ADMINISTRATOR)
def show() -> ResponseReturnValue:
    """Every window with its program."""
    return _page()


def _page(code: str = "", at: Window | None = None) -> ResponseReturnValue:
    return render_template(
        "pairing.html", rows=_rows(), code=code, at=at, server=request.host_url.rstrip("/"),
        minutes=int(VALID.total_seconds()) // 60,
    )  # fmt: skip


def _rows() -> list[Row]:
    since = {window: f"{at:%Y-%m-%d %H:%M}" for window, at in branch().pairings.since().items()}
    return [
        Row(
            window=window, since=since.get(window.id, ""), state=_state(window.id),
            code=branch().pairings.waits(window.id, wall()),
        )
        for window in branch().windows()
    ]  # fmt: skip


def _state(window: str) -> str:
    """How the program stands and what it has."""
    remote = counter().remotes.at(window)
    if remote is None:
        return ""
    if not remote.there:
        return "没有连上"
    devices = counter().remotes.devices(window)
    return "；".join(f"{device.title}：{device.state()}" for device in devices) or "连着，没有读卡器"


@pages.post("/pairing/<window>")
@may(SUPERVISOR, ADMINISTRATOR)
def make(window: str) -> ResponseReturnValue:
    """Make a code for this window, and show it this once."""
    found = branch().window(window)
    if found is None:
        return problem(_NO_WINDOW, 404)
    code = branch().pairings.make_code(window, wall())
    note("生成配对码", text=window)
    return _page(code, found)


@pages.post("/pairing/<window>/undo")
@may(SUPERVISOR, ADMINISTRATOR)
def undo(window: str) -> ResponseReturnValue:
    """Let the program of this window in no more."""
    if branch().window(window) is None:
        return problem(_NO_WINDOW, 404)
    branch().pairings.unpair(window)
    counter().remotes.unpaired(window)
    note("取消配对", text=window)
    return redirect(url_for("pairing.show"), 303)
