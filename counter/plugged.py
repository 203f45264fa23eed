"""A device as the counter uses it: whatever its driver does, the page comes; the province stands behind it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from counter.branch import Branch
from counter.core.case import Window
from counter.devices import CardMaker, CardReader, Device, DeviceError, IdReader, Pos, Reading
from counter.drivers import MUTE, Found, is_ours
from counter.keys import ProvinceKeys
from counter.lanes import FailedError, NoAnswerError, NotBegunError, tried

# A reading may wait for the province; a step of a maker takes minutes.
_READS, _ACTS = 25.0, 300.0
_KNOWN = {name for kind in (CardMaker, CardReader, IdReader, Pos) for name in vars(kind) if not name.startswith("_")}
_NEEDED = {"card_reader": ("card_number",), "id_reader": ("id_number",)}


class Plugged:
    """One device at one window; a driver that is not ours has a thread and a time for every call."""

    def __init__(self, branch: Branch, window: Window, found: Found) -> None:
        self._branch, self._window, self._found = branch, window, found
        self.id, self.title, self.kind, self.driver = found.id, found.title, found.kind, found.driver
        self._place = (found.plugin, found.window)

    def state(self) -> str:
        """How it stands, in words; a driver that fails or hangs does not answer."""
        said = self._quick("state", MUTE)
        return said if isinstance(said, str) and said else MUTE

    def laid(self) -> str:
        """Which laying the card on it belongs to; empty where its driver does not notice, or does not answer."""
        said = self._quick("laid", "")
        return said if isinstance(said, str) else ""

    def _quick(self, name: str, otherwise: str) -> Any:
        """What its driver says from memory; ``otherwise`` where it cannot say this."""
        method = getattr(self.driver, name, None)
        if method is None:
            return otherwise
        return self._branch.catalogue.drivers.quick((*self._place, f"{self.id} {name}"), method, self.driver)

    def read(self) -> Reading:
        """Read what lies on it, with the province's keys where its driver can ask for them; DeviceError without."""
        driver = self.driver
        keys = ProvinceKeys(self._branch, self._window)

        def read() -> Any:
            return driver.read_with(keys) if hasattr(driver, "read_with") else driver.read()

        try:
            reading = self._act(read, _READS)
        except NoAnswerError:
            raise DeviceError(self.title, "没有应答，这一次不再等了", "照证件或卡面录入，并查看设备") from None
        except FailedError as error:
            what = f"的驱动出错（{error}），没有读到"
            raise DeviceError(self.title, what, "照证件或卡面录入，并请管理员查看驱动") from error
        found: Reading = reading if is_ours(driver) else self._checked(reading)
        return found

    def _checked(self, reading: Any) -> Reading:
        """A reading with what its kind must tell; DeviceError for anything else."""
        if isinstance(reading, Reading) and all(isinstance(text, str) for text in reading.texts.values()):
            whole = all(reading.texts.get(name) for name in _NEEDED.get(self.kind, ()))
            if whole and _is_day(reading.texts.get("born_on", "")):
                return reading
        raise DeviceError(self.title, "的驱动给的内容不完整", "照证件或卡面录入，并请管理员查看驱动")

    def __getattr__(self, name: str) -> Any:
        """What only this kind of device can do."""
        if name.startswith("_") or (self.driver is not None and hasattr(self.driver, name)):
            there = getattr(self.driver, name)
            return self._called(there) if callable(there) else there
        if name not in _KNOWN:
            raise AttributeError(name)
        return self._called(self._cannot)

    def _called(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def called(*words: Any, **more: Any) -> Any:
            try:
                return self._act(lambda: method(*words, **more), _ACTS)
            except FailedError as error:
                raise error.__cause__ if isinstance(error.__cause__, Exception) else error from None

        return called

    def _act(self, work: Callable[[], Any], seconds: float) -> Any:
        if self.driver is None:
            raise DeviceError(self.title, "没有应答，什么也没有改变", "查看设备；仍这样请管理员查看驱动")
        if is_ours(self.driver):
            return tried(work)
        try:
            return self._branch.catalogue.drivers.lane(*self._place, self.id).call(work, seconds)
        except NotBegunError:
            raise DeviceError(self.title, "还在等上一次应答，这一次什么也没有改变", "稍等再试，或照卡面录入") from None

    def _cannot(self, *_words: object, **_more: object) -> None:
        raise DeviceError(self.title, "的驱动不做这一步，什么也没有改变", "到有别的设备的窗口办理")


def _is_day(text: str) -> bool:
    try:
        return not text or bool(date.fromisoformat(text))
    except ValueError:
        return False


def devices(branch: Branch, window: Window) -> list[Device]:
    """What stands at this window; whatever its drivers do, this comes back."""
    return [Plugged(branch, window, found) for found in branch.catalogue.drivers.at(branch.catalogue.hook, window)]
