"""Papers over IPP: a printer on the network, or a queue of CUPS; both are asked what became of every job."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from counter.core.prints import Stage
from counter.devices import ipp
from counter.devices.ipp import Attribute, Group, IppLine, IppLostError, IppRefusedError

from .told import COMPLETED, ENDED, FORGOTTEN, LOST, awaits, begun_at, id_of, lost, stood, stop, with_begun
from .transport import NeverError, NotNowError, Outcome, Paper
from .words import BUSY, OFFLINE, READY

PDF = "application/pdf"
# server-error-busy, -not-accepting-jobs, -temporary-error, -service-unavailable, too-many-jobs
_LATER = {0x0502, 0x0505, 0x0506, 0x0507, 0x050B}
_SIZE = re.compile(r"_(\d+(?:\.\d+)?)x(\d+(?:\.\d+)?)(mm|in)$")
_INCH, _NEAR, _ANY = 25.4, 1.0, "custom_max_"
_OF_PRINTER = (
    "printer-state", "printer-state-reasons", "printer-up-time", "cups-version", "media-supported",
    "document-format-supported",
)  # fmt: skip
_OF_JOB = (
    "job-id", "job-name", "job-state", "job-state-reasons", "job-hold-until", "number-of-documents",
    "time-at-processing",
)  # fmt: skip


def size_of(name: str) -> tuple[float, float] | None:
    """Width and height in mm of a medium that names them (PWG 5101.1)."""
    size = _SIZE.search(name)
    if size is None:
        return None
    unit = _INCH if size[3] == "in" else 1.0
    return float(size[1]) * unit, float(size[2]) * unit


def fits(name: str, wide: float, high: float) -> bool:
    """Whether paper of this size can be had under this name; also up to what size any may be asked for."""
    size = size_of(name)
    if size is None or name.startswith("custom_min_"):
        return False
    if name.startswith(_ANY):
        return wide <= size[0] + _NEAR and high <= size[1] + _NEAR
    return abs(size[0] - wide) <= _NEAR and size[1] >= high - _NEAR


def medium_for(paper: Paper, supported: Sequence[str]) -> str:
    """The printer's own name for a medium this paper fits; empty where it names none, and is left to choose.

    A roll is as wide as the paper and no shorter; where any size may be asked for, the paper's own is, unless it has a
    name.
    """
    wide, high = paper.width_mm, paper.height_mm
    found = [name for name in supported if fits(name, wide, high)]
    named = min((((size_of(name) or (0, 0))[1], name) for name in found if not name.startswith(_ANY)), default=None)
    if any(name.startswith(_ANY) for name in found) and (named is None or named[0] > high + _NEAR):
        return f"custom_slip_{wide:g}x{high:g}mm"
    return named[1] if named is not None else ""


class IppPrinter:
    """One printer or queue; every request is sent once, and a broken line is looked behind by the job's name."""

    def __init__(self, line: IppLine) -> None:
        self._line = line

    def look(self) -> str:
        """How it stands, in words."""
        try:
            told = self._told()
        except IppLostError:
            return OFFLINE
        except IppRefusedError:
            return "没有这台打印机，请核对地址"
        return stop(told) or READY

    def papers(self) -> tuple[str, ...]:
        """What papers it says it has; none where it is off or does not say."""
        try:
            return tuple(str(one) for one in self._told().get("media-supported", ()))
        except (IppLostError, IppRefusedError):
            return ()

    def _told(self) -> Group:
        heard = self._line.ask(ipp.PRINTER, [(ipp.KEYWORD, "requested-attributes", _OF_PRINTER)])
        return next(iter(heard.of(4)), {})

    def begin(self, paper: Paper) -> str:
        """The job of this name where the printer has it before it, else a new one; one that has ended is unknown."""
        try:
            known = self._found(paper.name)
            if known is not None and lost(known):
                self.cancel(str(known["job-id"][0]))
                if 0 not in known.get("number-of-documents", ()):
                    raise NeverError(LOST, surely=False)
            elif known is not None and known["job-state"][0] not in ENDED:
                return str(known["job-id"][0])
            if known is not None and known["job-state"][0] == COMPLETED:
                raise NeverError("打印机上已经打过同一编号的一张", surely=False)
            told = self._told()
            if PDF not in told.get("document-format-supported", (PDF,)):
                raise NeverError("打印机不收 PDF，请经 CUPS 接")
            medium = medium_for(paper, [str(one) for one in told.get("media-supported", ())])
            return self._made(paper, medium)
        except IppLostError:
            raise NotNowError(OFFLINE) from None
        except IppRefusedError as error:
            if error.status in _LATER:
                raise NotNowError(BUSY) from None
            raise NeverError(f"打印机不接（{error}）") from None

    def _made(self, paper: Paper, medium: str) -> str:
        on: list[Attribute] = [(ipp.KEYWORD, "print-scaling", "none")]
        if medium:
            on.insert(0, (ipp.KEYWORD, "media", medium))
        heard = self._line.ask(ipp.CREATE_JOB, [(ipp.NAME, "job-name", paper.name)], on)
        return str(next(iter(heard.of(2)))["job-id"][0])

    def _found(self, name: str) -> Group | None:
        """The newest job of this name; None when there is none."""
        asked: list[Attribute] = [(ipp.KEYWORD, "requested-attributes", _OF_JOB)]
        jobs = [
            self._line.ask(ipp.JOBS, [*asked, (ipp.KEYWORD, "which-jobs", which)]).of(2)
            for which in ("not-completed", "completed")
        ]
        named = (job for job in chain(*jobs) if name in job.get("job-name", ()))
        return max(named, key=lambda job: int(job["job-id"][0]), default=None)

    def _job(self, handle: str, name: str) -> Group | None:
        """The job of this number, if it still is this paper's: one that lost its memory counts anew."""
        asked: list[Attribute] = [
            (ipp.INTEGER, "job-id", id_of(handle)),
            (ipp.KEYWORD, "requested-attributes", _OF_JOB),
        ]
        try:
            job = next(iter(self._line.ask(ipp.JOB, asked).of(2)), None)
        except IppRefusedError as error:
            if error.gone:
                return None
            raise IppLostError(str(error)) from None
        return job if job is not None and name in job.get("job-name", ()) else None

    def send(self, handle: str, paper: Paper) -> None:
        """Send the paper to its job, once; from here on only the printer knows."""
        asked: list[Attribute] = [
            (ipp.INTEGER, "job-id", id_of(handle)),
            (ipp.MEDIA_TYPE, "document-format", PDF),
            (ipp.BOOLEAN, "last-document", True),
        ]
        try:
            self._line.ask(ipp.SEND_DOCUMENT, asked, document=paper.pdf)
        except IppLostError:
            return
        except IppRefusedError as error:
            if error.status in _LATER:
                raise NotNowError(BUSY) from None
            if self.poll(handle, paper.name).stage is Stage.CREATED:
                self.cancel(handle)
                raise NeverError(f"打印机不收这一张（{error}）") from None

    def poll(self, handle: str, name: str) -> Outcome:
        """Where this job stands: what its printer cannot say is unknown."""
        try:
            job = self._job(handle, name)
            told = self._told()
        except (IppLostError, IppRefusedError):
            return Outcome(Stage.BLOCKED, OFFLINE)
        if job is None:
            return Outcome(Stage.UNKNOWN, FORGOTTEN)
        if awaits(job):
            return Outcome(Stage.CREATED)
        if lost(job):
            self.cancel(handle)
            return Outcome(Stage.UNKNOWN, LOST)
        begun = begun_at(handle, job)
        twice = bool(begun) and begun != begun_at("", job)
        return replace(stood(job, told, twice=twice), handle=with_begun(handle, begun))

    def cancel(self, handle: str) -> None:
        """Take it back, as far as the printer does that."""
        try:
            self._line.ask(ipp.CANCEL_JOB, [(ipp.INTEGER, "job-id", id_of(handle))])
        except (IppLostError, IppRefusedError):
            return
