"""One walk: people come to windows, things happen, and after every step the laws are held against the records."""

import re
from collections import Counter as Tally
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol, TypeVar

from counter.core.province import PersonRecord
from counter.matters import recounted
from counter.rehearsal.devices import VirtualCard
from counter.rehearsal.people import check_sign
from counter.rehearsal.play.page import Element, Page
from counter.rehearsal.play.shown import said_on
from counter.rehearsal.province import RehearsalError
from tests.clerk import PASSWORD

from .books import Books, Province, city_text
from .events import EVENTS
from .filling import NASTY, SCAN, Asked, Known, blanks_of, errors_of, first_try, mend, photo_for
from .laws import LawError, Laws
from .scene import CHIEF, DEPUTY, Chair, Guest, Scene

T = TypeVar("T")
BATCH = re.compile(r"\bP\d{6,}\b")
MOST_TRIES, MOST_STEPS = 7, 14
SELF, AGENT, GUARDIAN = "本人", "代办", "监护人"


class Draws(Protocol):
    """Where a walk's choices come from."""

    def pick(self, some: Sequence[T]) -> T:
        """One of these."""
        ...


@dataclass
class Desk:
    """A person's page as one window shows it."""

    chair: Chair
    page: Page
    can: dict[str, str] = field(default_factory=dict)
    cannot: dict[str, frozenset[tuple[str, str]]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    makings: dict[str, str] = field(default_factory=dict)
    unit: bool = False

    @property
    def path(self) -> str:
        return self.page.path


@dataclass
class Begun:
    """An operation that stands on its check page."""

    chair: Chair
    guest: Guest
    offer: str
    title: str
    page: Page
    good: bool
    shown: frozenset[tuple[str, str]]


def said(page: Page) -> frozenset[tuple[str, str]]:
    """Every refusal on a page with its article; a problem page's sentence has none."""
    return frozenset((one.text, one.article) for one in said_on(page))


class Walk:
    """The walker with the scene, the laws, and what was done so far in words."""

    def __init__(self, city: str, folder: Path, start: datetime, password_hash: str) -> None:
        self.scene = Scene(city, folder, start, password_hash)
        self.world = self.scene.world
        self.books = {code: Books(folder / code) for code in self.scene.seats}
        self.laws = Laws(city_text(city), Province(self.world.province.port), self.books)
        self.lines: list[str] = []
        self.done: Tally[str] = Tally()
        self.refused: Tally[str] = Tally()
        self.stuck: dict[str, str] = {}
        self.begun: list[Begun] = []
        self.last: tuple[Chair, str, Page] | None = None
        self.serial = 0
        self.met: list[Guest] = []
        self.renumbered: dict[str, str] = {}
        self.handed: dict[str, list[str]] = {}
        self._at: tuple[str, str] = ("", "")
        self.say(f"城市：{self.scene.city.facts.name}")
        self.say(f"时间：{start:%Y-%m-%d %H:%M}")

    # in words

    def say(self, line: str) -> None:
        """Write down what happens, as a visit would."""
        self.lines.append(line)

    def _sits(self, chair: Chair, guest: Guest) -> None:
        if self._at != (str(chair), guest.number):
            self._at = (str(chair), guest.number)
            self.say(f"窗口：{chair}")
            self.say(f"{'单位' if guest.unit else '持卡人'}：{guest.name}，{guest.number}")

    @property
    def story(self) -> str:
        """The walk as a readable list."""
        return "\n".join(f"{n:3d}  {line}" for n, line in enumerate(self.lines, 1))

    def stop(self) -> None:
        """Close everything."""
        for books in self.books.values():
            books.close()
        self.scene.stop()

    # the desk

    def fetch(self, chair: Chair, path: str, clerk: str = "") -> Page:
        """Open a page; whoever has been logged out logs in again."""
        browser = self.scene.browser(chair, clerk)
        page = browser.get(path)
        if page.path.startswith("/login"):
            self.scene.log_in(browser, chair, clerk or chair.clerk)
            page = browser.get(path)
        self.laws.answered(page.status, path)
        return page

    def post(self, chair: Chair, path: str, texts: dict[str, Any], files: Sequence[tuple[str, str, bytes]] = (),
             clerk: str = "") -> Page:
        """Send a form."""
        page = self.scene.browser(chair, clerk).post(path, texts, files)
        self.laws.answered(page.status, path)
        return page

    def open(self, chair: Chair, guest: Guest) -> Desk | None:
        """Look somebody up at this window; None when this window cannot come to know them now."""
        self.world.counters[chair.branch].findings.clear()
        if guest not in self.met and not guest.unit:
            self.met.append(guest)
        sought = f"单位{guest.number}" if guest.unit else guest.number
        page = self._find(chair, sought)
        if not page.path.startswith("/person/") and guest.number in self.renumbered:
            other = self._find(chair, self.renumbered[guest.number])
            page = other if other.path.startswith("/person/") else page
        if not page.path.startswith("/person/"):
            page = self._newcomer(chair, guest, page)
        return self._desk(chair, page, guest) if page.path.startswith("/person/") else None

    def _find(self, chair: Chair, text: str) -> Page:
        page = self.scene.browser(chair, "").find(text)
        self.laws.answered(page.status, "/find")
        return page

    def _newcomer(self, chair: Chair, guest: Guest, page: Page) -> Page:
        path = "/unit" if guest.unit else "/newcomer"
        if not any(f.attrs.get("action", "") == path for f in page.root.tags("form")):
            return page
        filling = page.form(path)
        filling.fields.update(name=guest.name)
        if guest.unit:
            filling.fields.update(number=guest.number)
        return self.post(chair, path, filling.posted())

    def _desk(self, chair: Chair, page: Page, guest: Guest) -> Desk:
        desk = Desk(chair, page, unit=guest.unit)
        for item in page.root.marked("data-offer"):
            title = next((b.text for b in item.tags("b")), "")
            desk.can[item.attrs["data-offer"]] = desk.titles[item.attrs["data-offer"]] = title
        for group in page.root.marked("data-refusals"):
            why = [p for p in group.tags("p") if p.marked("data-text")]
            for item in group.marked("data-refused"):
                offer = item.attrs["data-refused"]
                desk.cannot[offer] = frozenset((p.first("data-text"), p.first("data-article")) for p in why)
                desk.titles[offer] = item.text
        desk.makings = {e.attrs["data-making"]: e.attrs["href"] for e in page.root.marked("data-making")}
        return desk

    # an operation

    def known(self, guest: Guest, desk: Desk) -> Known:
        """What the one at the window knows."""
        record = self._recorded(guest)
        numbers = tuple(card.number for card in record.cards if card.number) if record is not None else ()
        shown = tuple(dict.fromkeys(e.attrs["data-place"] for e in desk.page.root.marked("data-place")))
        batches = tuple(dict.fromkeys(BATCH.findall(desk.page.root.text)))
        return Known(self.world.clock.now().date(), (*reversed(numbers), *shown), batches, tuple(self.handed.get(guest.number, ())), *self._temporary(record), serial=self._serial, new_id=self._new_id(guest))

    def _temporary(self, record: PersonRecord | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The temporary card that is out, or a blank one; and the coupons that were given for one."""
        known = record.temporary if record is not None else ()
        out = tuple(one.number for one in known if one.state in {"使用中", "已到期"})
        coupons = tuple(one.coupon for one in reversed(known) if one.coupon)
        return out or (f"T{self._serial('临时卡')[-7:]}",), coupons

    def _recorded(self, guest: Guest) -> PersonRecord | None:
        record = self.world.province.record
        return record(guest.number) or record(self.renumbered.get(guest.number, ""))

    def _new_id(self, guest: Guest) -> str:
        """Another true number for this person: a day later, the serial kept."""
        if guest.unit:
            return ""
        day = f"{int(guest.number[12:14]) % 28 + 1:02d}"
        first17 = guest.number[:12] + day + guest.number[14:17]
        self.renumbered[guest.number] = first17 + check_sign(first17)
        return self.renumbered[guest.number]

    def _serial(self, label: str) -> str:
        del label
        self.serial += 1
        return f"2026{self.serial:06d}"

    def begin(self, desk: Desk, guest: Guest, offer: str, draws: Draws) -> Begun | None:
        """Fill a form as well as can be, or with something wrong, and come to its check page; laws on the way."""
        faulty = draws.pick([""] * 10 + ["缺材料", "乱填", "来人不对"])
        path = f"{desk.path}/do/{offer}"
        by = self._by(guest, offer, faulty, draws)
        self._sits(desk.chair, guest)
        step = f"办理：{desk.titles.get(offer, offer)}（{offer}）  来人：{by}{'  ' + faulty if faulty else ''}"
        page = self.fetch(desk.chair, f"{path}?by={by}")
        asked, papers, files, form = blanks_of(page, path)
        if form is None:
            self._shown_law(desk, offer, said(page))
            self.say(f"{step}  → 打不开：{'；'.join(text for text, _ in said(page))}")
            return None
        known = self.known(guest, desk)
        texts = {name: first_try(one, known, draws.pick, self._cards(desk)) for name, one in asked.items()
                 if name not in {"switch", "next", "upload", "drop"}}
        brought = [(name, f"{name}.{'pdf' if name.startswith('scan') else 'jpg'}",
                    SCAN if name.startswith("scan") else photo_for(form)) for name in files]
        if "new_photo" in texts and not texts["new_photo"]:
            brought = [one for one in brought if one[0] != "photo"]
        if by != SELF:
            texts |= {name: "" for name, one in asked.items() if one.kind == "checkbox" and "更换" in one.label}
        ticked, lacking = list(papers), ""
        if faulty == "缺材料" and (sure := self.laws.text.always(offer, papers)):
            lacking = draws.pick(sure)
            ticked.remove(lacking)
        if faulty == "乱填":
            self._spoil(asked, texts, draws)
        answer = self._submit(desk, offer, (path, page, asked, texts, ticked, brought), known, faulty)
        refused = not answer.path.startswith("/check/")
        if lacking and offer in desk.can and not errors_of(answer):
            self.laws.asks_for_papers(offer, lacking, said(answer))
        if not refused:
            asked_by = {"by": by, "window": desk.chair.type, "who": "" if "by" not in asked else by}
            self.laws.by_the_city_file(offer, asked_by, child=guest.child, down=self.world.province.faults.down)
            self.laws.costs_what_is_written(offer, desk.chair.type, _fee(answer))
        self.say(f"{step}  → {'不受理：' + self._why(answer) if refused else '核对'}")
        if refused:
            self.refused[offer] += 1
            if not faulty and offer in desk.can:
                self.stuck[offer] = self._why(answer)
            return None
        title = desk.titles.get(offer, offer)
        return Begun(desk.chair, guest, offer, title, answer, not faulty, desk.cannot.get(offer, frozenset()))

    def _cards(self, desk: Desk) -> list[str]:
        return list(dict.fromkeys(e.attrs["data-place"] for e in desk.page.root.marked("data-place")))

    def _by(self, guest: Guest, offer: str, faulty: str, draws: Draws) -> str:
        right = [GUARDIAN] if guest.child else [SELF, SELF, *([AGENT] if self.laws.text.agents(offer) else [])]
        if faulty == "来人不对":
            return draws.pick([by for by in (SELF, AGENT, GUARDIAN) if by not in right] or [GUARDIAN])
        return SELF if guest.unit else draws.pick(right)

    def _spoil(self, asked: dict[str, Asked], texts: dict[str, str], draws: Draws) -> None:
        names = [name for name in sorted(texts) if name not in {"csrf_token", "op_id", "by"} and asked[name].kind != "hidden"]
        if names:
            texts[draws.pick(names)] = draws.pick(NASTY)

    def _submit(self, desk: Desk, offer: str, filled: tuple[Any, ...], known: Known, faulty: str) -> Page:
        """Send the form; a good clerk reads what is wrong and tries again, as often as makes sense."""
        path, page, asked, texts, ticked, brought = filled
        tried: dict[str, set[str]] = {}
        before = self.laws.counts(desk.chair.branch)
        for _ in range(1 if faulty else MOST_TRIES):
            sent = {name: text for name, text in texts.items() if text or asked[name].kind not in {"checkbox", "radio"}}
            page = self.post(desk.chair, path, {**sent, "paper": ticked, "next": "1"}, brought)
            if page.path.startswith("/check/"):
                break
            self.laws.nothing_written(before, self.laws.counts(desk.chair.branch), offer)
            errors, refusals = errors_of(page), said(page)
            if refusals and not errors:
                self._shown_law(desk, offer, refusals)
            later, papers, *_ = blanks_of(page, path)
            ticked = list(dict.fromkeys([*ticked, *(papers if not faulty else ())]))
            asked = {**asked, **{name: one for name, one in later.items() if name in asked}}
            brought = []
            if not mend(asked, texts, (errors, [text for text, _ in sorted(refusals)]), known, tried):
                break
        if page.path.startswith("/check/") and offer in desk.cannot:
            self.laws.refused_as_shown(offer, desk.cannot[offer], frozenset(), whole=desk.unit)
        return page

    def _shown_law(self, desk: Desk, offer: str, refusals: frozenset[tuple[str, str]]) -> None:
        if offer in desk.cannot:
            self.laws.refused_as_shown(offer, desk.cannot[offer], refusals, whole=desk.unit)
        elif offer in desk.can and not desk.unit:
            self.laws.refused_for_more(offer, frozenset(), refusals)

    def _why(self, page: Page) -> str:
        return "；".join([*errors_of(page).values(), *(text for text, _ in sorted(said(page)))]) or page.path

    # confirming

    def confirm(self, begun: Begun, draws: Draws) -> Page:
        """Press the confirming button; what came of it is written down, and laws are held."""
        chair = begun.chair
        self._sits(chair, begun.guest)
        before = self.laws.counts(chair.branch)
        page, secrets = begun.page, {}
        asked, papers, _, _ = blanks_of(page, page.path)
        wrong = draws.pick([False, False, False, False, True])
        for one in asked.values():
            if "复核" in one.label:
                secrets[one.name] = PASSWORD if one.kind == "password" else chair.clerk if wrong else DEPUTY
            elif one.kind == "password":
                secrets[one.name] = self._secret(one, begun, wrong=wrong)
            elif one.name == "csrf_token":
                secrets[one.name] = one.value
            elif one.kind != "hidden":
                secrets[one.name] = first_try(one, Known(self.world.clock.now().date(), serial=self._serial), draws.pick, ())
        sent = {**{n: a.value for n, a in asked.items() if a.kind == "hidden"}, **secrets, "paper": papers}
        answer = self.post(chair, page.path, sent)
        op_id = page.path.rpartition("/")[2]
        self.last = (chair, op_id, page)
        oneself = any("复核" in one.label and secrets.get(one.name) == chair.clerk for one in asked.values())
        done = answer.path.startswith(("/making/", "/entry/"))
        self.laws.reviewed_by_another(begun.offer, by_oneself=oneself, done=done)
        if answer.path.startswith("/making/"):
            self._counted(begun, op_id, page)
            self.say(f"确认：{begun.title} → 开始制作")
            return self.make(chair, answer, draws)
        if answer.path.startswith("/entry/"):
            failed = bool(answer.root.marked("data-failed"))
            self._counted(begun, op_id, page, failed=failed)
            self.handed.setdefault(begun.guest.number, [])[:0] = [e.text for e in answer.root.marked("data-number")]
            self.say(f"确认：{begun.title} → {'没有完成：' + answer.root.first('data-failed') if failed else '已办结'}")
            return answer
        self.laws.nothing_written(before, self.laws.counts(chair.branch), begun.title)
        self.refused[begun.offer] += 1
        self.say(f"确认：{begun.title} → 没有办：{self._why(answer)}")
        return answer

    def _secret(self, one: Asked, begun: Begun, *, wrong: bool) -> str:
        card = self.world.bench.lying(begun.chair.window)
        old = any(word in one.label for word in ("原", "旧", "初始", "现"))
        if old and "新" not in one.label:
            return "000000" if wrong or card is None else card.password
        return "246813"

    def _counted(self, begun: Begun, op_id: str, check: Page, *, failed: bool = False) -> None:
        """An operation was carried out: what was paid goes into the purse."""
        self.done[begun.offer] += 1
        purse = self.laws.purses[begun.chair.branch]
        fee = _fee(check)
        typed = next((dd.text.split()[0] for dt, dd in _answers(check) if dt == "缴款金额"), "0")
        if fee:
            purse.cash[op_id] = fee
            if any("押金在存" in e.text for e in check.root.marked("data-change")):
                purse.held[op_id] = fee
        elif float(typed):
            purse.bank[op_id] = round(float(typed) * 100)
        elif any("→ 已开单" in e.text for e in check.root.marked("data-change", "缴费")):
            purse.ordered.add(op_id)
        for one in [] if failed else check.root.marked("data-money"):
            kind, fen = one.attrs["data-money"], round(float(one.text) * 100)
            if kind != "现金":
                purse.elsewhere[op_id] = fen
            elif fen < 0:
                purse.back[op_id] = -fen
            if fen < 0 and any("押金在存 →" in e.text for e in check.root.marked("data-change")):
                purse.held[op_id] = fen

    def calm(self) -> bool:
        """Whether nothing stands between a branch and the province: no fault, and nothing that waits anywhere."""
        faults = self.world.province.faults
        wrong = faults.down or faults.lost_answers or faults.later or faults.hold or faults.rejections
        waits = any(books.one("SELECT COUNT(*) FROM outbox WHERE state IN (0,1,3)") for books in self.books.values())
        return not (wrong or waits or self.world.province.waiting)

    def again(self) -> None:
        """Press the last confirming button once more: nothing may come of it."""
        if self.last is None:
            return
        chair, op_id, page = self.last
        before = self.laws.counts(chair.branch)
        token = next((e.attrs.get("value", "") for e in page.root.marked("name", "csrf_token")), "")
        was_done = bool(self.books[chair.branch].one("SELECT COUNT(*) FROM journal WHERE op_id=?", op_id))
        answer = self.post(chair, page.path, {"csrf_token": token})
        self.say(f"再按一次确认 → {answer.path.split('/')[1]}")
        if was_done:
            self.laws.nothing_written(before, self.laws.counts(chair.branch), "再按一次确认")
            if not answer.path.startswith(("/entry/", "/making/")):
                raise LawError("再按一次是同一笔", f"再按一次确认到了 {answer.path}：{self._why(answer)}")

    # making

    def make(self, chair: Chair, page: Page, draws: Draws) -> Page:
        """Press the next button of a making, all the way or a few times."""
        presses = draws.pick([MOST_STEPS, MOST_STEPS, 1, 2, 3, 5])
        for _ in range(presses):
            if not page.path.startswith("/making/"):
                break
            path = page.path
            looks = page.root.marked("data-look")
            if looks:
                self.scene.round(chair.branch)
                page = self.fetch(chair, path)
                if page.root.marked("data-look"):
                    break
                continue
            filling = page.form(path)
            if filling.asks("confirmed"):
                filling.write("confirmed", "是")
            page = self.post(chair, path, filling.posted())
            if page.root.marked("data-step-failed") or page.root.marked("data-refusal"):
                break
        step = next((e.text for e in page.root.marked("aria-current", "step")), "")
        why = page.root.first("data-step-failed") or self._why(page)
        over = not page.path.startswith("/making/")
        self.say(f"  制作 → {'做完' if over else f'停在“{step}”' + ('：' + why if why != page.path else '')}")
        return page

    def give_up(self, chair: Chair, page: Page) -> None:
        """End a making as failed."""
        path = f"{page.path}/stop"
        if any(f.attrs.get("action", "") == path for f in page.root.tags("form")):
            filling = page.form(path)
            filling.fields["reason"] = "演练中止"
            answer = self.post(chair, path, filling.posted())
            self.say(f"  停止制作 → {answer.path.split('/')[1]}")

    # work

    def decide(self, code: str, draws: Draws) -> None:
        """A supervisor decides one item of a branch's work list."""
        chair = next(chair for chair in self.scene.chairs if chair.branch == code)
        page = self.fetch(chair, "/work", CHIEF)
        items = page.root.marked("data-work")
        if items:
            self._decide(chair, draws.pick(items), draws)

    def _decide(self, chair: Chair, item: Element, draws: Draws) -> str:
        number, text = item.attrs["data-work"], item.first("data-work-text")
        choices = [b.attrs["value"] for b in item.tags("button") if b.attrs.get("name") == "decision"]
        token = next((e.attrs.get("value", "") for e in item.marked("name", "csrf_token")), "")
        choice = draws.pick(choices)
        asked, *_ = blanks_of(Page(200, "/work", item), f"/work/{number}")
        second = {name: DEPUTY if "工号" in one.label else PASSWORD for name, one in asked.items() if "复核" in one.label}
        answer = self.post(chair, f"/work/{number}", {"csrf_token": token, "decision": choice, **second}, clerk=CHIEF)
        self.say(f"待办（{chair.branch}）：{text} → {choice} → {answer.status}")
        return choice

    # what happens outside

    def turn(self, what: str, guest: Guest, draws: Draws) -> None:
        """Let something happen in the world."""
        try:
            note = EVENTS[what](self, guest, draws)
        except RehearsalError as error:
            note = f"（{error}）"
        self.say(f"{what}{note}")

    def lay(self, chair: Chair, guest: Guest, how: str) -> None:
        """Lay the newest card of somebody on the reader of a window, somebody else's, or none."""
        bench = self.world.bench
        bench.lift(chair.window)
        record = self._recorded(guest)
        numbers = [card.number for card in record.cards if card.number] if record is not None else []
        if how == "拿走卡" or record is None or not numbers:
            self.say(f"{chair} 读卡器：没有卡")
            return
        number = numbers[0] if how == "旧卡" else numbers[-1]
        if how == "临时卡":
            number = self._temporary(record)[0][0]
        bench.lay_down(chair.window, VirtualCard(number, record.id_number, record.name))
        self.say(f"{chair} 读卡器：放上 {guest.name} 的 {number}")

    # the end

    def rest(self, draws: Draws | None = None) -> None:
        """Everything that waits is told, everything that must be decided is decided, and the laws of rest hold."""
        self.say("结束：省系统恢复，待办都处理，全部上送")
        self.world.province.up()
        self.world.bench.faults.clear()
        self.world.bench.inside.clear()
        for peer in self.world.systems.peers.values():
            peer.up()
        for _ in range(60):
            self._quiet()
            if not self._settled_one(draws or Firsts()):
                break
        else:
            raise LawError("事情办得完", "待办处理了 60 遍还没有完")
        self.laws.hold()
        self._lists_are_true()
        self.laws.at_rest()
        self.laws.money()
        self._all_agree()

    def _lists_are_true(self) -> None:
        """The work lists, kept in step with every write, are what they would be if they were counted anew."""
        for code, counter in self.world.counters.items():
            kept, anew = counter.branch.matters.all(), recounted(counter.branch)
            if kept != anew:
                raise LawError("清单与重算一致", f"{code}：{kept} 与重算的 {anew} 不同")

    def _record(self, people: dict[str, Any], guest: Guest) -> Any:
        return people.get(guest.number) or people.get(self.renumbered.get(guest.number, ""))

    def _all_agree(self) -> None:
        people = self.laws.province.people()
        for guest in self.met:
            for code in sorted(self.scene.seats):
                chair = next(chair for chair in self.scene.chairs if chair.branch == code)
                desk = self.open(chair, guest)
                if desk is not None and not desk.makings:
                    self.laws.agree(code, guest.name, _cards_shown(desk.page), self._record(people, guest))

    def _quiet(self) -> None:
        """Rounds until nothing more comes of them: one answer may let the next entry go."""
        before, now = None, self._open()
        for _ in range(30):
            if before == now:
                return
            self.world.province.settle()
            self.scene.retry()
            self.scene.round()
            before, now = now, self._open()

    def _open(self) -> list[tuple[Any, ...]]:
        return [row for books in self.books.values() for row in books.rows("SELECT seq, state, tries FROM outbox ORDER BY seq")]

    def _settled_one(self, draws: Draws) -> bool:
        for code in sorted(self.scene.seats):
            chair = next(chair for chair in self.scene.chairs if chair.branch == code)
            items = self.fetch(chair, "/work", CHIEF).root.marked("data-work")
            if items:
                self._decide(chair, items[0], draws)
                return True
        return False


def _fee(page: Page) -> int:
    """The fee a check page names, in fen."""
    return round(float(next((e.attrs["data-fee"] for e in page.root.marked("data-fee")), "0")) * 100)


def _cards_shown(page: Page) -> list[tuple[str, ...]]:
    """The cards on a person's page: number, bank, state, social, financial without who told of its loss."""
    table = next((s for s in page.root.tags("section") if s.attrs.get("aria-labelledby") == "cd"), None)
    rows = [row for row in table.tags("tr") if row.tags("td")] if table is not None else []
    cells = [[c.text for c in row.walk() if c.tag in {"th", "td"}] for row in rows]
    return [(*one[:4], one[4].split()[0]) for one in cells if len(one) >= 5]


def _answers(page: Page) -> list[tuple[str, Element]]:
    """What was typed, as the check page says it again."""
    flat = [e for e in page.root.walk() if e.tag in {"dt", "dd"}]
    return [(dt.text, dd) for dt, dd in pairwise(flat) if dt.tag == "dt" and dd.tag == "dd"]


class Firsts:
    """No choice: the last that is offered, which puts back rather than sends again."""

    def pick(self, some: Sequence[T]) -> T:
        """The last of these."""
        return some[-1]
