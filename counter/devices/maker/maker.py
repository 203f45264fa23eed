"""A card maker of a printer and a contact station: every step is done once to the card of its job."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from counter.core.cardface import Face
from counter.devices import DeviceError, SpoiledCardError
from counter.devices.chip.personal import FINANCIAL

from .kept import INSIDE, OUT, REJECTED, Card, Kept
from .machine import Machine
from .medium import Medium
from .printer import Printing
from .station import Lying, Station, other_card
from .watch import Watch
from .words import MAKER, stop_of, warned_of

WITH_PRINT = "with_print"
_BUSY = 5.0
Answer = Callable[[str], str]


@dataclass(frozen=True)
class Parts:
    """What a maker is put together from; ``laminate`` says whether the printer puts the film on as it prints."""

    printer: Machine
    station: Station
    kept: Kept
    watch: Watch
    laminate: str = ""


class StationMaker:
    """The card maker at one window."""

    kind, title = "maker", MAKER

    def __init__(self, place: str, parts: Parts) -> None:
        self.id = place
        self._parts, self._kept, self._station, self._printer = parts, parts.kept, parts.station, parts.printer
        self._lock = threading.Lock()

    def state(self) -> str:
        """What is wrong with the printer or the station, else 就绪 and whether a card is in it."""
        standing = self._parts.watch.standing
        if standing is None:
            return "正在查看制卡机"
        stop = stop_of(standing.reasons, stopped=standing.stopped)
        if stop is not None:
            return stop[0]
        station = self._station.state()
        if not station.startswith("就绪"):
            return f"接触位读卡器{station}"
        warned = warned_of(standing.reasons)
        return "就绪" + ("，里面有卡" if self._kept.inside() is not None else "") + (f"，{warned}" if warned else "")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._lock.acquire(timeout=_BUSY):
            raise DeviceError(MAKER, "正忙，这一步没有做", "等前一步做完再点")
        try:
            yield
        finally:
            self._lock.release()

    def feed(self, job: str, number: str = "", face: Face | None = None) -> Mapping[str, str]:
        """See that the right card lies in the station: a blank one, or the made card of this number."""
        with self._alone():
            self._printable(face, "没有进卡")
            self._printer.ready("没有进卡")
            known = self._kept.card(job)
            if known is None or not known.printed:
                self._printer.to_station()
            lying = self._station.look()
            if lying is None:
                what = "的接触位里没有卡（缺卡），没有进卡"
                raise DeviceError(MAKER, what, "把卡放到接触位上，芯片对准触点，再做这一步")
            if known is not None and known.chip != lying.chip:
                raise other_card()
            self._no_other(job, lying)
            if known is None:
                self._right_card(lying, number)
                self._kept.keep(Card(job, lying.chip))
            elif known.where != INSIDE:
                known.where = INSIDE
                self._kept.keep(known)
        return {"bank_account": lying.account} if lying.account and not number else {}

    def _no_other(self, job: str, lying: Lying) -> None:
        """A card of another job that still lies there is not worked on; one that was taken out is out."""
        other = self._kept.inside()
        if other is None or other.job == job:
            return
        if other.chip == lying.chip:
            what = f"里面还有另一张卡（流水号 {other.job.partition('.')[0]}），没有进卡"
            raise DeviceError(MAKER, what, "做完或停止那一次制卡，取出那张卡后再做这一步")
        other.where = OUT
        self._kept.keep(other)

    def _right_card(self, lying: Lying, number: str) -> None:
        if number and lying.number != number:
            found = f"是卡号 {lying.number} 的卡" if lying.number else "是空白卡，或读不出卡号"
            what = f"接触位里的不是要补打的卡（{found}），没有进卡"
            raise DeviceError(MAKER, what, f"放入卡号 {number} 的卡后再做这一步")
        if not number and (lying.number or lying.id_number):
            self._printer.put_away()
            raise DeviceError(MAKER, "接触位里的卡已经写过，不是空白卡，没有进卡", "换一张空白卡，这一张交主管")

    def write(self, job: str, part: str, texts: Mapping[str, str], answer: Answer | None = None) -> None:
        """Write the holder onto the chip by the province's key, which ``answer`` fetches."""
        with self._alone():
            card = self._card(job)
            if part in card.written:
                return
            if part == FINANCIAL:
                what = "写不了金融信息：银行的写卡接口和密钥没有接通，没有写卡"
                raise DeviceError(MAKER, what, "用银行的写卡程序写好，或停止这一次制卡，报主管")
            if answer is None:
                raise DeviceError(MAKER, "没有接通省里的写卡密钥，没有写卡", "请管理员接通省级系统后再做这一步")
            self._back_in_station(card)
            if not (card.begun == part and self._station.reads_as(card.chip, texts)):
                card.begun = part
                self._kept.keep(card)
                self._write(card, texts, answer)
            card.written.append(part)
            card.begun = ""
            self._kept.keep(card)

    def _back_in_station(self, card: Card) -> None:
        """A machine that moves cards puts one out as soon as it is printed: it would draw in another one."""
        if self._printer.moves and card.printed:
            what = "印完就把卡退出来了，先印后写的次序做不了，没有写卡"
            raise DeviceError(MAKER, what, "停止这一次制卡，报主管；换到先写后印、或用手放卡的制卡机")
        self._printer.to_station()

    def _write(self, card: Card, texts: Mapping[str, str], answer: Answer) -> None:
        try:
            self._station.personalise(card.chip, texts, answer)
        except SpoiledCardError:
            card.where = REJECTED
            self._kept.keep(card)
            with suppress(DeviceError):
                self._printer.put_away()
            raise
        except DeviceError:
            card.begun = ""
            self._kept.keep(card)
            raise

    def print_face(self, job: str, texts: Mapping[str, str], face: Face | None = None) -> None:
        """Print the face on the card of this job, seen to be the right one while it lies in the station."""
        with self._alone():
            card, face = self._card(job), self._printable(face, "没有打印")
            self._still_right(card, texts)
            printing = Printing(card.printing, card.number, card.sent)
            if card.printed or not (card.printing and self._printer.alive(printing)):
                card.prints += 1
                printing = Printing(f"{job}.{card.prints}")
            medium = self._printer.ready("没有打印") if not printing.sent else Medium("", face.width, face.height)
            card.printed = False
            self._printer.print_picture(printing, medium, face.png, lambda known: self._note(card, known))
            card.printed = True
            self._kept.keep(card)

    def _note(self, card: Card, printing: Printing) -> None:
        card.printing, card.number, card.sent = printing.name, printing.number, printing.sent
        self._kept.keep(card)

    def _still_right(self, card: Card, texts: Mapping[str, str]) -> None:
        """A card that still lies in the station is this one, and says whom the face names; it may be in the slot."""
        if not card.printed:
            self._printer.to_station()
        lying = self._station.look()
        if lying is None and not self._printer.moves:
            return
        if lying is None or lying.chip != card.chip:
            raise other_card()
        wrong = (lying.number and lying.number != texts["number"]) or (
            lying.id_number and lying.id_number != texts["id_number"]
        )
        if wrong:
            raise DeviceError(MAKER, "接触位里的卡写的不是这位持卡人，没有打印", "停止这一次制卡，把卡交主管")

    def _printable(self, face: Face | None, undone: str) -> Face:
        if face is None:
            raise DeviceError(MAKER, f"不知道卡面怎样印，{undone}", "管理员在城市文件里写明 card_face")
        if face.faults:
            raise DeviceError(MAKER, f"{undone}：{face.faults[0].text}", "改好后再做这一步")
        return face

    def laminate(self, job: str) -> None:
        """The film: put on by the printer as it prints, where it does that."""
        with self._alone():
            card = self._card(job)
            if self._parts.laminate != WITH_PRINT:
                what = "没有登记覆膜部件，没有覆膜"
                raise DeviceError(MAKER, what, "换到能覆膜的制卡机，或由管理员在 branch.toml 里登记 laminate")
            if not (card.printed or card.sent):
                raise DeviceError(MAKER, "还没有打印这张卡，没有覆膜", "先打印卡面")
            card.laminated = True
            self._kept.keep(card)

    def give_out(self, job: str) -> None:
        """The card is out: the printer puts it out by itself, the station is emptied by hand."""
        self._leave(job, OUT, self._printer.put_out)

    def reject(self, job: str) -> None:
        """The card is waste, and never worked on again."""
        self._leave(job, REJECTED, self._printer.put_away)

    def _leave(self, job: str, where: str, moved: Callable[[], None]) -> None:
        with self._alone():
            card = self._kept.card(job)
            if card is not None and card.where == INSIDE:
                card.where = where
                self._kept.keep(card)
                if not card.printed:
                    moved()

    def _card(self, job: str) -> Card:
        card = self._kept.card(job)
        if card is None:
            raise DeviceError(MAKER, "里没有这一次的卡", "把这张卡放回接触位，重新进卡，或请主管处理")
        if card.where == REJECTED:
            raise SpoiledCardError(MAKER, "里这张卡已经是废卡", "把废卡交主管保管，换一张空白卡")
        return card
