"""The world of a visit: a province, branches with their windows, people, and what happens outside."""

from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path

from werkzeug.security import generate_password_hash

from counter.branch import Identity
from counter.cities import load_city
from counter.commands.listen import Listener
from counter.core.city import City
from counter.core.identity import IdKind
from counter.rehearsal.devices import READER_FAULTS, VirtualCard, document_of
from counter.rehearsal.maker import MAKER_FAULTS
from counter.rehearsal.play import dayend, making, money, temporary
from counter.rehearsal.play.browser import PASSWORD, Browser, serve
from counter.rehearsal.play.page import Page
from counter.rehearsal.play.people import record_of
from counter.rehearsal.play.systems import happen
from counter.rehearsal.play.units import LAY_DOWN, opened
from counter.rehearsal.play.words import Clerk, Come, Holder, Second, Sit, Turn, Unit, Visit, VisitError
from counter.rehearsal.province import elsewhere
from counter.rehearsal.world import Seats, add_branch, new_world
from counter.store.staff import CLERK, SUPERVISOR

NUMBER, NAME = "1024", "李静"
# Parameters of scrypt small: the password of a rehearsal guards nothing.
CHEAP = "pbkdf2:sha256:1000"


@lru_cache(maxsize=1)
def _kept() -> str:
    return generate_password_hash(PASSWORD, CHEAP)


class Stage:
    """One visit's province, branches and people, and the window where the clerk sits now."""

    def __init__(self, visit: Visit, folder: Path) -> None:
        self.visit, self.folder = visit, folder
        self.city: City = load_city(visit.city)
        self.world = new_world(visit.city, visit.time)
        self.branches: dict[str, str] = {}
        self.browsers: dict[tuple[str, str, str], Browser] = {}
        self.listeners: dict[str, Listener] = {}
        self.second: Second | None = None
        self.certificate = ""
        self.come = Come(next(iter(visit.steps)).at, "本人")
        self.holder: Holder | Unit | None = None
        self.number, self.seat = NUMBER, Sit(self.come.at, "", "")
        self.code = self.window = self.told = ""
        self.read: Page | None = None
        self.seated: dict[tuple[str, str], str] = {}
        self._build()

    def stop(self) -> None:
        """Hang up everywhere and end the world."""
        for browser in self.browsers.values():
            browser.close()
        for listener in self.listeners.values():
            listener.stop()
        self.world.stop()

    @property
    def browser(self) -> Browser:
        """The browser at the window where the clerk sits."""
        return self.browsers[(self.code, self.window, self.number)]

    def _build(self) -> None:
        windows: dict[str, dict[tuple[str, str], str]] = {}
        told: set[str] = set()
        people = [step for step in self.visit.steps if isinstance(step, Clerk | Second) and step.number]
        clerks = {NUMBER: (NAME, CLERK), dayend.BOSS: ("主管", SUPERVISOR)}
        clerks |= {one.number: (one.name, one.role) for one in people}
        staff = [(number, name, role, _kept()) for number, (name, role) in clerks.items()]
        districts = {step.branch: step.district for step in self.visit.steps if isinstance(step, Sit) and step.district}
        for step in self.visit.steps:
            if isinstance(step, Sit):
                windows.setdefault(step.branch, {}).setdefault((self._type(step), step.bank), step.window)
            if isinstance(step, Holder) and step.registered and (step.cards or step.id_number not in told):
                told.add(step.id_number)
                self.world.register(record_of(step, self.visit))
            elif isinstance(step, Holder) and not step.registered:
                told.add(step.id_number)
                self.world.systems.know(step.id_number, step.name)
        for number, (branch, types) in enumerate(windows.items(), 1):
            code = f"{self.city.facts.code}{number:02d}"
            places = tuple(
                (f"{code}-{n}", f"{n} 号窗口（{bank}{title}）", key, bank)
                for n, ((key, bank), title) in enumerate(types.items(), 1)
            )
            lies_in = districts.get(branch, "")
            seats = Seats(identity=Identity(code=code, name=branch, rehearsal=True, district=lies_in), windows=places)
            self.listeners[code] = serve(add_branch(self.world, self.folder / code, seats, staff))
            self.branches[branch] = code

    def _type(self, step: Sit) -> str:
        for key, kind in self.city.windows.items():
            if step.window in (key, kind.title):
                return key
        titles = "、".join(kind.title for kind in self.city.windows.values())
        raise VisitError(step.at, f"不是{self.city.facts.name}的窗口类别，可用的有 {titles}")

    # who and where

    def sit(self, step: Sit) -> None:
        """Log in at this window, where the clerk is not logged in already; another window ends the login here."""
        self.seat, self.code = step, self.branches[step.branch]
        branch = self.world.counters[self.code].branch
        self.window = next(w.id for w in branch.windows() if (w.type, w.bank) == (self._type(step), step.bank))
        seat = (self.code, self.window, self.number)
        browser = self.browsers.setdefault(seat, Browser(self.listeners[self.code]))
        if self.seated.get((self.code, self.number)) == self.window:
            return
        self.seated[self.code, self.number] = self.window
        browser.log_in(self.number, self.window)

    def relieve(self, clerk: Clerk) -> None:
        """Another clerk sits down at this window."""
        self.number = clerk.number
        if self.seat.branch:
            self.sit(self.seat)

    def person(self) -> Page:
        """Look the holder up and open their page, with the newest news from the province."""
        assert self.holder is not None, "a visit names its holder before it asks anything"
        self.round()
        if isinstance(self.holder, Unit):
            return opened(self, self.holder)
        number = self.holder.id_number
        return self.browser.find(number, document=IdKind.of(number) is None)

    def round(self) -> None:
        """Let every branch talk to the province once."""
        for counter in self.world.counters.values():
            counter.courier.round(news=True)
            counter.findings.clear()

    # events

    def turn(self, step: Turn) -> None:
        """Let something happen in the world."""
        own = self._events().get(step.event)
        if own is not None:
            own(step)
        else:
            happen(self, step)
        self.round()

    def _events(self) -> dict[str, Callable[[Turn], object]]:
        province, bench = self.world.province, self.world.bench
        return {
            "过": lambda step: self.world.clock.pass_time(step.passes),
            "省系统中断": lambda _: province.down(),
            "省系统恢复": lambda _: self._up(),
            "省里退回下一笔": self._refuse_next,
            "省里撤出制卡信息": lambda step: province.withdraw(self._id(), step.words),
            "别处列入黑名单": lambda step: province.put_on_list(self._id(), step.words),
            "网上申请": self._web_apply,
            "按证件新增": self._newcomer,
            "12333 临时挂失": lambda _: province.phone_loss(self._id()),
            "12333 解除挂失": lambda _: province.phone_found(self._id()),
            "网上临时挂失": lambda step: province.phone_loss(self._id(), step.words),
            "网上解除挂失": lambda step: province.phone_found(self._id(), step.words),
            "别处启用": lambda step: province.happen(self._id(), elsewhere.enable, step.words),
            "别处修改密码": lambda step: province.happen(self._id(), elsewhere.change_password, step.words),
            "银行挂失金融账户": lambda _: province.bank_loss(self._id()),
            "银行解除金融账户挂失": lambda _: province.bank_loss(self._id(), found=True),
            "放上新卡": lambda _: self._lay_down(),
            LAY_DOWN: lambda step: self._lay_down(step.words),
            temporary.LAY_DOWN: partial(temporary.laid, self),
            "放上身份证": lambda _: self._lay_document(),
            "拿走身份证": lambda _: bench.documents.pop(self.window, None),
            "读身份证": lambda _: self._read_document(),
            "读社保卡": lambda _: self._read_card(),
            "拿走卡": lambda _: bench.lift(self.window),
            "密码在别处输错锁定": lambda _: bench.lock_out(self.window),
            "再按一次确认": lambda _: self.again(),
            **{line: partial(self._maker, *fault) for line, fault in {**MAKER_FAULTS, **READER_FAULTS}.items()},
            **{line: partial(do, self) for line, do in {**making.EVENTS, **money.EVENTS, **money.TOLD}.items()},
            **{line: partial(do, self) for line, do in {**dayend.EVENTS, **dayend.TOLD}.items()},
        }

    def _up(self) -> None:
        """The line is back, and nobody waits for the next try."""
        self.world.province.up()
        self.retry()

    def retry(self) -> None:
        """Nobody waits for the next try."""
        for counter in self.world.counters.values():
            counter.branch.database.run("UPDATE outbox SET next_ms=0 WHERE state=0")
            counter.branch.database.run("UPDATE delivery SET next_ms=0 WHERE state IN (0,1)")

    def _refuse_next(self, step: Turn) -> None:
        codes = [code for code in self.world.province.codes if step.words in code.text]
        if not codes:
            words = "、".join(code.text for code in self.world.province.codes)
            raise VisitError(step.at, f"不是本省会说的话，可用的有 {words}")
        self.world.province.reject_next(codes[0].code)

    def _web_apply(self, step: Turn) -> None:
        """The holder applies on the web, for a card to be made and had at this branch."""
        assert isinstance(self.holder, Holder), "a visit names its holder before anything happens"
        record = record_of(self.holder, self.visit)
        self.world.province.web_apply(record, step.words, self.code)

    def _newcomer(self, step: Turn) -> None:
        """Keep the holder as the identity document tells, from the page that found nobody."""
        assert self.holder is not None, "a visit names its holder before anything happens"
        kind, sex, born = [*step.words.split("，"), "", ""][:3]
        filling = self.person().form("/newcomer")
        told = {"name": self.holder.name, "id_kind": kind, "sex": sex, "born_on": born}
        filling.fields.update({name: text for name, text in told.items() if text and filling.asks(name)})
        self.browser.post("/newcomer", filling.posted())

    def _lay_document(self) -> None:
        assert self.holder is not None, "a visit names its holder before an identity card is laid down"
        today = self.world.clock.now().date()
        self.world.bench.documents[self.window] = document_of(self.holder.id_number, self.holder.name, today)

    def _read_document(self) -> None:
        filling = self.browser.get("/").form("/read-id")
        self.browser.post("/read-id", filling.posted())

    def _read_card(self) -> None:
        """Read the card that lies on this window's reader; the page that comes is kept."""
        filling = self.browser.get("/").form("/read")
        self.read = self.browser.post("/read", filling.posted())

    def _id(self) -> str:
        assert self.holder is not None, "a visit names its holder before anything happens to the card"
        return self.holder.id_number

    def _lay_down(self, wanted: str = "") -> None:
        record = self.world.province.record(self._id())
        cards = record.cards if record is not None else ()
        numbers = [card.number for card in cards if card.number and wanted in ("", card.number)]
        if record is not None and numbers:
            self.world.bench.lay_down(self.window, VirtualCard(numbers[-1], record.id_number, record.name))

    def _maker(self, step: str, fault: str, _turn: Turn) -> None:
        self.world.bench.faults[step] = fault

    def again(self) -> None:
        """Press the last confirming button once more."""
        raise NotImplementedError
