"""A POS terminal that exists only here: it charges once a job, and can be made to fail on purpose."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from counter.devices import DeviceError

DECLINED, LOST, UNREACHED = "declined", "lost", "unreached"
POS_FAULTS = {"POS 拒绝": DECLINED, "POS 扣款后断线": LOST, "POS 断线没有扣款": UNREACHED}
CARD = "6217****5222"


@dataclass(frozen=True)
class Slip:
    """One thing the terminal did: with the bank card, for so many fen (negative: given back)."""

    job: str
    fen: int
    voucher: str
    reference: str


@dataclass
class Terminal:
    """The terminals' own record, and what goes wrong next."""

    slips: list[Slip] = field(default_factory=list)
    fault: str = ""

    def find(self, job: str, sign: int) -> Slip | None:
        """What was done for this job in this direction."""
        return next((one for one in self.slips if one.job == job and one.fen * sign > 0), None)


class LineLostError(Exception):
    """The terminal did not answer in the end: nobody knows."""


class RehearsalPos:
    """Charges and gives back; the same job is done once."""

    kind = "pos"
    title = "POS 机（演练）"

    def __init__(self, terminal: Terminal, window: str) -> None:
        self._terminal = terminal
        self.id = f"rehearsal-pos-{window}"

    def state(self) -> str:
        """Always ready, until something is made to go wrong."""
        return "就绪" if not self._terminal.fault else "通讯不稳定"

    def charge(self, job: str, fen: int) -> Mapping[str, str]:
        """Charge the card."""
        done = self._done(job, fen)
        return {"voucher": done.voucher, "reference": done.reference, "card": CARD}

    def give_back(self, job: str, fen: int, reference: str) -> Mapping[str, str]:
        """Give back what was charged under this reference."""
        charged = self._terminal.find(job, 1)
        if charged is None or (reference and charged.reference != reference):
            raise DeviceError("POS 机", "上没有这笔原交易", "核对签购单上的检索参考号")
        return {"voucher": self._done(job, -fen).voucher}

    def _done(self, job: str, fen: int) -> Slip:
        known = self._terminal.find(job, 1 if fen > 0 else -1)
        if known is not None:
            return known
        fault, self._terminal.fault = self._terminal.fault, ""
        if fault == DECLINED:
            what = ("没有扣款", "换一张银行卡，或改到建行网点缴费") if fen > 0 else ("没有退款", "与收单行联系后再退")
            raise DeviceError("POS 机", f"{what[0]}：发卡行拒绝", what[1])
        if fault == UNREACHED:
            raise LineLostError
        number = len(self._terminal.slips) + 1
        done = Slip(job, fen, f"{number:06d}", f"26112{number:07d}")
        self._terminal.slips.append(done)
        if fault == LOST:
            raise LineLostError
        return done
