"""叫号: the next visitor is called from the desk, with the number, the wait and the business asked for."""

from dataclasses import dataclass

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from counter.core.line import MismatchError, UnavailableError
from counter.core.queue import Queue, Ticket

from .shell import AT_WINDOW, branch, counter, may, note, seat

pages = Blueprint("queue", __name__)
SECONDS = 2.0
NOBODY = "没有人在等"


@dataclass(frozen=True)
class Called:
    """What the last call of this window gave: a ticket, or one sentence why there is none."""

    ticket: Ticket | None = None
    said: str = ""


@pages.app_template_global("queued")
def queued() -> bool:
    """Whether this window calls its visitors through a queue."""
    return _queue() is not None


@pages.app_template_global("called")
def called() -> Called:
    """Who is at this window now, as the queue called them."""
    return counter().called.get(seat().window.id, Called())


def _queue() -> Queue | None:
    """The queue as this window sees it, asked of the plugins once; None where no plugin answers."""
    known, window = counter().queues, seat().window
    if window not in known:
        known[window] = branch().catalogue.hook.counter_queue(window=window, url=branch().queue)
    return known[window]


@pages.post("/next")
@may(*AT_WINDOW)
def call() -> ResponseReturnValue:
    """End the business of now and call the next; without a queue, or pressed twice, it is just the empty desk."""
    queue, window, served = _queue(), seat().window.id, called().ticket
    after = served.number if served is not None else ""
    if queue is not None and request.form.get("after", "") == after:
        try:
            ticket = queue.call(after, SECONDS)
        except (UnavailableError, MismatchError) as error:
            said = f"叫号机没有答复（{error.why}），请用叫号机上的按钮叫下一位；办业务不受影响"
            counter().called[window] = Called(served, said)
        else:
            counter().called[window] = Called(ticket, "" if ticket is not None else NOBODY)
            note("叫号", text=ticket.number if ticket is not None else "")
    return redirect(url_for("desk.home"), 303)


@pages.post("/next/end")
@may(*AT_WINDOW)
def end() -> ResponseReturnValue:
    """End the business of now and call nobody."""
    queue, served = _queue(), called().ticket
    if queue is not None and served is not None:
        try:
            queue.end(served.number, SECONDS)
        except (UnavailableError, MismatchError) as error:
            said = f"叫号机没有答复（{error.why}），这一号还没有结束，请稍后再按"
            counter().called[seat().window.id] = Called(served, said)
        else:
            counter().called[seat().window.id] = Called()
            note("结束叫号", text=served.number)
    return redirect(url_for("desk.home"), 303)
