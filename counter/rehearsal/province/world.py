"""A rehearsal province: its record, its server, and the controls that make things happen."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from threading import Event, RLock, Thread
from typing import Literal, Self

from counter.core.province import PersonRecord
from counter.rehearsal.province import control, losses
from counter.rehearsal.province.book import Book
from counter.rehearsal.province.faults import Faults, Rejection
from counter.rehearsal.province.fujian import Fujian
from counter.rehearsal.province.henan import Henan
from counter.rehearsal.province.intake import Applied, Intake
from counter.rehearsal.province.listing import put_on
from counter.rehearsal.province.record import Card, Person, RehearsalError, Stage, person_from, record_of
from counter.rehearsal.province.server import ProvinceServer
from counter.rehearsal.province.shaanxi import Shaanxi
from counter.rehearsal.province.words import Ask, Code, Reply, Vocabulary

Name = Literal["henan", "shaanxi", "fujian"]
_VOCABULARIES: Mapping[str, Callable[[], Vocabulary]] = {
    "henan": Henan, "shaanxi": Shaanxi, "fujian": Fujian,
}
_LOSABLE = {Stage.VALID, Stage.COLLECTED}
_IN_HAND = _LOSABLE | {Stage.TEMP_LOST}
_OVER = {Stage.VOID, Stage.CLOSED}


class RehearsalProvince:
    """One province that speaks one vocabulary over HTTP and owns its record."""

    def __init__(
        self, province: Name, people: Iterable[PersonRecord], now: Callable[[], datetime], port: int = 0,
    ) -> None:
        self.province = province
        self.vocabulary = _VOCABULARIES[province]()
        self.port = port
        self._now = now
        self._lock = RLock()
        self._stopping = Event()
        self._intake = Intake(Book(self.vocabulary.traits, people), self.vocabulary, now)
        self._server: ProvinceServer | None = None
        self._thread: Thread | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Listen; a port of 0 becomes the port that was free and is kept over a restart."""
        self._stopping.clear()
        self._server = ProvinceServer(self.port, self.answer)
        self.port = self._server.server_port
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening, end all connections; connecting is refused from now on."""
        self._stopping.set()
        if self._server is not None and self._thread is not None:
            self._server.close_all()
            self._thread.join()
        self._server = self._thread = None

    @property
    def url(self) -> str:
        """Where the province is reached."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def codes(self) -> tuple[Code, ...]:
        """Every code of this province with its reason and text."""
        return self.vocabulary.codes

    def answer(self, ask: Ask) -> Reply | None:
        """Answer one request under the faults now set; None drops the connection."""
        if ask.path.startswith(control.ROOT):
            return control.answer(self, ask)
        if self.faults.down or (self.faults.slow and self._stopping.wait(self.faults.slow)):
            return None
        with self._lock:
            reply = self.vocabulary.answer(ask, self._intake)
            return None if reply.report and self.faults.take_lost_answer(reply.report) else reply

    # what may be looked at

    @property
    def faults(self) -> Faults:
        """The faults now set."""
        return self._intake.faults

    @property
    def applied(self) -> tuple[Applied, ...]:
        """Every call applied, oldest first."""
        with self._lock:
            return tuple(self._intake.applied)

    @property
    def deliveries(self) -> Mapping[str, int]:
        """How often each key arrived."""
        with self._lock:
            return dict(self._intake.deliveries)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The keys that wait for their result."""
        with self._lock:
            return self._intake.waiting

    def record(self, id_number: str) -> PersonRecord | None:
        """A person in the official words, as the province has them now."""
        with self._lock:
            person = self._intake.book.person(id_number, self._now())
            return record_of(person, self._now()) if person else None

    @property
    def people(self) -> tuple[PersonRecord, ...]:
        """Everyone the province knows."""
        with self._lock:
            return tuple(record_of(person, self._now()) for person in self._intake.book.people.values())

    # faults

    def up(self) -> None:
        """End every fault."""
        with self._lock:
            self._intake.faults = Faults()

    def down(self) -> None:
        """Drop every connection unanswered until ``up``."""
        self.faults.down = True

    def slow(self, seconds: float) -> None:
        """Wait this long before each answer."""
        self.faults.slow = seconds

    def lose_answers(self, times: int = 1, call: str = "") -> None:
        """Apply the next reports, or calls of this name, but lose their answers."""
        self._known(call)
        with self._lock:
            self.faults.lost_answers, self.faults.lost_call = times, call

    def answer_later(self, times: int = 1, *, twice: bool = False, hold: bool = False) -> None:
        """Take the next reports in as waiting; ``hold`` keeps the results until ``settle``."""
        with self._lock:
            self.faults.later, self.faults.twice, self.faults.hold = times, twice, hold

    def settle(self) -> int:
        """Decide what waits and send the results as news; returns how many."""
        with self._lock:
            return self._intake.settle()

    def reject_next(self, code: str, call: str = "") -> None:
        """Refuse the next report, or the next call of this name, with this code."""
        if code not in {own.code for own in self.codes}:
            raise RehearsalError(f"本省没有代码 {code}")
        self._known(call)
        with self._lock:
            self.faults.rejections.append(Rejection(code, call))

    # what happens elsewhere

    def phone_loss(self, id_number: str, by: str = "12333") -> None:
        """The holder reports the loss by telephone to 12333, or another channel: a temporary loss, told as news."""
        with self._lock:
            person, card = self._card_in(id_number, _LOSABLE)
            facts = losses.reported(card, by, self._now(), self.vocabulary.traits.phone_loss_days)
            self._tell("card", person, card.number, by, facts)

    def phone_found(self, id_number: str, by: str = "12333") -> None:
        """The holder takes a temporary loss back where it was reported, told as news."""
        with self._lock:
            person, card = self._card_in(id_number, {Stage.TEMP_LOST})
            card.find_again()
            self._tell("card", person, card.number, by, {"stage": card.stage.value})

    def bank_loss(self, id_number: str, *, found: bool = False) -> None:
        """The holder reports the loss to the bank, or takes it back: the financial function only, told as news."""
        with self._lock:
            person, card = self._card_in(id_number, _IN_HAND)
            self._tell("card", person, card.number, card.bank, losses.at_the_bank(card, self._now(), found=found))

    def put_on_list(self, id_number: str, reason: str) -> None:
        """Another branch lists the holder; it is learnt when the person is looked up."""
        with self._lock:
            put_on(self._person(id_number), reason, f"{self._now():%Y-%m-%d}", by="外网点")

    def happen(self, id_number: str, deed: Callable[[Card], Mapping[str, str]], origin: str) -> None:
        """Something is done to the holder's card where no branch has a window, told as news."""
        with self._lock:
            person, card = self._card_in(id_number, _LOSABLE)
            self._tell("card", person, card.number, origin, deed(card))

    def withdraw(self, id_number: str, reason: str = "公安比对失败") -> None:
        """The order is taken out of the record (制卡信息撤出), told as news."""
        with self._lock:
            person = self._person(id_number)
            order = person.order()
            if order is None:
                raise RehearsalError(f"{person.name}没有未完成的制卡申请")
            person.cards.remove(order)
            self._tell("withdrawn", person, order.number, "省", {"reason": reason})

    def web_apply(self, person: PersonRecord, bank: str, pickup: str) -> None:
        """Somebody applies on the web: ordered at once, to be reviewed when the card is made; told as news."""
        with self._lock:
            known = self._intake.book.person(person.id_number, self._now())
            if known is not None and any(card.stage not in _OVER for card in known.cards):
                raise RehearsalError(f"{person.name}已有卡或申请")
            applied = known if known is not None else person_from(replace(person, cards=()))
            applied.facts |= person.facts
            applied.cards.append(Card(
                number="", bank=bank, stage=Stage.ORDERED, paid=True, pickup=pickup, applied_by="网上", to_review=True,
            ))
            self._intake.book.people[applied.id_number] = applied
            self._tell("applied", applied, "", "网上", {"pickup": pickup})

    def register(self, person: PersonRecord) -> None:
        """Add an invented person, or put one back as given."""
        with self._lock:
            self._intake.book.people[person.id_number] = person_from(person)

    def _known(self, call: str) -> None:
        if call and call not in self.vocabulary.calls:
            raise RehearsalError(f"本省没有功能 {call}")

    def _tell(self, kind: str, person: Person, number: str, origin: str, facts: Mapping[str, str]) -> None:
        self._intake.news.add(
            kind, id_number=person.id_number, card_number=number, at=self._now(), origin=origin, facts=facts,
        )

    def _person(self, id_number: str) -> Person:
        person = self._intake.book.person(id_number, self._now())
        if person is None:
            raise RehearsalError(f"省里没有身份证号为 {id_number} 的人")
        return person

    def _card_in(self, id_number: str, stages: set[Stage]) -> tuple[Person, Card]:
        person = self._person(id_number)
        card = next((c for c in person.cards if c.stage in stages), None)
        if card is None:
            raise RehearsalError(f"{person.name}没有{'在用' if Stage.VALID in stages else '临时挂失'}的卡")
        return person, card
