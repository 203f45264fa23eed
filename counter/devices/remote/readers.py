"""The readers at a window's computer, as an act at the server uses them."""

from dataclasses import replace

from counter.devices import Keys, Reading

from .acts import ANEW, CARD, CHALLENGE, CHANGE, ID, LOCKED, READ, READ_ID, RESET, STEPS, UNLOCK
from .remote import Remote

STAYS = "身份证照片没有解开：窗口电脑上的读卡程序不传照片，请看证件原件"


class _RemoteReader:
    """A reader of one window, behind its program."""

    kind: str

    def __init__(self, place: str, title: str, remote: Remote) -> None:
        self.id, self.title, self._remote = place, title, remote

    def state(self) -> str:
        """How the reader stands, or that its program is away."""
        return self._remote.state(self.kind)

    def laid(self) -> str:
        """Which laying the card on it belongs to."""
        return self._remote.laid(self.kind)


class RemoteCardReader(_RemoteReader):
    """The social security card reader of one window."""

    kind = CARD

    def read(self) -> Reading:
        """Read what a card shows without the province's key."""
        return self._remote.ask(READ, {})

    def read_with(self, keys: Keys) -> Reading:
        """Read the card; the driver there asks for the province's key through the server, if it wants one."""
        return self._remote.ask(READ, {}, keys)

    def change_password(self, old: str, new: str) -> int | None:
        """Change the password, once."""
        return self._remote.ask(CHANGE, {"old": old, "new": new})

    def password_locked(self) -> bool:
        """Whether the card takes no password any more."""
        return self._remote.ask(LOCKED, {})

    def challenge(self) -> str:
        """Let the card draw a number; the driver there holds the card until it is answered."""
        return self._remote.ask(CHALLENGE, {})

    def unlock(self, cryptogram: str) -> None:
        """Let the card take its password again."""
        self._remote.ask(UNLOCK, {"key": cryptogram})

    def reset_password(self, new: str, cryptogram: str) -> None:
        """Give the card a new password without the old one."""
        self._remote.ask(RESET, {"new": new, "key": cryptogram})

    def write_anew(self, password: str) -> None:
        """Write a temporary card anew."""
        self._remote.ask(ANEW, {"new": password})


class RemoteStepsReader(RemoteCardReader):
    """One behind a maker's library there, which goes to the province step by step."""

    def unlock_with(self, keys: Keys) -> None:
        """Let the card take its password again, in the library's steps."""
        self._remote.ask(STEPS, {}, keys)


class RemoteIdReader(_RemoteReader):
    """The identity card reader of one window."""

    kind = ID

    def read(self) -> Reading:
        """Read the card; its photo stays at the window's computer, closed."""
        return replace(self._remote.ask(READ_ID, {}), photo_said=STAYS)
