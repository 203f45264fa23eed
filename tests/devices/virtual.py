"""Cards for tests: a chip that is asked directly, and chips on the readers of a private pcscd."""

from contextlib import contextmanager

from counter.core.cardkey import ReadKey
from counter.devices.chip.apdu import Channel, Gate
from counter.devices.chip.atr import history_of
from counter.devices.chip.card import Given
from counter.devices.pcsc.reader import PcscReader
from counter.devices.pcsc.readers import Readers
from counter.rehearsal.cardkeys import answer_to, key_of
from counter.rehearsal.chip.chip import READ, RESET, UNLOCK, Chip
from counter.rehearsal.chip.ends import End
from counter.rehearsal.chip.pcscd import PrivatePcscd, reader_name
from counter.rehearsal.devices import VirtualCard

NUMBER, ID_NUMBER, NAME = "F45081001", "410702199003074522", "孙𬱖"


def card(number=NUMBER, id_number=ID_NUMBER, name=NAME, **facts):
    return VirtualCard(number, id_number, name, **facts)


class Counted(Chip):
    """A chip that keeps what was sent to it."""

    sent: list

    def answer(self, command):
        self.__dict__.setdefault("sent", []).append(command)
        return super().answer(command)

    def times(self, instruction):
        return sum(command[1] == instruction for command in self.__dict__.get("sent", []))


def channel_to(chip, gate=None):
    return Channel(chip.answer, gate or Gate(), history_of(chip.atr))


def keys_of(number, wrong=False, purpose="read"):
    """What the province would answer for the card of this number."""

    def keys(shown):
        right = answer_to(key_of(number), purpose, shown.challenge.lower())
        key = {"read": READ, "unlock": UNLOCK, "reset": RESET}[purpose]
        return Given(key, bytes(8) if wrong else bytes.fromhex(right))

    return keys


class Province:
    """The province behind a reader: ``answers`` gives the cryptogram, ``more`` the key's number and version."""

    def __init__(self, number, *more, gone=None):
        self.number, self.more, self.gone, self.asked = number, more, gone, []

    def to_read(self, shown):
        self.asked.append(shown)
        if self.gone is not None:
            raise self.gone
        return ReadKey(answer_to(key_of(self.number), "read", shown.challenge.lower()), *self.more)

    def step(self, function, told):
        raise AssertionError(function)


class Desk:
    """Some readers of a private pcscd, with what lies on each."""

    def __init__(self, count):
        self.count = count
        self.lying = [None] * count
        self.pcscd = PrivatePcscd(count)
        self.ends = [
            End(lambda place=place: self.pcscd.line(place), lambda place=place: self.lying[place]) for place in range(count)
        ]
        self.readers = Readers()

    def reader(self, place, **how):
        name = reader_name(place)
        numbers = {"unlock": UNLOCK, "reset": RESET}
        return PcscReader(f"reader-{place}", "社保卡读卡器", name, self.readers.monitor, self.readers.actor(name), **{"numbers": numbers, **how})

    def stop(self):
        self.readers.stop()
        for end in self.ends:
            end.stop()
        self.pcscd.stop()


@contextmanager
def desk_of(count):
    desk = Desk(count)
    desk.pcscd.start()
    try:
        yield desk
    finally:
        desk.stop()
