"""A counter that listens, and programs at its windows' computers, each with devices that are told what to say."""

import threading
from contextlib import contextmanager

from counter.acts import device_at
from counter.clock import wall
from counter.commands.listen import Listener, open_port
from counter.core.cardkey import CardShown
from counter.devices import Reading
from counter.devices.remote.line import Line, NoLineError, RefusedError
from counter.devices.remote.program import Program
from tests.devices.test_pcsc import until


class Thing:
    """A card reader, or a reader of identity cards, that keeps what it was asked; ``does`` is what it does then."""

    def __init__(self, kind="card_reader", texts=None):
        self.kind, self.id, self.title = kind, kind, "社保卡读卡器" if kind == "card_reader" else "身份证读卡器"
        self.texts = {"card_number": "F45081001", "id_number": "410702199003074522", "name": "孙𬱖", **(texts or {})}
        self.calls, self.says, self.laying, self.does = [], "就绪，未放卡", "", lambda *_: None

    def state(self):
        return self.says

    def laid(self):
        return self.laying

    def _asked(self, *words):
        self.calls.append(words)
        return self.does(*words)

    def read(self):
        self._asked("read")
        return Reading(source=self.title, texts=self.texts)

    def change_password(self, old, new):
        return self._asked("change", old, new)

    def password_locked(self):
        return bool(self._asked("locked"))

    def challenge(self):
        self._asked("challenge")
        return "0102030405060708"

    def unlock(self, cryptogram):
        self._asked("unlock", cryptogram)

    def reset_password(self, new, cryptogram):
        self._asked("reset", new, cryptogram)

    def write_anew(self, password):
        self._asked("anew", password)


class Keyed(Thing):
    """A card reader that asks the province for a key in the middle of a reading."""

    def read_with(self, keys):
        self.calls.append(("read with", keys.to_read(SHOWN)))
        return Reading(source=self.title, texts=self.texts)


class Stepped(Thing):
    """A card reader behind a maker's library: unlocking is two questions to the province."""

    def unlock_with(self, keys):
        told = [keys.step("iUnblockPIN_HSM_Step1", "一"), keys.step("iUnblockPIN_HSM_Step2", "二")]
        self._asked("unlock with", *told)


SHOWN = CardShown(area="410700", history="AABB", algorithm="3", card_id="0102", challenge="1122334455667788", terminal="x")


class Wire(Line):
    """A line that can be cut: what is named in ``lost`` is never sent, what is in ``unheard`` is sent and its answer lost."""

    def __init__(self, url):
        super().__init__(url)
        self.lost, self.unheard, self.asked = set(), set(), []

    def ask(self, path, said, seconds, secret=""):
        self.asked.append(path)
        if {path, "everything"} & self.lost:
            raise NoLineError("连接不上")
        told = super().ask(path, said, seconds, secret)
        if path in self.unheard:
            raise NoLineError("连接中断")
        return told


class Computer:
    """One window's computer with its program in a thread; ``ended`` is why it ended, where the server wanted that."""

    def __init__(self, url, window, secret, *things):
        self.things, self.said, self.keys, self.ended = things, [], {}, ""
        self.wire = Wire(url)
        self.program = Program(self.wire, window, secret, things, say=self.said.append, keys=self.keys.update)
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self):
        try:
            self.program.run()
        except RefusedError as error:
            self.ended = str(error)

    @property
    def runs(self):
        return self._thread.is_alive()

    def stop(self):
        self.program.stop()
        self._thread.join()
        self.wire.close()


class Office:
    """A counter that listens on a port of its own, with what was started at its windows."""

    def __init__(self, counter):
        self.counter, self.computers = counter, []
        self.listener = Listener(counter, open_port(0))
        self.listener.start()
        self.url = f"http://127.0.0.1:{self.listener.port}"

    def pair(self, window):
        code = self.counter.branch.pairings.make_code(window, wall())
        line = Line(self.url)
        secret = line.ask("pair", {"window": window, "code": code}, 5)["secret"]
        line.close()
        return secret

    def start(self, window, *things, secret=""):
        """A computer at this window whose program is connected."""
        computer = Computer(self.url, window, secret or self.pair(window), *things)
        self.computers.append(computer)
        until(lambda: self.remote(window).there and computer.said, "not connected")
        return computer

    def remote(self, window):
        return self.counter.remotes.at(window)

    def reader(self, window, kind="card_reader"):
        branch = self.counter.branch
        return device_at(branch, branch.window(window), kind)

    def driver(self, window, kind="card_reader"):
        """The device itself, without what the counter puts around it."""
        return next(device for device in self.counter.remotes.devices(window) if device.kind == kind)

    def listens_again(self, counter):
        """Another start of the server, at the same port."""
        self.listener.stop()
        self.counter = counter
        self.listener = Listener(counter, open_port(self.listener.port))
        self.listener.start()

    def stop(self):
        for computer in self.computers:
            computer.stop()
        self.listener.stop()


@contextmanager
def office_of(counter):
    office = Office(counter)
    try:
        yield office
    finally:
        office.stop()
