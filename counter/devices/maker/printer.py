"""A printer of cards over IPP: how it stands, and one card printed once, whatever becomes of the line."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain

from counter.devices import DeviceError, ipp
from counter.devices.ipp import Attribute, Group, IppLine, IppLostError, IppRefusedError, plain
from printing import plate_page

from .medium import GONE, Medium, Standing, medium_of
from .words import MAKER, OFFLINE, STOPS, stopped_by

PDF = "application/pdf"
_STOPPED = 5
_HELD, _CANCELED, _ABORTED, _COMPLETED = 4, 7, 8, 9
_ENDED = (_CANCELED, _ABORTED, _COMPLETED)
_INCOMPLETE = ("job-data-insufficient", "job-incoming")
_WANTED = ("printer-state", "printer-state-reasons", "media-supported", "document-format-supported")


class PrintUnknownError(Exception):
    """Nobody knows whether the card was printed; a person must look at it."""


@dataclass
class Printing:
    """What is known of one printing: the job's name at the printer, its number there, whether its page was sent."""

    name: str
    number: int = 0
    sent: bool = False


Note = Callable[[Printing], None]


class CardPrinter:
    """One printer; ``patience`` is how long a card may take, ``stalled`` how long it may wait for a person.

    It prints and moves no card: whoever works at it lays the card into the station, and from there into the slot.
    """

    moves = False

    def __init__(self, line: IppLine, *, patience: float = 90.0, stalled: float = 8.0, pause: float = 0.3) -> None:
        self._line, self._patience, self._stalled, self._pause = line, patience, stalled, pause

    def look(self) -> Standing:
        """How it stands now; GONE when it does not answer."""
        try:
            heard = self._line.ask(ipp.PRINTER, [(ipp.KEYWORD, "requested-attributes", _WANTED)])
        except (IppLostError, IppRefusedError):
            return GONE
        told = next(iter(heard.of(4)), {})
        found = (medium_of(str(name)) for name in told.get("media-supported", ()))
        return Standing(
            reasons=plain(str(one) for one in told.get("printer-state-reasons", ())),
            stopped=told.get("printer-state", [0])[0] == _STOPPED,
            media=tuple(one for one in found if one is not None),
            formats=tuple(str(one) for one in told.get("document-format-supported", ())),
        )

    def ready(self, undone: str) -> Medium:
        """The medium to print on; DeviceError when the printer cannot print now."""
        standing = self.look()
        if standing.stop is not None:
            raise stopped_by(standing.stop, undone)
        if not standing.media:
            raise DeviceError(MAKER, f"不认 54×86 毫米的卡片，{undone}", "管理员核对 branch.toml 里的打印机地址")
        if PDF not in standing.formats:
            raise DeviceError(MAKER, f"不收 PDF，{undone}", "管理员经 CUPS 接这台制卡机")
        return standing.media[0]

    def alive(self, printing: Printing) -> bool:
        """Whether the printer still has this job before it, or has it half received; asked before anything is sent."""
        try:
            found = self._found(printing)
        except IppLostError:
            raise stopped_by(STOPS[OFFLINE], "没有打印") from None
        return found is not None and found["job-state"][0] not in _ENDED

    def to_station(self) -> None:
        """The card is laid there by hand."""

    put_out = put_away = to_station

    def print_picture(self, printing: Printing, medium: Medium, png: bytes, note: Note) -> None:
        """Print this face as one page of the medium's size."""
        self.print(printing, medium, plate_page(png, medium.width, medium.height), note)

    def print(self, printing: Printing, medium: Medium, page: bytes, note: Note) -> None:
        """Print this page once; a job of this name that the printer already has is gone on with.

        DeviceError: surely no card was printed. PrintUnknownError: nobody knows. ``note`` keeps what is known before
        each thing is done.
        """
        if not printing.sent:
            self._create(printing, medium, note)
            self._send(printing, page, note)
        self._wait(printing)

    def _create(self, printing: Printing, medium: Medium, note: Note) -> None:
        on: list[Attribute] = [(ipp.KEYWORD, "media", medium.name), (ipp.KEYWORD, "print-scaling", "none")]
        note(printing)
        try:
            known = self._found(printing)
            if known is not None and known["job-state"][0] in _ENDED:
                raise PrintUnknownError
            printing.number = known["job-id"][0] if known is not None else self._begun(printing, on)
        except IppLostError:
            raise stopped_by(("没有应答", "检查电源和数据线、网线"), "没有打印") from None
        except IppRefusedError as error:
            raise DeviceError(MAKER, f"不接这一次打印（{error}），没有打印", "等几秒再做这一步") from None
        note(printing)

    def _begun(self, printing: Printing, on: Sequence[Attribute]) -> int:
        """The number of a new job; where its answer was lost, the job is looked up by its name."""
        try:
            heard = self._line.ask(ipp.CREATE_JOB, [(ipp.NAME, "job-name", printing.name)], on)
        except IppLostError:
            lost = self._found(printing)
            if lost is None:
                raise
            return int(lost["job-id"][0])
        return int(next(iter(heard.of(2)))["job-id"][0])

    def _send(self, printing: Printing, page: bytes, note: Note) -> None:
        """Send the page to the job, once; from here on only the printer knows."""
        printing.sent = True
        note(printing)
        asked: list[Attribute] = [
            (ipp.INTEGER, "job-id", printing.number),
            (ipp.MEDIA_TYPE, "document-format", PDF),
            (ipp.BOOLEAN, "last-document", True),
        ]
        try:
            self._line.ask(ipp.SEND_DOCUMENT, asked, document=page)
        except IppLostError:
            return
        except IppRefusedError as error:
            self._cancel(printing)
            printing.sent = False
            note(printing)
            raise DeviceError(MAKER, f"不收这张卡面（{error}），没有打印", "等几秒再做这一步") from None

    def _wait(self, printing: Printing) -> None:
        """Wait until the job has ended; one that waits for a person is taken back, and surely not printed."""
        ends, stalls = time.monotonic() + self._patience, 0.0
        while time.monotonic() < ends:
            job = self._asked(printing)
            state = job["job-state"][0] if job is not None else 0
            if state == _COMPLETED:
                return
            if state in (_CANCELED, _ABORTED):
                raise PrintUnknownError
            stop = self._stop(job) if job is not None else None
            stalls = 0.0 if stop is None else stalls or time.monotonic()
            if stop is not None and time.monotonic() - stalls > self._stalled:
                self._take_back(printing, stop)
                return
            time.sleep(self._pause)
        raise PrintUnknownError

    def _stop(self, job: Group) -> tuple[str, str] | None:
        """What this job waits for: its page that never came, or what keeps the printer from printing."""
        waits = job.get("job-state-reasons", ())
        never_came = job["job-state"][0] == _HELD and any(one in waits for one in _INCOMPLETE)
        return ("没有收到卡面", "检查数据线、网线") if never_came else self.look().stop

    def _take_back(self, printing: Printing, stop: tuple[str, str]) -> None:
        """Cancel what waits for a person: no card was printed where the printer says so and counted none."""
        self._cancel(printing)
        ends = time.monotonic() + self._stalled
        while time.monotonic() < ends:
            job = self._asked(printing)
            state = job["job-state"][0] if job is not None else 0
            if state == _COMPLETED:
                return
            if job is not None and state == _CANCELED and not job.get("job-impressions-completed", [0])[0]:
                raise stopped_by(stop, "没有打印")
            if state in _ENDED:
                break
            time.sleep(self._pause)
        raise PrintUnknownError

    def _cancel(self, printing: Printing) -> None:
        try:
            self._line.ask(ipp.CANCEL_JOB, [(ipp.INTEGER, "job-id", printing.number)])
        except (IppLostError, IppRefusedError):
            return

    def _asked(self, printing: Printing) -> Group | None:
        """The job as the printer has it; None while it does not answer. One that it forgot is not known."""
        wanted = ("job-id", "job-state", "job-state-reasons", "job-impressions-completed")
        which: Attribute = (ipp.INTEGER, "job-id", printing.number)
        asked: list[Attribute] = [which, (ipp.KEYWORD, "requested-attributes", wanted)]
        try:
            job = next(iter(self._line.ask(ipp.JOB, asked).of(2)), None)
        except IppLostError:
            return None
        except IppRefusedError as error:
            raise PrintUnknownError from (None if error.gone else error)
        if job is None or "job-state" not in job:
            raise PrintUnknownError
        return job

    def _found(self, printing: Printing) -> Group | None:
        """The newest job of this name, which no other card has; None when there is none."""
        wanted = ("job-id", "job-name", "job-state")
        asked: list[Attribute] = [(ipp.KEYWORD, "requested-attributes", wanted)]
        jobs = [
            self._line.ask(ipp.JOBS, [*asked, (ipp.KEYWORD, "which-jobs", which)]).of(2)
            for which in ("not-completed", "completed")
        ]
        named = (job for job in chain(*jobs) if printing.name in job.get("job-name", ()))
        return max(named, key=lambda job: int(job["job-id"][0]), default=None)
