"""What the tests of rehearsal provinces and of their connectors share: a province, its people, a clock."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from counter import BEIJING, Answer, Connector, PersonRecord, Report
from counter.rehearsal.people import Story, people
from counter.rehearsal.province import RehearsalProvince
from plugins.province_fujian.connector import FujianConnector
from plugins.province_henan.connector import HenanConnector
from plugins.province_shaanxi.connector import ShaanxiConnector

CITY = {"henan": "xinxiang", "shaanxi": "shangluo", "fujian": "shishi"}
CONNECTORS = {"henan": HenanConnector, "shaanxi": ShaanxiConnector, "fujian": FujianConnector}
PROVINCES = tuple(CITY)
START = datetime(2026, 11, 21, 10, 30, 15, 123456, tzinfo=BEIJING)


@dataclass
class World:
    """One running province with the connector that speaks its language."""

    name: str
    province: RehearsalProvince
    connector: Connector
    stories: dict[str, Story]
    times: list[datetime]
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def now(self) -> datetime:
        return self.times[0]

    def pass_time(self, **kinds: float) -> None:
        self.times[0] += timedelta(**kinds)

    def person(self, story: str) -> PersonRecord:
        return self.stories[story].person

    def record(self, story: str) -> PersonRecord:
        found = self.province.record(self.person(story).id_number)
        assert found is not None
        return found

    def card(self, story: str) -> str:
        """The number of the person's last card."""
        return self.person(story).cards[-1].number

    def states(self, story: str) -> list[str]:
        return [card.state for card in self.record(story).cards]

    def report(self, story: str, operation: str, *, card: str | None = "", **facts: str) -> Report:
        person = self.person(story)
        return Report(
            op_id=f"OP{next(self._numbers):04d}", part=1, operation=operation, at=self.now, branch="B1", window="W3",
            clerk="1024", id_number=person.id_number, name=person.name,
            card_number=self.card(story) if card == "" else card, facts=facts,
        )

    def send(self, story: str, operation: str, *, card: str | None = "", **facts: str) -> Answer:
        return self.connector.send(self.report(story, operation, card=card, **facts))

    def accept(self, story: str, operation: str, *, card: str | None = "", **facts: str) -> None:
        answer = self.send(story, operation, card=card, **facts)
        assert answer.state == "accepted", answer

    def replace(self, story: str, operation: str = "replace.lost") -> None:
        """A replacement with its payment, in the way of the province."""
        paid = {"amount": str(Decimal(20)), "bill_number": "0004567", "notice_number": "N77", "pay_key": "P1"}
        apart = "fees.register" in self.connector.operations
        self.accept(story, operation, reason="遗失", bank="", **({} if apart else paid))
        if apart:
            self.accept(story, "fees.register", **paid)

    def mark(self, story: str) -> None:
        """The ordered card is marked where the province wants it."""
        if "issue.mark" in self.connector.operations:
            self.accept(story, "issue.mark", card=None)

    def make(self, story: str, number: str = "F99000001") -> None:
        """The ordered card is marked and made."""
        self.mark(story)
        self.accept(story, "issue.make", card=None, outcome="done", new_card_number=number, bank_account="6217001")


@contextmanager
def world(name: str) -> Iterator[World]:
    """A province of this name with its city's people."""
    times = [START]
    stories = {story.id: story for story in people(CITY[name], START)}
    with RehearsalProvince(name, [s.person for s in stories.values()], lambda: times[0]) as province:  # type: ignore[arg-type]
        yield World(name, province, CONNECTORS[name](province.url), stories, times)


def register(**changes: str) -> dict[str, object]:
    """An invented person as the controls take them."""
    return {
        "id_number": "410702199912120029", "name": "新来的", "sex": "女", "born_on": "1999-12-12", "ethnic": "汉族",
        "mobile": "19900000001", "address": "演练路 1 号", "insured_area": "红旗区", "category": "城乡居民",
        "as_of": START.isoformat(), "cards": [], **changes,
    }
