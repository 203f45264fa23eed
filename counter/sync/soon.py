"""Somebody waits at the window: what is to be sent goes now, and the answer gets a moment to come."""

import time

from counter.branch import Branch

from .courier import Courier

PEEK_SECONDS, LONGEST_SECONDS = 0.02, 2.0


def soon(branch: Branch, courier: Courier, person: str) -> None:
    """Let what is queued of this person go to the province now; a clerk waits for it no longer than for a page."""
    if not courier.working:
        courier.round(news=True)
        return
    courier.wake()
    end = time.monotonic() + LONGEST_SECONDS
    while courier.link.up and branch.outbox.queued(person) and time.monotonic() < end:
        time.sleep(PEEK_SECONDS)
