"""A visit at the desk: the world it happens in, and the clerk who works through the pages."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from werkzeug.security import generate_password_hash

from counter.branch import Identity
from counter.cities import load_city
from counter.core.city import City
from counter.core.identity import IdNumber
from counter.core.province import CardRecord, PersonRecord
from counter.rehearsal.devices import VirtualCard
from counter.rehearsal.play_page import Browser, Filling, NoFormError, Page
from counter.rehearsal.play_words import Card, Come, Do, Holder, Sit, Turn, Visit, VisitError
from counter.rehearsal.world import Seats, add_branch, new_world
from counter.store.staff import CLERK

NUMBER, NAME = "1024", "李静"
PASSWORD = "Rehearse-2026"  # noqa: S105 - a rehearsal's own
# Parameters of scrypt as small as they go: the password of a rehearsal guards nothing.
CHEAP = "scrypt:2:8:1"
IN_HAND_UNUSED = frozenset({"已申请", "制卡中", "待领取", "待启用"})
ENDED = frozenset({"作废", "注销"})


@lru_cache(maxsize=1)
def _staff() -> tuple[str, str, str, str]:
    return NUMBER, NAME, CLERK, generate_password_hash(PASSWORD, CHEAP)


@dataclass(frozen=True)
class Said:
    """A refusal as a page shows it."""

    text: str
    article: str = ""

    def __str__(self) -> str:
        return f"{self.text}（{self.article}）" if self.article else self.text


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
            if isinstance(step, Holder):
                self.world.province.register(_record(step, self.visit))
        for number, (branch, types) in enumerate(windows.items(), 1):
            code = f"{self.city.facts.code}{number:02d}"
            places = tuple(
                (f"{code}-{n}", f"{n} 号窗口（{title}）", key) for n, (key, title) in enumerate(types.items(), 1)
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
        province = self.world.province
        match step.event:
            case "过":
                self.world.clock.pass_time(step.passes)
            case "省系统中断":
                province.down()
            case "省系统恢复":
                province.up()
                for counter in self.world.counters.values():
                    counter.branch.database.run("UPDATE outbox SET next_ms=0 WHERE state=0")
            case "12333 临时挂失":
                province.phone_loss(self._id())
            case "银行挂失金融账户":
                province.bank_loss(self._id())
            case "放上新卡":
                self._lay_down()
            case _:
                self._again()
        self.round()

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
            deed.unknown += [label for label, _ in pending]
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


def text_of_pdf(raw: bytes) -> str:
    """The text of a slip; needs pypdfium2, which only rehearsals of whole visits use."""
    try:
        import pypdfium2  # noqa: PLC0415 - a counter at work never reads its own slips
    except ImportError:
        raise SlipReaderError from None
    document = pypdfium2.PdfDocument(raw)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


class SlipReaderError(Exception):
    """The slips cannot be read here."""

    def __init__(self) -> None:
        super().__init__("这里没有安装 pypdfium2，读不了回执；请安装测试用的库（pip install '.[test]'）后再演练")


def said_on(page: Page) -> list[Said]:
    """Every refusal on a page; a page without any says its problem."""
    marked = page.root.marked("data-refusal")
    told = page.root.first("data-problem") or page.root.first("data-failed")
    if not marked and told:
        return [Said(told)]
    return [Said(e.first("data-text") or e.text, e.first("data-article")) for e in marked]


def errors_on(page: Page, filling: Filling) -> dict[str, str]:
    """What a page says beside its blanks, by their labels."""
    return {filling.label_of(e.attrs["data-error"]): e.text for e in page.root.marked("data-error")}


def changes_on(page: Page, mark: str) -> list[tuple[str, str, str]]:
    """The changes a page shows: title, before, after."""
    out = []
    for element in page.root.marked(mark):
        before, _, after = element.text.rpartition("→")
        out.append((element.attrs[mark], before.split()[-1] if before.split() else "", after.strip()))
    return out


def fee_on(page: Page) -> str:
    """The fee on a page, as digits; 无 without one."""
    found = [m for e in page.root.marked("data-fee") for m in re.findall(r"\d+\.\d\d", e.text)]
    return found[0] if found and float(found[0]) else "无"


def promise_on(page: Page) -> str:
    """The promised day on a page; 无 without one."""
    return next((e.attrs["data-promise"] for e in page.root.marked("data-promise")), "") or "无"


def _record(holder: Holder, visit: Visit) -> PersonRecord:
    number = IdNumber(holder.id_number)
    return PersonRecord(
        id_number=str(number), name=holder.name, sex=number.sex, born_on=number.born_on, ethnic="汉族",
        mobile="", address="", insured_area="", category="城乡居民", as_of=visit.time,
        cards=tuple(_card_record(card) for card in holder.cards),
    )  # fmt: skip


def _card_record(card: Card) -> CardRecord:
    unused, ended = card.state in IN_HAND_UNUSED, card.state in ENDED
    social = "未启用" if unused else "停用" if ended else "已启用"
    financial = "未激活" if unused else "停用" if ended else "已激活"
    return CardRecord(
        number=card.number, state=card.state, bank=card.bank, social=card.social or social,
        financial=card.financial or financial, lost_until=card.until, lost_by=card.channel,
    )  # fmt: skip
