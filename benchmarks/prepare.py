"""A branch of Shangluo with clerks, invented persons and forms that are issued and filled, ready to be confirmed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from counter.branch import Branch, Identity, open_branch
from counter.catalogue import load
from counter.cities import load_city
from counter.clock import SystemClock
from counter.core.blank import By
from counter.core.case import Clerk, Finding, Window
from counter.core.decision import Accepted, papers_for
from counter.core.offer import Offer
from counter.core.province import CardRecord, PersonRecord
from counter.rehearsal.people import check_sign
from counter.seat import Seat
from counter.store.staff import CLERK, hashed
from counter.sync.learn import learn_record
from counter.visit import Begun, begin, consider

CITY, WINDOW_TYPE = "shangluo", "bank_outlet"
PASSWORD = "benchmark1"
CLERKS = 32
LOSS, LOSS_AND_CARD = "loss.temporary", "loss.formal+replace.lost"
PARTS = {LOSS: 1, LOSS_AND_CARD: 2}
SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰飞鹏红鑫"


@dataclass(frozen=True)
class Visit:
    """One person before one clerk, with an operation id that was issued for them."""

    seat: int
    person: str
    id_number: str
    offer: str
    op_id: str
    texts: dict[str, str]
    papers: tuple[str, ...]


def seats() -> list[Seat]:
    """The clerks at their windows."""
    city = load_city(CITY)
    kind = city.windows[WINDOW_TYPE]
    return [
        Seat(
            clerk=Clerk(number=str(2001 + n), name=f"{SURNAMES[n % 30]}{GIVEN[-1 - n % 30]}", role=CLERK),
            window=Window(id=str(n + 1), title=f"{n + 1} 号窗口", type=WINDOW_TYPE, type_title=kind.title),
        )
        for n in range(CLERKS)
    ]


def persons() -> Iterator[PersonRecord]:
    """Invented persons without end, each with one card in use; every number has its true check sign."""
    now = SystemClock().now()
    issued = date(2022, 3, 1)
    for n in range(10**6):
        born = date(1960, 1, 1) + timedelta(days=n % 14000)
        first17 = f"611002{born:%Y%m%d}{n // 14000 + 100:03d}"
        card = CardRecord(
            number=f"C{61130000 + n}", state="正常", bank="中国农业银行", social="已启用", financial="已激活",
            issued_on=issued, expires_on=issued.replace(year=2032),
        )  # fmt: skip
        name = SURNAMES[n % len(SURNAMES)] + GIVEN[n // 30 % len(GIVEN)] + GIVEN[n // 900 % len(GIVEN)]
        yield PersonRecord(
            id_number=first17 + check_sign(first17), name=name, sex="女", born_on=born, ethnic="汉族",
            mobile=f"199611{n:05d}", address="商洛市商州区演练路 5 号", insured_area="商州区",
            category="城乡居民", as_of=now, cards=(card,),
        )  # fmt: skip


class Forms:
    """Learns persons and issues them forms, at one branch."""

    def __init__(self, branch: Branch) -> None:
        self._branch, self._seats, self._people = branch, seats(), persons()
        self._sound: set[str] = set()
        now, source = branch.clock.now(), branch.city.facts.record
        self._finding = Finding(source=source, asked_at=now, available=True, answer="有记录")

    def issue(self, seat: int, offer_id: str, *, filled: bool = True) -> Visit:
        """One more person at this seat, with a form of this offer. Call it inside ``writing()``."""
        record, at = next(self._people), self._seats[seat]
        person = learn_record(self._branch, record, "province")
        offer = self._branch.catalogue.offer(offer_id, WINDOW_TYPE)
        assert offer is not None, offer_id
        begun = begin(self._branch, person, offer, at, self._finding)
        texts, papers = self._answers(offer, record)
        if filled:
            draft = replace(begun.draft, texts=texts, materials=frozenset(papers), checked=True)
            self._branch.drafts.save(draft, self._branch.people.key(person))
            self._try(replace(begun, draft=draft), at)
        return Visit(seat, person, record.id_number, offer_id, begun.draft.op_id, texts, papers)

    def _answers(self, offer: Offer, record: PersonRecord) -> tuple[dict[str, str], tuple[str, ...]]:
        yesterday = self._branch.clock.now().date() - timedelta(days=1)
        known = {
            "by": By.SELF.value, "cause": "遗失", "lost_on": yesterday.isoformat(),
            "mobile": record.mobile, "received": "20",
        }  # fmt: skip
        texts = {b.name: known[b.name] for b in offer.form.own if b.name in known}
        papers = tuple(dict.fromkeys(p.paper for part in offer.parts for p in papers_for(part, By.SELF)))
        return texts, papers

    def _try(self, begun: Begun, seat: Seat) -> None:
        """The first form of each kind must be one that can be accepted."""
        if begun.offer.id not in self._sound:
            verdict, _ = consider(self._branch, begun, seat)
            assert isinstance(verdict, Accepted), verdict
            self._sound.add(begun.offer.id)


def new_branch(folder: Path, port: int) -> Branch:
    """A branch as ``counter init`` leaves it, with clerks; no province, so nothing is sent while we measure."""
    identity = Identity(code="61100001", name="商洛市测速网点")
    branch = open_branch(folder, identity, load(load_city(CITY)), SystemClock(), None)
    password = hashed(PASSWORD)
    with branch.database.writing():
        for seat in seats():
            branch.add_window(seat.window.id, seat.window.title, seat.window.type)
            branch.staff.add(seat.clerk.number, seat.clerk.name, seat.clerk.role, password)
    lines = {
        "city": f'"{CITY}"', "code": f'"{identity.code}"', "name": f'"{identity.name}"', "host": '"127.0.0.1"',
        "port": str(port), "address": f'"http://127.0.0.1:{port}"', "behind_tls": "false",
    }  # fmt: skip
    (folder / "branch.toml").write_text("".join(f"{k} = {v}\n" for k, v in lines.items()), "utf-8")
    return branch
