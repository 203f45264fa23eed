"""A virtual chip: it answers each command as card.md's sources say a social security card does."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from counter.devices.chip.card import BANK, SOCIAL
from counter.rehearsal.cardkeys import BLANK, answer_to, key_of
from counter.rehearsal.devices import TRIES, VirtualCard

from .bank import BankFile
from .files import Told, atr_of, records, taken

OK, NOT_FOUND, NO_RECORD = b"\x90\x00", b"\x6a\x82", b"\x6a\x83"
NEEDS_KEY, LOCKED, BLOCKED = b"\x69\x82", b"\x69\x83", b"\x6a\x81"
STALE, LENGTH, UNKNOWN = b"\x69\x84", b"\x67\x00", b"\x6d\x00"
READ, UNLOCK, RESET, WRITE = 0x0A, 0x0B, 0x0D, 0x04
PURPOSES = {READ: "read", UNLOCK: "unlock", RESET: "reset", WRITE: "write"}
_KEY_TRIES = 3


class Silent(Exception):  # noqa: N818 - nothing is wrong with a card that is told to say nothing
    """The card gives no answer, as if it had been pulled."""


@dataclass
class Chip:
    """The chip of one card, as long as it has power.

    ``ailment`` is what is wrong with it: bank (a bank's own card), blank, blocked, confused (answers with other items),
    unreadable (a name that is none), worn (takes the first items written onto it and no more), deaf (says it took
    what is written and did not). ``after`` is called behind each change.
    """

    card: VirtualCard
    ailment: str = ""
    after: Callable[[], None] = lambda: None
    chosen: bool = False
    bank: BankFile | None = None
    proved: set[str] = field(default_factory=set)
    drawn: bytes = b""
    waiting: bytes = b""
    key_left: int = _KEY_TRIES

    @property
    def atr(self) -> bytes:
        """What it says when it is switched on."""
        return atr_of(self.card.made_with)

    def reset(self) -> None:
        """Forget everything that was chosen or proved."""
        self.chosen, self.drawn, self.waiting, self.bank = False, b"", b"", None
        self.proved = set()

    def answer(self, command: bytes) -> bytes:
        """Answer one command."""
        if len(command) < 4:  # noqa: PLR2004 - class, instruction and two parameters
            return LENGTH
        known = {
            (0x00, 0xA4): self._choose, (0x00, 0xC0): self._rest, (0x00, 0xB2): self._record,
            (0x00, 0x84): self._draw, (0x00, 0x82): self._prove, (0x00, 0x20): self._verify,
            (0x80, 0x5E): self._change, (0x00, 0x2C): self._anew, (0x84, 0x24): self._by_message,
            (0x00, 0xDC): self._update, (0x80, 0xA8): self._options,
        }  # fmt: skip
        done = known.get((command[0], command[1]))
        if done is None:
            return UNKNOWN
        if done != self._rest:
            self.waiting = b""
        return done(command[2], command[3], command[4:])

    def _choose(self, by: int, _: int, rest: bytes) -> bytes:
        name = rest[1 : 1 + rest[0]] if rest else b""
        if by != 0x04:  # noqa: PLR2004 - choose by name
            return NOT_FOUND
        if name == BANK and (self.ailment == "bank" or self.card.account):
            self.bank = BankFile(self.card.account)
            return self._ready(self.bank.chosen)
        if name != SOCIAL or self.ailment in ("bank", "blank", "blocked"):
            return BLOCKED if name == SOCIAL and self.ailment == "blocked" else NOT_FOUND
        self.chosen, self.bank = True, None
        algorithm = 3 if self.card.version.startswith("3") else 1
        told = b"\x84" + bytes((len(SOCIAL),)) + SOCIAL + b"\xa5\x08\x9f\x0c\x05\x86" + bytes((algorithm, 0, 0, 0))
        return self._ready(b"\x6f" + bytes((len(told),)) + told)

    def _ready(self, body: bytes) -> bytes:
        """T=0: what answers a command with content is fetched by a second one."""
        self.waiting = body
        return bytes((0x61, len(body)))

    def _rest(self, _: int, __: int, rest: bytes) -> bytes:
        waiting, self.waiting = self.waiting, b""
        if not waiting:
            return b"\x69\x85"
        if rest and rest[0] not in (0, len(waiting)):
            self.waiting = waiting
            return bytes((0x6C, len(waiting)))
        return waiting + OK

    def _options(self, _: int, __: int, rest: bytes) -> bytes:
        """GET PROCESSING OPTIONS of the bank's application."""
        if self.bank is None or rest[1:2] != b"\x83":
            return b"\x69\x85"
        return self._ready(self.bank.options)

    def _record(self, which: int, where: int, rest: bytes) -> bytes:
        if self.bank is not None or not self.chosen:
            return b"\x69\x86" if self.bank is None else self.bank.record(which, where, rest)
        file = records(self._told()).get(where >> 3)
        if file is None:
            return NOT_FOUND
        if self.card.version.startswith("3") and where >> 3 == 6 and "read" not in self.proved:  # noqa: PLR2004 - EF06
            return NEEDS_KEY
        tags = [tag for tag, _ in file]
        place = which - 1 if where & 7 == 4 else tags.index(which) if which in tags else len(tags)  # noqa: PLR2004
        if not 0 <= place < len(file):
            return NO_RECORD
        if self.ailment == "confused":
            place = (place + 1) % len(file)
        tag, value = file[place]
        value = self.card.written.get(tag, value)
        if self.ailment == "unreadable" and tag == 0x09:  # noqa: PLR2004 - the name
            value = b"\x81\x20" * 15
        body = bytes((tag, len(value))) + value
        if rest and rest[0] not in (0, len(body)):
            return bytes((0x6C, len(body)))
        return body + OK

    def _told(self) -> Told:
        card = self.card
        return Told(
            number=card.number, id_number=card.id_number, name=card.name, version=card.version, chip=card.made_with
        )

    def _update(self, tag: int, where: int, rest: bytes) -> bytes:
        """UPDATE RECORD of one item, by the province's key only."""
        if not self.chosen or "write" not in self.proved:
            return NEEDS_KEY
        file = dict(records(self._told()).get(where >> 3, ()))
        body = rest[1:]
        if tag not in file:
            return NO_RECORD
        if body[:1] != bytes((tag,)) or len(body) != 2 + len(file[tag]) or body[1] != len(file[tag]):
            return LENGTH
        if self.ailment == "worn" and self.card.written:
            return b"\x65\x81"
        if self.ailment != "deaf":
            self.card.written[tag] = body[2:]
        taken(self.card)
        self.after()
        return OK

    def _draw(self, _: int, __: int, rest: bytes) -> bytes:
        self.drawn = secrets.token_bytes(rest[0] if rest else 8)
        return self.drawn + OK

    def _prove(self, _: int, key: int, rest: bytes) -> bytes:
        drawn, self.drawn = self.drawn, b""
        body = rest[1:]
        if key not in PURPOSES:
            return b"\x6a\x88"
        if self.key_left == 0:
            return LOCKED
        if len(body) not in (16, 17) or not drawn or body[8:16] != drawn:
            return STALE
        whose = BLANK if PURPOSES[key] == "write" else self.card.number
        right = bytes.fromhex(answer_to(key_of(whose), PURPOSES[key], drawn.hex()))
        if not secrets.compare_digest(body[:8], right):
            self.key_left -= 1
            return bytes((0x63, 0xC0 | self.key_left))
        self.key_left = _KEY_TRIES
        self.proved.add(PURPOSES[key])
        return OK

    def _verify(self, _: int, __: int, rest: bytes) -> bytes:
        if not rest:
            return bytes((0x63, 0xC0 | self.card.left)) if self.card.left else LOCKED
        return self._tried(rest[1:])

    def _tried(self, packed: bytes) -> bytes:
        if self.card.left == 0:
            return LOCKED
        if packed.hex().rstrip("f") == self.card.password:
            self.card.left = TRIES
            return OK
        self.card.left -= 1
        return bytes((0x63, 0xC0 | self.card.left))

    def _change(self, _: int, __: int, rest: bytes) -> bytes:
        old, sign, new = rest[1:].partition(b"\xff")
        if not sign or not new:
            return LENGTH
        tried = self._tried(old)
        if tried == OK:
            self._take(new)
        return tried

    def _take(self, packed: bytes | None) -> None:
        if packed is not None:
            self.card.password = packed.hex().rstrip("f")
        self.card.left = TRIES
        self.after()

    def _anew(self, how: int, _: int, rest: bytes) -> bytes:
        """RESET RETRY COUNTER: 03 gives the tries back, 02 sets a new password too; a temporary card wants no key."""
        wanted = "unlock" if how == 0x03 else "reset"  # noqa: PLR2004
        if wanted not in self.proved and not self.card.keyless:
            return NEEDS_KEY
        self._take(rest[1:] if how == 0x02 else None)  # noqa: PLR2004
        return OK

    def _by_message(self, _: int, how: int, rest: bytes) -> bytes:
        """PIN CHANGE/UNBLOCK with a message of the province, which nobody here can make: refused as a wrong one."""
        return b"\x69\x88" if ("reset" if how else "unlock") in self.proved and len(rest) > 1 else NEEDS_KEY
