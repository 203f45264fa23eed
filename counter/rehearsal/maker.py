"""A card maker that exists only here: a blank goes in, is written and printed, and comes out as a virtual card."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from counter.core.cardface import Face
from counter.devices import DeviceError, SpoiledCardError
from counter.rehearsal.devices import Bench, VirtualCard

TITLE = "制卡机"
# What is made now is of the third generation.
VERSION = "3.00"
JAM, DIE, EMPTY, UPSIDE, RIBBON, UNPLUGGED, SPOIL = "卡住", "断电", "缺卡", "放反", "色带", "未连接", "写坏"
SAID = {
    JAM: ("卡住了，这张卡没有制成", "取出卡片、检查进卡槽后再做这一步"),
    EMPTY: ("进卡槽里没有卡（缺卡），没有进卡", "放入空白卡后再做这一步"),
    UPSIDE: ("读不到卡芯片（卡芯片上电失败），没有写卡", "检查卡片方向，或换用其他读卡器、重启制卡机后再做这一步"),
    RIBBON: ("未检测到色带芯片，没有打印", "更换色带及芯片，或重新插拔色带芯片后再做这一步"),
    UNPLUGGED: ("未连接，什么也没有做", "检查 USB 数据线或重新安装驱动程序后再做这一步"),
}
WASTED = {"write": "写坏", "print": "打坏"}
STATES = {JAM: "卡住了，请取出卡片", EMPTY: "缺卡", RIBBON: "未检测到色带芯片", UNPLUGGED: "未连接"}


MAKER_FAULTS = {
    "制卡机卡住": ("feed", JAM), "制卡机缺卡": ("feed", EMPTY), "制卡机未连接": ("feed", UNPLUGGED),
    "卡片方向放反": ("write", UPSIDE), "写坏一张卡": ("write", SPOIL), "打坏一张卡": ("print", SPOIL),
    "色带芯片未检测到": ("print", RIBBON), "制卡机断电": ("print", DIE), "制卡机在进卡时断电": ("feed", DIE),
    "制卡机在写卡时断电": ("write", DIE), "制卡机在打印时断电": ("print", DIE), "制卡机在覆膜时断电": ("laminate", DIE),
}


@dataclass
class CardInMaker:
    """One card in a maker, with what was done to it."""

    job: str
    account: str
    number: str = ""
    written: set[str] = field(default_factory=set)
    printed: int = 0
    laminated: int = 0
    out: bool = False
    rejected: bool = False
    face: bytes = field(default=b"", repr=False)


class RehearsalMaker:
    """Makes virtual cards; the same step of the same job is done to the same card and no other."""

    kind = "maker"
    title = "制卡机（演练）"

    def __init__(self, bench: Bench, window: str) -> None:
        self._bench, self._window = bench, window
        self.id = f"rehearsal-maker-{window}"

    def state(self) -> str:
        """Ready, whether a card is in it, or what is wrong."""
        wrong = next((STATES[fault] for fault in self._bench.faults.values() if fault in STATES), "")
        return wrong or ("就绪，里面有卡" if self._window in self._bench.inside else "就绪")

    def feed(self, job: str, number: str = "", face: Face | None = None) -> Mapping[str, str]:
        """Draw in a blank card, or the made card of this number; it makes do with any face."""
        del face
        self._fail("feed")
        with self._bench.lock:
            card = self._bench.inside.get(self._window)
            if card is not None and card.job != job:
                raise DeviceError(TITLE, "里面还有另一张卡，没有进卡", "取出那张卡后再做这一步")
            if card is None:
                card = self._drawn(job, number)
        self._die("feed")
        return {} if number else {"bank_account": card.account}

    def _drawn(self, job: str, number: str) -> CardInMaker:
        digits = str(int.from_bytes(hashlib.sha256(job.encode()).digest()[:8], "big"))
        account = self._bench.account or f"62{digits[:17]:0>17}"
        card = CardInMaker(job, "" if number else account, number)
        self._bench.account = ""
        self._bench.jobs[job] = card
        self._bench.inside[self._window] = card
        if not number:
            self._bench.fed.append(card)
        return card

    def write(
        self, job: str, part: str, texts: Mapping[str, str], answer: Callable[[str], str] | None = None
    ) -> None:
        """Write a part of the chip; a virtual one takes it without a key."""
        del answer
        if self._had(job, "write") and part in self._bench.jobs[job].written:
            return
        self._fail("write")
        card = self._card(job)
        with self._bench.lock:
            card.written.add(part)
            card.number = texts["number"]
            made = VirtualCard(card.number, texts["id_number"], texts["name"], version=VERSION)
            self._bench.cards[card.number] = made
            self._bench.made[job] = {"number": card.number, "bank_account": card.account}
        self._die("write")

    def print_face(self, job: str, texts: Mapping[str, str], face: Face | None = None) -> None:
        """Print the face; what was printed last is kept to be looked at."""
        del texts
        if self._had(job, "print"):
            return
        self._fail("print")
        card = self._card(job)
        card.printed += 1
        card.face = face.png if face is not None else b""
        self._die("print")

    def laminate(self, job: str) -> None:
        """Put the film over the face."""
        if self._had(job, "laminate"):
            return
        self._fail("laminate")
        self._card(job).laminated += 1
        self._die("laminate")

    def give_out(self, job: str) -> None:
        """Put the card out."""
        card = self._bench.inside.get(self._window)
        if card is not None and card.job == job:
            card.out = True
            del self._bench.inside[self._window]

    def reject(self, job: str) -> None:
        """Put the card into the reject bin."""
        card = self._bench.inside.get(self._window)
        if card is not None and card.job == job:
            card.rejected = True
            self.give_out(job)

    def _had(self, job: str, step: str) -> bool:
        """Whether this was done to the card of this job, and the card is out already."""
        card = self._bench.jobs.get(job)
        if card is None or not card.out:
            return False
        return bool({"write": card.written, "print": card.printed, "laminate": card.laminated}[step])

    def _card(self, job: str) -> CardInMaker:
        card = self._bench.inside.get(self._window)
        if card is None or card.job != job:
            raise DeviceError(TITLE, "里没有这张卡", "把这张卡放回进卡槽，或请主管处理")
        return card

    def _fail(self, step: str) -> None:
        """What goes wrong before anything is done; a spoiled card leaves the maker."""
        fault = self._bench.faults.get(step, "")
        if fault == SPOIL:
            del self._bench.faults[step]
            spoiled = self._bench.inside.pop(self._window, None)
            if spoiled is not None:
                spoiled.rejected = True
            raise SpoiledCardError(TITLE, f"把这张卡{WASTED[step]}了，成了废卡，已退出", "把废卡交主管保管")
        if fault in SAID:
            raise DeviceError(TITLE, *SAID[fault])

    def _die(self, step: str) -> None:
        """The step is done, and the line breaks before the maker can say so."""
        if self._bench.faults.get(step) == DIE:
            del self._bench.faults[step]
            raise ConnectionResetError
