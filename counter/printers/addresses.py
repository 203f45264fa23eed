"""How a printer is written down on the page, and what talks to it."""

import re
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import SplitResult, urlsplit

from counter.core.paper import Medium
from counter.core.prints import BROWSER
from counter.devices.ipp import SCHEMES, IppLine
from counter.devices.remote.papers import NAME
from counter.devices.remote.remotes import Remotes
from counter.devices.samv.pipes import is_named

from .escpos import PORT, EscPosPrinter
from .far import FarPrinter
from .folder import Folder
from .ipp import IppPrinter, fits
from .usb import open_usb
from .wires import TcpWire

HOW = (
    "应写成 ipp://地址/ipp/print、escpos://地址:9100、usb:厂商:型号、agent:名称、folder:/文件夹的完整路径，或 browser:"
)
# Of a printer of slips that does not answer when a paper is out: the clerk is asked each time.
UNCONFIRMED = "confirms=no"
ONLY_ROLLS = "ESC/POS 打印机只印 80 mm、58 mm 的小票，请选小票，或换一台打印机"
LONGEST = 200
ROLLS = (Medium.ROLL80, Medium.ROLL58)


class AddressError(ValueError):
    """What is written names no printer; the sentence says what is wrong."""


def checked(address: str, medium: Medium) -> str:
    """The address without blanks around it; AddressError with what is wrong, or where it cannot print this paper."""
    address = address.strip()
    kind = address.partition(":")[0]
    if kind in (*SCHEMES, "escpos"):
        parts = _split(address)
        if not parts.hostname or parts.username or parts.port == 0:
            raise AddressError(HOW)
        if kind == "escpos" and medium not in ROLLS:
            raise AddressError(ONLY_ROLLS)
    elif kind in NAMED:
        NAMED[kind](address, medium)
    elif kind == "folder":
        if not PurePosixPath(address.partition(":")[2]).is_absolute():
            raise AddressError("文件夹应写完整路径，如 folder:/var/spool/slips")
    elif address != BROWSER:
        raise AddressError(HOW)
    if len(address) > LONGEST or re.search(r"\s", address):
        raise AddressError("地址太长，或中间有空格")
    if kind in SCHEMES:
        _told_by(address, medium)
    return address


def _told_by(address: str, medium: Medium) -> None:
    """A printer that answers names its papers; one that is off now is believed."""
    papers = IppPrinter(IppLine(address, 1.0, 3.0)).papers()
    if papers and not any(fits(paper, *medium.size) for paper in papers):
        raise AddressError(f"这台打印机报的纸里没有 {medium.title}（{'、'.join(papers[:8])}），请选它有的纸")


def _at_usb(address: str, medium: Medium) -> None:
    if not is_named(address.partition(":")[2].removesuffix(f"?{UNCONFIRMED}")):
        raise AddressError("USB 打印机应写成 usb:厂商:型号，如 usb:04b8:0e15（lsusb 里写的编号，小写）")
    if medium not in ROLLS:
        raise AddressError(ONLY_ROLLS)


def _at_agent(address: str, _medium: Medium) -> None:
    if not NAME.fullmatch(address.rpartition(":")[2].rpartition("/")[2]):
        raise AddressError("窗口自己电脑上的打印机写成 agent:名称，名称照那台电脑的 agent.toml，如 agent:slip")


NAMED = {"usb": _at_usb, "agent": _at_agent}


def confirmable(address: str) -> bool:
    """Whether a printer of this address may or may not say when a paper is out."""
    return address.startswith(("escpos:", "usb:"))


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        raise AddressError(HOW) from None
    return parts


def at_window(address: str, window: str) -> str:
    """The address as this window has it: a printer of its own computer bears its name; AddressError for another's."""
    kind, _, rest = address.partition(":")
    if kind != "agent":
        return address
    whose, _, name = rest.rpartition("/")
    if whose not in ("", window):
        raise AddressError("窗口自己的电脑只给本窗口打印，请写成 agent:名称")
    return f"agent:{window}/{name}"


def is_printer_here(text: str) -> None:
    """ValueError for what names no printer that a window's own computer can have."""
    if text.startswith("usb:"):
        _at_usb(text, ROLLS[0])
    elif text.partition(":")[0] not in (*SCHEMES, "escpos") or not _split(text).hostname:
        raise AddressError("应写成 usb:厂商:型号、ipp://localhost:631/printers/队列，或 escpos://地址:9100")


def transport_of(address: str, remotes: Remotes | None = None) -> IppPrinter | EscPosPrinter | Folder | FarPrinter:
    """What talks to the printer of this address; ``remotes`` are the programs at the windows' computers."""
    kind, _, rest = address.partition(":")
    if kind == "agent":
        window, _, name = rest.rpartition("/")
        return FarPrinter(name, lambda: remotes.at(window) if remotes is not None else None)
    if kind == "folder":
        return Folder(rest)
    parts = urlsplit(address)
    confirms = parts.query != UNCONFIRMED
    if kind == "usb":
        return EscPosPrinter(partial(open_usb, rest.partition("?")[0]), confirms=confirms)
    if kind == "escpos":
        return EscPosPrinter(partial(TcpWire, parts.hostname or "", parts.port or PORT), confirms=confirms)
    return IppPrinter(IppLine(address))
