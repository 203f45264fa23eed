"""A social security card reader that only its maker's library speaks to."""

from pathlib import Path
from typing import NoReturn

from counter.devices import DeviceError, Keys, Reading
from counter.devices.chip.apdu import READER, CutOffError
from counter.devices.chip.words import refused

from .library import HungError, Library

# Contact first, then contactless.
AUTO = 3
# No PSAM in the reader, or a key or algorithm it has not: the province's key machine can answer instead.
NEEDS_PROVINCE = (-2201, -2202, -2203, -27272, -24)
_STATUS_WORDS = range(0x6000, 0xA000)
_FIELDS = ("area", "id_number", "card_number", "card_id", "name", "history", "version", "issued_on", "valid_until")
_FILLS = ("card_number", "id_number", "name")


class VendorReader:
    """One reader at one window, behind this library."""

    kind = "card_reader"

    def __init__(self, place: str, title: str, path: str, library: Library) -> None:
        self.id, self.title, self._path = place, title, path
        self._library = library

    def state(self) -> str:
        """Whether its library is there; only a call finds out about the reader."""
        return "就绪" if Path(self._path).is_file() else "厂商驱动不在登记的位置"

    def read(self) -> Reading:
        """Read a card that wants no key of the province."""
        return self._read(None)

    def read_with(self, keys: Keys) -> Reading:
        """Read the card, with the province's key machine where the card or the reader wants it."""
        return self._read(keys)

    def _read(self, keys: Keys | None) -> Reading:
        with self._library.alone():
            result, told = self._library.call("iReadCardBas", AUTO)
            if result in NEEDS_PROVINCE:
                result, told = self._with_province(result, keys)
        _check("读卡", result, told)
        fields = dict(zip(_FIELDS, told.split("|"), strict=False))
        texts = {name: fields.get(name, "").strip(" \0") for name in _FILLS}
        if not all(texts.values()):
            raise DeviceError(READER, "的厂商驱动给的内容不完整", "照卡面录入，并请厂商处理")
        return Reading(source=self.title, texts=texts)

    def _with_province(self, result: int, keys: Keys | None) -> tuple[int, str]:
        if keys is None:
            what = f"里没有能读这张卡的密钥（{result}），本窗口也没有接通省里的密钥"
            raise DeviceError(READER, what, "管理员接通省里的密钥，或照卡面录入")
        first = "iReadCardBas_HSM_Step1"
        step, told = self._library.call(first, AUTO)
        _check("读卡第一步", step, told)
        return self._library.call("iReadCardBas_HSM_Step2", keys.step(first, told))

    def unlock_with(self, keys: Keys) -> None:
        """Unlock in the library's three steps, with the province's answer to the first and to the second."""
        first, second, third = (f"iUnblockPIN_HSM_Step{number}" for number in (1, 2, 3))
        with self._library.alone():
            result, told = self._library.call(first, AUTO)
            _check("解锁第一步", result, told)
            answer = keys.step(first, told)
            try:
                result, told = self._library.call(second, answer)
                _check("解锁第二步", result, told)
                result, told = self._library.call(third, keys.step(second, told))
            except HungError:
                raise CutOffError from None
            _check("解锁第三步", result, told)

    def challenge(self) -> str:
        """Not by these libraries: they unlock in steps of their own."""
        self._cannot("取随机数")

    def unlock(self, cryptogram: str) -> None:
        """Not by these libraries: they unlock in steps of their own."""
        del cryptogram
        self._cannot("用一个密钥解锁")

    def change_password(self, old: str, new: str) -> int | None:
        """Not by these libraries: they let the holder type it on a keypad of theirs."""
        del old, new
        self._cannot("修改密码")

    def password_locked(self) -> bool:
        """Not by these libraries: a try would be lost in asking."""
        self._cannot("查密码是否锁定")

    def reset_password(self, new: str, cryptogram: str) -> None:
        """Not by these libraries: they let the holder type it on a keypad of theirs."""
        del new, cryptogram
        self._cannot("重置密码")

    def write_anew(self, password: str) -> None:
        """Not by these libraries."""
        del password
        self._cannot("重写临时卡")

    def _cannot(self, what: str) -> NoReturn:
        raise DeviceError(READER, f"用的厂商驱动不能{what}，什么也没有改变", "到有 PC/SC 读卡器的窗口办理")


def _check(step: str, result: int, told: str) -> None:
    """Raise what a negative result means: a status word of the card turned round, or a number of the maker's own."""
    if result == 0:
        return
    if -result in _STATUS_WORDS:
        raise refused(step, -result)
    said = f"，{told.strip()}" if told.strip() else ""
    raise DeviceError(READER, f"{step}没有成功（{result}{said}）", "取出卡重新放好再试；仍这样请厂商处理")
