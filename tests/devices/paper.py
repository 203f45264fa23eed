"""A branch with a printer, for tests: an entry whose slip is to be printed, and a press that is stepped."""

import time
from datetime import datetime

from counter.core.dates import BEIJING
from counter.core.prints import Printer, Stage
from counter.printers.addresses import transport_of
from counter.printers.press import Press
from printing import Copy, Fact, Receipt, draw

NAME, NUMBER = "孙䶮𬱖", "6110020120261120000001"


def drawn(number=NUMBER, name=NAME, media="roll80"):
    receipt = Receipt(office="演练机关", title="挂失回执", number=number, facts=(Fact("持卡人", name, "name"),), code=number)
    mark = Copy(number=1, at=datetime(2026, 11, 20, 10, 31, tzinfo=BEIJING), clerk="1024", awaiting_province=False)
    return draw(receipt, mark, media)


def press_at(branch, address):
    return Press(branch, address, transport_of(address))


def place(branch, address, *, kind="slip", media="roll80", window="1"):
    branch.prints.place(Printer(window=window, kind=kind, address=address, media=media))


def job_of(branch):
    """The newest paper."""
    (row,) = branch.database.rows("SELECT MAX(id) FROM print_job")
    return branch.prints.at(row[0])


def until(press, branch, *stages, seconds=20):
    """Rounds until the newest paper stands so."""
    ends = time.monotonic() + seconds
    while True:
        press.once()
        job = job_of(branch)
        if job.stage in stages:
            return job
        assert time.monotonic() < ends, (job.stage, job.reason)
        time.sleep(0.05)


DONE, UNKNOWN, BLOCKED, QUEUED, FAILED = Stage.DONE, Stage.UNKNOWN, Stage.BLOCKED, Stage.QUEUED, Stage.FAILED
CREATED, SENT = Stage.CREATED, Stage.SENT
