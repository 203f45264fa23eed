"""A social security card reader over PC/SC, as an act uses it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from counter.core.cardkey import CardShown
from counter.devices import DeviceError, Keys, Reading
from counter.devices.actor import Actor
from counter.devices.chip import pin
from counter.devices.chip.apdu import Channel, CutOffError, Gate, taken_away
from counter.devices.chip.atr import history_of
from counter.devices.chip.card import Answers, ChipCard, Given, choose, draw, read_card
from counter.devices.ethnic import ethnic_group

from .monitor import Monitor
from .session import Session

T = TypeVar("T")
_SECONDS, _WITH_PROVINCE = 10.0, 20.0
# What EXTERNAL AUTHENTICATE carries of the province's answer.
_PROOF = 8
_SEX = {"1": "男", "2": "女"}


class PcscReader:
    """One reader at one window; ``numbers`` are the card's own key numbers for reading, unlocking and setting anew."""

    kind = "card_reader"

    def __init__(
        self, place: str, title: str, reader: str, monitor: Monitor, actor: "Actor[Session]",
        *, numbers: Mapping[str, int] | None = None,
    ) -> None:  # fmt: skip
        self.id, self.title, self._reader = place, title, reader
        self._monitor, self._actor = monitor, actor
        self._numbers = numbers or {}

    def state(self) -> str:
        """How the reader stands."""
        return self._monitor.state(self._reader)

    def laid(self) -> str:
        """Which laying the card on it belongs to."""
        return self._monitor.laid(self._reader)

    def _with_card(self, work: Callable[[Channel], T], seconds: float = _SECONDS) -> T:
        def within(session: Session, gate: Gate) -> T:
            return work(Channel(session.transmit, gate, history_of(session.atr)))

        return self._actor.run(within, seconds)

    def read(self) -> Reading:
        """Read what a card shows without the province's key; whatever went wrong, nothing on it was changed."""
        return self._read(None, _SECONDS)

    def read_with(self, keys: Keys) -> Reading:
        """Read the card, with the province's key where its generation wants one."""

        def given(shown: CardShown) -> Given:
            answer = keys.to_read(shown)
            return self._given(answer.cryptogram, answer.key, answer.version)

        return self._read(given, _WITH_PROVINCE)

    def _given(self, cryptogram: str, key: str, version: str) -> Given:
        """The answer as the card takes it; what cannot be right is not tried on the card."""
        number = self._numbers.get("read")
        try:
            proof = bytes.fromhex(cryptogram)
            number = int(key, 16) if key else number
            which = int(version, 16) if version else None
        except ValueError:
            proof = b""
        if len(proof) != _PROOF:
            raise DeviceError("省里给这张卡的密钥", "不是约定的格式，没有用到卡上", "照卡面录入，并与省里核实接口")
        if number is None:
            what = "没有登记读卡密钥的编号，省里也没有给，卡上什么也没有改变"
            raise DeviceError(self.title, what, "照卡面录入，并请管理员在 branch.toml 的 [card_keys] 里登记 read")
        return Given(number, proof, which)

    def _read(self, keys: Answers | None, seconds: float) -> Reading:
        try:
            card = self._with_card(partial(read_card, keys=keys), seconds)
        except CutOffError:
            raise taken_away() from None
        return Reading(source=self.title, texts=texts_of(card))

    def change_password(self, old: str, new: str) -> int | None:
        """Change the password, once."""
        return self._with_card(partial(pin.change, old=old, new=new))

    def password_locked(self) -> bool:
        """Whether the card takes no password any more."""
        return self._with_card(pin.locked)

    def challenge(self) -> str:
        """Let the card draw a number, and hold the card until it is answered or somebody waits no longer."""

        def drawn(session: Session, gate: Gate) -> bytes:
            channel = Channel(session.transmit, gate)
            choose(channel)
            session.drawn = draw(channel)
            return session.drawn

        return self._actor.run(drawn, _SECONDS, keep=True).hex()

    def unlock(self, cryptogram: str) -> None:
        """Let the card take its password again."""
        self._answered("unlock", cryptogram, pin.unlock)

    def reset_password(self, new: str, cryptogram: str) -> None:
        """Give the card a new password without the old one."""
        self._answered("reset", cryptogram, partial(pin.reset, new=new))

    def _answered(self, purpose: str, cryptogram: str, work: Callable[[Channel, bytes, int, bytes], None]) -> None:
        key = self._numbers.get(purpose)
        if key is None:
            raise DeviceError(self.title, "没有登记卡上密钥的编号，什么也没有改变", "管理员在 branch.toml 里登记后再办")
        try:
            told = bytes.fromhex(cryptogram)
        except ValueError:
            raise DeviceError("这张社保卡", "的密钥不是约定的格式，什么也没有改变", "与省里核实接口后再办") from None

        def done(session: Session, gate: Gate) -> None:
            work(Channel(session.transmit, gate), session.drawn, key, told)

        self._actor.run(done, _SECONDS, follows=True)

    def write_anew(self, password: str) -> None:
        """Set the password of a temporary card anew."""
        self._with_card(partial(pin.write_anew, new=password))


def texts_of(card: ChipCard) -> dict[str, str]:
    """What a form takes from the card."""
    texts = {"card_number": card.number, "id_number": card.id_number, "name": card.name}
    more = {"sex": _SEX.get(card.sex, ""), "ethnic": ethnic_group(card.ethnic), "born_on": card.born_on}
    return {**texts, **{name: text for name, text in more.items() if text}}
