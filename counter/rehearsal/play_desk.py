"""A visit at the desk: the world it happens in, and the clerk who works through the pages."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from werkzeug.security import generate_password_hash

from counter.branch import Identity
from counter.cities import load_city
from counter.core.city import City
from counter.rehearsal.devices import VirtualCard
from counter.rehearsal.play_page import Browser, Filling, NoFormError, Page
from counter.rehearsal.play_people import record_of
from counter.rehearsal.play_shown import Said, changes_on, errors_on, fee_on, promise_on, said_on, text_of_pdf
from counter.rehearsal.play_words import Come, Do, Holder, Sit, Turn, Visit, VisitError
from counter.rehearsal.world import Seats, add_branch, new_world
from counter.store.staff import CLERK

NUMBER, NAME = "1024", "李静"
PASSWORD = "Rehearse-2026"  # noqa: S105 - a rehearsal's own
# Parameters of scrypt small: the password of a rehearsal guards nothing.
CHEAP = "pbkdf2:sha256:1000"


@lru_cache(maxsize=1)
def _staff() -> tuple[str, str, str, str]:
    return NUMBER, NAME, CLERK, generate_password_hash(PASSWORD, CHEAP)


@dataclass
class Deed:
    """What came of one operation: refused, or done with everything its pages showed."""

    step: Do
    offer: str
    op_id: str = ""
    done: bool = False
    again: bool = False
    refusals: list[Said] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    announced: list[tuple[str, str, str]] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    fee: str = "无"
    promise: str = "无"
    papers: list[str] = field(default_factory=list)
    allowed_at_desk: bool = True


class Desk:
    """The world of one visit, and the window where the clerk sits now."""

    def __init__(self, visit: Visit, folder: Path) -> None:
        self.visit, self.folder = visit, folder
        self.city: City = load_city(visit.city)
        self.world = new_world(visit.city, visit.time)
        self.branches: dict[str, str] = {}
        self.browsers: dict[tuple[str, str], Browser] = {}
        self.deeds: list[Deed] = []
        self._seen: Deed | None = None
        self.come = Come(next(iter(visit.steps)).at, "本人")
        self.holder: Holder | None = None
        self.code = self.window = ""
        self._build()

    def stop(self) -> None:
        """End the world."""
        self.world.stop()

    @property
    def deed(self) -> Deed | None:
        """What was done last."""
        return self.deeds[-1] if self.deeds else None

    def fresh(self) -> Deed | None:
        """What was done since the last time this was asked."""
        deed = self.deed
        if deed is None or deed is self._seen:
            return None
        self._seen = deed
        return deed

    @property
    def browser(self) -> Browser:
        """The browser at the window where the clerk sits."""
        return self.browsers[(self.code, self.window)]

    def _build(self) -> None:
        windows: dict[str, dict[str, str]] = {}
        for step in self.visit.steps:
            if isinstance(step, Sit):
                windows.setdefault(step.branch, {}).setdefault(self._type(step), step.window)
            if isinstance(step, Holder) and step.registered:
                self.world.province.register(record_of(step, self.visit))
        for number, (branch, types) in enumerate(windows.items(), 1):
            code = f"{self.city.facts.code}{number:02d}"
            places = tuple(
                (f"{code}-{n}", f"{n} 号窗口（{title}）", key)
                for n, (key, title) in enumerate(types.items(), 1)
            )
            seats = Seats(identity=Identity(code=code, name=branch, rehearsal=True), windows=places)
            add_branch(self.world, self.folder / code, seats, [_staff()])
            self.branches[branch] = code

    def _type(self, step: Sit) -> str:
        for key, kind in self.city.windows.items():
            if step.window in (key, kind.title):
                return key
        titles = "、".join(kind.title for kind in self.city.windows.values())
        raise VisitError(step.at, f"不是{self.city.facts.name}的窗口类别，可用的有 {titles}")

    # who and where

    def sit(self, step: Sit) -> None:
        """Log in at this window, once."""
        self.code = self.branches[step.branch]
        branch = self.world.counters[self.code].branch
        self.window = next(w.id for w in branch.windows() if w.type == self._type(step))
        if (self.code, self.window) in self.browsers:
            return
        browser = self.browsers[(self.code, self.window)] = Browser(self.world.counters[self.code])
        filling = browser.get("/login").form("/login")
        filling.fields.update(number=NUMBER, password=PASSWORD, window=self.window)
        browser.post("/login", filling.data())

    def person(self) -> Page:
        """Look the holder up and open their page, with the newest news from the province."""
        assert self.holder is not None, "a visit names its holder before it asks anything"
        self.round()
        return self.browser.get(f"/?q={self.holder.id_number}")

    def round(self) -> None:
        """Let every branch talk to the province once."""
        for counter in self.world.counters.values():
            counter.courier.round(news=True)
            counter.findings.clear()

    # events

    def turn(self, step: Turn) -> None:
        """Let something happen in the world."""
        self._events()[step.event](step)
        self.round()

    def _events(self) -> dict[str, Callable[[Turn], object]]:
        province, bench = self.world.province, self.world.bench
        return {
            "过": lambda step: self.world.clock.pass_time(step.passes),
            "省系统中断": lambda _: province.down(),
            "省系统恢复": lambda _: self._up(),
            "省里退回下一笔": self._refuse_next,
            "12333 临时挂失": lambda _: province.phone_loss(self._id()),
            "银行挂失金融账户": lambda _: province.bank_loss(self._id()),
            "放上新卡": lambda _: self._lay_down(),
            "拿走卡": lambda _: bench.lift(self.window),
            "再按一次确认": lambda _: self._again(),
            "制卡机卡住": lambda _: setattr(bench, "jam", True),
            "制卡机断电": lambda _: setattr(bench, "die", True),
            "制卡机修好": lambda _: (setattr(bench, "jam", False), setattr(bench, "die", False)),
        }

    def _up(self) -> None:
        """The line is back, and nobody waits for the next try."""
        self.world.province.up()
        for counter in self.world.counters.values():
            counter.branch.database.run("UPDATE outbox SET next_ms=0 WHERE state=0")

    def _refuse_next(self, step: Turn) -> None:
        codes = [code for code in self.world.province.codes if step.words in code.text]
        if not codes:
            words = "、".join(code.text for code in self.world.province.codes)
            raise VisitError(step.at, f"不是本省会说的话，可用的有 {words}")
        self.world.province.reject_next(codes[0].code)

    def _id(self) -> str:
        assert self.holder is not None, "a visit names its holder before anything happens to the card"
        return self.holder.id_number

    def _lay_down(self) -> None:
        record = self.world.province.record(self._id())
        numbers = [card.number for card in record.cards if card.number] if record is not None else []
        if record is not None and numbers:
            self.world.bench.lay_down(self.window, VirtualCard(numbers[-1], record.id_number, record.name))

    def _again(self) -> None:
        """Press the last confirming button once more, with the same form."""
        deed = self.deed
        if deed is None or not deed.done:
            return
        entry = self.browser.get(f"/entry/{deed.op_id}")
        token = next((e.attrs.get("value", "") for e in entry.root.marked("name", "csrf_token")), "")
        page = self.browser.post(f"/check/{deed.op_id}", {"csrf_token": token})
        deed.again = page.path == f"/entry/{deed.op_id}" and page.status == entry.status

    # operations

    def offer_id(self, title: str) -> str | None:
        """The id of what is called so in this city; joined operations are written with 并."""
        titles = {guide.title: key for key, guide in self.city.operations.items()}
        for joined in self.city.facts.together.value:
            titles["并".join(self.city.operations[key].title for key in joined)] = "+".join(joined)
        return titles.get(title)

    def do(self, step: Do) -> Deed:
        """Carry one operation down its pages: person, form, check, entry."""
        offer = self.offer_id(step.title)
        if offer is None:
            raise VisitError(step.at, f"不是{self.city.facts.name}的业务名称，请照城市文件写")
        deed = Deed(step, offer)
        self.deeds.append(deed)
        page = self.person()
        deed.allowed_at_desk = bool(page.root.marked("data-offer", offer))
        path = f"{page.path}/do/{offer}"
        try:
            form = self.browser.get(f"{path}?by={self.come.by}")
            filling = form.form(path)
        except NoFormError:
            deed.refusals = said_on(form)
            return deed
        pending = self._fill(filling, step, deed)
        answer = self.browser.post(path, filling.data())
        if answer.path.startswith("/check/"):
            self._check(answer, deed, pending)
        else:
            deed.refusals, deed.errors = said_on(answer), errors_on(answer, filling)
        return deed

    def _fill(self, filling: Filling, step: Do, deed: Deed) -> list[tuple[str, str]]:
        """Write everything this form asks for; what it does not ask may be asked on the check page."""
        if filling.asks("by"):
            filling.fields["by"] = self.come.by
        for label, value in self.come.facts:
            name = filling.name_of(label)
            if name is not None:
                filling.write(name, value)
        pending = []
        for _, label, value in step.blanks:
            name = filling.name_of(label)
            if name is None:
                pending.append((label, value))
            else:
                filling.write(name, value)
        deed.papers = filling.papers
        filling.ticked = [paper for paper in filling.papers if step.papers.brought(paper)]
        deed.unknown += [paper for paper in step.papers.named if paper not in filling.papers]
        return pending

    def slips(self, deed: Deed) -> str:
        """The text of every slip of an operation."""
        entry = self.browser.get(f"/entry/{deed.op_id}")
        links = [e.attrs["href"] for e in entry.root.marked("data-slip")]
        return "".join(text_of_pdf(self.browser.get(link).raw) for link in links)

    def _check(self, page: Page, deed: Deed, pending: list[tuple[str, str]]) -> None:
        deed.op_id = page.path.rpartition("/")[2]
        deed.announced = changes_on(page, "data-change")
        deed.fee, deed.promise = fee_on(page), promise_on(page)
        filling = page.form(page.path)
        for label, value in pending:
            name = filling.name_of(label)
            if name is None:
                deed.unknown.append(label)
            else:
                filling.write(name, value)
        entry = self.browser.post(page.path, filling.data())
        deed.done = entry.path.startswith("/entry/")
        if deed.done:
            deed.changes = changes_on(entry, "data-entry-change")
            deed.refusals = said_on(entry)
        else:
            deed.refusals, deed.errors = said_on(entry), errors_on(entry, filling)
        self.round()
