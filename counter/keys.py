"""Keys of a card, fetched from the province while the card lies on the reader; nothing here asks twice."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from counter.branch import Branch
from counter.core.cardkey import CardShown, MakerStep, Purpose, ReadKey
from counter.core.case import Window
from counter.core.province import Answer, Connector, ProvinceMismatchError, ProvinceUnavailableError, Report
from counter.devices import CardReader, DeviceError
from counter.devices.keyed import KeyedReader
from counter.store.entries import Kept
from counter.sync.report import report_of

T = TypeVar("T")
# The card is held alone for so long; a reader keeps it fifteen seconds at most.
SECONDS = 5.0
TO_READ, TO_DO = "照卡面录入，或等恢复后再读", "等恢复后再办"


@dataclass(frozen=True)
class ProvinceKeys:
    """The province behind a reader at this window; an act names the holder and the card, a reading knows neither."""

    branch: Branch
    window: Window
    id_number: str = ""
    card_number: str = ""

    def to_read(self, shown: CardShown) -> ReadKey:
        """The answer to the number of the card that is being read."""
        asked = replace(shown, terminal=self._terminal)
        return _asked(self.branch, lambda province: province.read_key(asked, SECONDS), TO_READ)

    def step(self, function: str, told: str) -> str:
        """The answer to what this function of a maker's library has written."""
        asked = MakerStep(
            function=function, told=told, terminal=self._terminal, id_number=self.id_number,
            card_number=self.card_number,
        )  # fmt: skip
        after = TO_DO if self.id_number else TO_READ
        return _asked(self.branch, lambda province: province.maker_step(asked, SECONDS), after)

    @property
    def _terminal(self) -> str:
        return f"{self.branch.identity.code}-{self.window.id}"


def keyed(branch: Branch, kept: Kept, reader: CardReader) -> KeyedReader:
    """The reader, with the province behind it for this entry."""
    window = branch.window(kept.window)
    assert window is not None, "an entry has its window"
    report = report_of(branch, kept)

    def answer(purpose: Purpose, challenge: str) -> str:
        """What the province makes of the card's random number; DeviceError while nothing was done to the card."""
        return _cryptogram(branch, report, purpose, challenge)

    return KeyedReader(reader, answer, ProvinceKeys(branch, window, report.id_number, report.card_number or ""))


def _cryptogram(branch: Branch, report: Report, purpose: Purpose, challenge: str) -> str:
    return _asked(branch, lambda province: province.card_key(report, purpose, challenge), TO_DO).cryptogram


def _asked(branch: Branch, ask: Callable[[Connector], T | Answer], after: str) -> T:
    """What the province gives; DeviceError, with what to do after it, when it gives nothing."""
    title = branch.city.facts.record
    if branch.connector is None:
        do = "管理员在网点设置里配置" if after == TO_DO else "照卡面录入，并请管理员在网点设置里配置"
        raise DeviceError(title, "没有配置接口，取不到这张卡的密钥", do)
    try:
        given = ask(branch.connector)
    except ProvinceUnavailableError as error:
        what = f"暂时连不上（{error.why}），没有取到这张卡的密钥"
        raise DeviceError(title, what + ("" if after == TO_DO else "，卡上什么也没有改变"), after) from error
    except ProvinceMismatchError as error:
        raise DeviceError(title, f"答的不是约定的格式（{error.why}）", "管理员核对接口地址") from error
    if isinstance(given, Answer):
        do = "与省里核实后再办" if after == TO_DO else "照卡面录入，并与省里核实"
        raise DeviceError(title, f"没有给这张卡的密钥：{given.text}（{given.code}）", do)
    return given


def write_key(branch: Branch, kept: Kept, number: str) -> Callable[[str], str] | None:
    """What the province makes of a random number of the card being made; None where no province is connected.

    The report is made now: the answer may be fetched by the thread of the device.
    """
    if branch.connector is None:
        return None
    report = replace(report_of(branch, kept), card_number=number)

    def answer(challenge: str) -> str:
        return _cryptogram(branch, report, Purpose.WRITE, challenge)

    return answer
