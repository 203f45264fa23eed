"""PC/SC calls over smartcard.scard, which is loaded at the first call: the counter runs without it.

A context is made for one purpose in one thread and thrown away: that of an ended pcscd is dead, though it says no.
"""

from importlib.util import find_spec
from typing import Any

from counter.devices import DeviceError
from counter.devices.chip.apdu import READER, taken_away

_MASK = 0xFFFFFFFF
NO_READERS, CANCELLED, TIMED_OUT, UNKNOWN_READER = 0x8010002E, 0x80100002, 0x8010000A, 0x80100009
_NO_CARD, _REMOVED, _UNPOWERED = 0x8010000C, 0x80100069, 0x80100067
# It says nothing when it is switched on, or nothing that is any protocol.
_NO_ANSWER = (0x80100066, 0x8010000F)
# 6A: pcscd closed the line (it was killed, or polkit refused); 1D: not running, or its limits are reached.
_DEAD = (0x80100003, 0x80100013, 0x8010001D, 0x8010001E, 0x8010006A)
_UNPLUGGED = (UNKNOWN_READER, 0x80100017, NO_READERS)
_CARD_WENT = (_REMOVED, 0x80100068, 0x80100016, 0x8010002F, _UNPOWERED)
# A result as it is told from program to program: so many bytes.
NUMBER = 4


class ReaderLostError(DeviceError):
    """The line to pcscd is gone; a new one may work at once."""

    def __init__(self) -> None:
        super().__init__("读卡服务（pcscd）", "没有运行或刚刚中断", "等几秒再试；仍不行请管理员启动 pcscd")


class NoCardError(DeviceError):
    """Nothing lies in the reader."""

    def __init__(self) -> None:
        super().__init__(READER, "上没有卡", "放上持卡人的社保卡后再试")


class MuteCardError(DeviceError):
    """A card lies there and says nothing when it is switched on."""

    def __init__(self) -> None:
        super().__init__(READER, "上的卡没有反应", "检查芯片方向，擦净芯片后重新放好再试")


def installed() -> bool:
    """Whether pyscard is there; it is only looked for."""
    return find_spec("smartcard") is not None


def scard() -> Any:
    """The library; DeviceError without it."""
    try:
        from smartcard import scard as library
    except ImportError:
        raise DeviceError(READER, "的程序库 pyscard 没有安装", "管理员按 docs/setup.md 安装，或照卡面录入") from None
    return library


def code(result: int) -> int:
    """The result as PC/SC writes it."""
    return result & _MASK


def check(result: int) -> None:
    """Raise what a result means, as one sentence."""
    number = code(result)
    if number == 0:
        return
    if number in _DEAD:
        raise ReaderLostError
    if number in _UNPLUGGED:
        raise DeviceError(READER, "没有接上", "插好读卡器的 USB 线再试")
    if number == _NO_CARD:
        raise NoCardError
    if number == 0x8010000B:  # noqa: PLR2004 - sharing violation
        raise DeviceError(READER, "正被别的程序占用", "关掉占用读卡器的程序再试")
    if number in _NO_ANSWER:
        raise MuteCardError
    if number in _CARD_WENT:
        raise taken_away()
    raise DeviceError(READER, f"出错（{number:08X}）", "拔插一次读卡器再试；仍不行请管理员查看")


def new_context() -> int:
    """A context of one's own."""
    library = scard()
    result, context = library.SCardEstablishContext(library.SCARD_SCOPE_USER)
    check(result)
    return int(context)
