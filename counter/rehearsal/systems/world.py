"""All the rehearsal systems beside the province behind one server, each at its own path."""

from collections.abc import Callable, Iterable
from datetime import datetime
from threading import Thread
from typing import Self

from counter.core.province import PersonRecord
from counter.rehearsal.province.server import ProvinceServer
from counter.rehearsal.province.words import Ask, Reply
from counter.rehearsal.systems.nontax import NonTax
from counter.rehearsal.systems.peer import Peer
from counter.rehearsal.systems.queue import QueueMachine
from counter.rehearsal.systems.registers import Insurance, Police
from counter.rehearsal.systems.takers import CityCards, ECard, Simis, Sms


class RehearsalSystems:
    """The peers by their names; everybody they are given is known to the police and insured."""

    def __init__(self, people: Iterable[PersonRecord], now: Callable[[], datetime], port: int = 0) -> None:
        self.police, self.insurance, self.nontax = Police(), Insurance(), NonTax(now)
        self.simis, self.citycards, self.ecard, self.sms = Simis(), CityCards(), ECard(), Sms()
        self.queue = QueueMachine(now)
        every: tuple[Peer, ...] = (
            self.police, self.insurance, self.nontax, self.simis, self.citycards, self.ecard, self.sms,
            self.queue,
        )  # fmt: skip
        self.peers = {peer.name: peer for peer in every}
        self.port = port
        self._server: ProvinceServer | None = None
        self._thread: Thread | None = None
        for person in people:
            self.know(person.id_number, person.name, person.insured_area, person.category)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def know(self, id_number: str, name: str, area: str = "", category: str = "") -> None:
        """Let the police register and the insurance know somebody."""
        self.police.know(id_number, name)
        self.insurance.know(id_number, area, category)

    def start(self) -> None:
        """Listen; a port of 0 becomes the port that was free."""
        for peer in self.peers.values():
            peer.stopping.clear()
        self._server = ProvinceServer(self.port, self._answer)
        self.port = self._server.server_port
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and end all connections."""
        for peer in self.peers.values():
            peer.stopping.set()
        if self._server is not None and self._thread is not None:
            self._server.close_all()
            self._thread.join()
        self._server = self._thread = None

    def url(self, name: str) -> str:
        """Where this system is reached."""
        return f"http://127.0.0.1:{self.port}/{name}"

    def _answer(self, ask: Ask) -> Reply | None:
        name, _, path = ask.path.removeprefix("/").partition("/")
        peer = self.peers.get(name)
        if peer is None:
            return Reply(404, {"error": "not here"})
        return peer.answer(Ask(ask.method, f"/{path}", ask.query, ask.headers, ask.body))
