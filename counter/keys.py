"""Keys of a card, fetched from the province while the card lies on the reader."""

from counter.branch import Branch
from counter.core.province import Answer, ProvinceMismatchError, ProvinceUnavailableError, Purpose
from counter.devices import CardReader, DeviceError
from counter.devices.keyed import KeyedReader
from counter.store.entries import Kept
from counter.sync.report import report_of


def keyed(branch: Branch, kept: Kept, reader: CardReader) -> KeyedReader:
    """The reader, with the province behind it for this entry."""
    title = branch.city.facts.record

    def answer(purpose: Purpose, challenge: str) -> str:
        """What the province makes of the card's random number; DeviceError while nothing was done to the card."""
        if branch.connector is None:
            raise DeviceError(title, "没有配置接口，取不到这张卡的密钥", "管理员在网点设置里配置")
        try:
            given = branch.connector.card_key(report_of(branch, kept), purpose, challenge)
        except ProvinceUnavailableError as error:
            raise DeviceError(title, f"暂时连不上（{error.why}），没有取到这张卡的密钥", "等恢复后再办") from error
        except ProvinceMismatchError as error:
            raise DeviceError(title, f"答的不是约定的格式（{error.why}）", "管理员核对接口地址") from error
        if isinstance(given, Answer):
            raise DeviceError(title, f"没有给这张卡的密钥：{given.text}（{given.code}）", "与省里核实后再办")
        return given.cryptogram

    return KeyedReader(reader, answer)
