"""What must be so after a step, held against what the counter's pages and the province show."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from counter.rehearsal.play import dayend, kept, limits, lists, making, money, queries, systems, temporary, told
from counter.rehearsal.play.desk import Deed, Desk
from counter.rehearsal.play.difference import Difference
from counter.rehearsal.play.province import calls_of, shown_facts
from counter.rehearsal.play.shown import Said, is_slip, refused_on, said_on
from counter.rehearsal.play.units import lies, noted, recorded, reviewed

if TYPE_CHECKING:
    from counter.rehearsal.play.page import Element
    from counter.rehearsal.play.words import At, Expect

NOT_DONE = {"不能办理", "填写有误"}


class Check:
    """Checks the expectations of one block; the person's page and the slips are fetched once."""

    def __init__(self, desk: Desk, deed: Deed | None) -> None:
        self.desk: Desk = desk
        self.deed: Deed | None = deed
        self.out: list[Difference] = []
        self._page: Element | None = None
        self._slips: str | None = None

    def all(self, expects: list[Expect]) -> list[Difference]:
        """Every difference of this block, in the order of its lines."""
        if self.deed is not None:
            self._carried(self.deed, expects)
        for one in expects:
            if one.kind not in NOT_DONE and one.kind != "桌面不可办":
                found = _CHECKS[one.kind](self, one)
                if found:
                    self.out.append(Difference(one.at, found))
        self._desk_refusals([e for e in expects if e.kind == "桌面不可办"])
        return sorted(self.out, key=lambda d: d.at.line)

    # done or refused

    def _carried(self, deed: Deed, expects: list[Expect]) -> None:
        wanted = [e for e in expects if e.kind in NOT_DONE]
        for label in deed.unknown:
            self.out.append(Difference(deed.step.at, f"页面上没有“{label}”这一项"))
        if not wanted:
            if not deed.done or deed.refusals:
                told = "；".join(map(str, deed.refusals)) or _listed(deed.errors) or "页面没有说原因"
                self.out.append(Difference(deed.step.at, f"不能办理：{told}"))
            elif not deed.allowed_at_desk:
                self.out.append(Difference(deed.step.at, "办成了，但持卡人页面上写着不能办"))
            return
        if deed.done and not deed.refusals:
            self.out += [Difference(e.at, "办成了") for e in wanted]
            return
        self._match([e for e in wanted if e.kind == "不能办理"], deed.refusals, deed.step.at)
        self._errors([e for e in wanted if e.kind == "填写有误"], deed)

    def _match(self, wanted: list[Expect], said: list[Said], at: At) -> None:
        """Every expected refusal is said, and nothing else is."""
        left = list(said)
        for one in wanted:
            text, article = one.words[-2:]
            fits = next((s for s in left if text in s.text and s.article.startswith(article)), None)
            if fits is None:
                self.out.append(Difference(one.at, "；".join(map(str, said)) or "没有拒绝"))
            else:
                left.remove(fits)
        if left and not any(d.at in [w.at for w in wanted] for d in self.out):
            more = "；".join(map(str, left))
            self.out.append(Difference(wanted[-1].at if wanted else at, f"还说了：{more}"))

    def _errors(self, wanted: list[Expect], deed: Deed) -> None:
        left = dict(deed.errors)
        for one in wanted:
            label, words = one.words
            name = next((n for n in left if n.startswith(label)), None)
            if name is None or words not in left[name]:
                self.out.append(Difference(one.at, _listed(deed.errors) or "没有这样的提示"))
            if name is not None:
                del left[name]
        if left:
            at = wanted[-1].at if wanted else deed.step.at
            self.out.append(Difference(at, f"还提示了：{_listed(left)}"))

    # the person's page

    @property
    def page(self) -> Element:
        """The holder's page as it is now."""
        if self._page is None:
            self._page = self.desk.person().root
        return self._page

    def _desk_refusals(self, expects: list[Expect]) -> None:
        groups: dict[str, list[Expect]] = {}
        for one in expects:
            groups.setdefault(one.words[0], []).append(one)
        for title, wanted in groups.items():
            offer = self.desk.offer_id(title)
            said = refused_on(self.page, offer) if offer else None
            if said is None:
                can = "可以办" if offer and self.page.marked("data-offer", offer) else "页面上没有这项业务"
                self.out += [Difference(e.at, can) for e in wanted]
                continue
            self._match(wanted, said, wanted[0].at)

    def can(self, one: Expect) -> str:
        """桌面可办."""
        closed = []
        for title in one.words:
            offer = self.desk.offer_id(title)
            if offer is None or not self.page.marked("data-offer", offer):
                why = refused_on(self.page, offer) if offer else None
                closed.append(f"{title} {'；'.join(map(str, why)) if why else '页面上没有这项业务'}")
        return f"不能办：{'；'.join(closed)}" if closed else ""

    def state(self, one: Expect) -> str:
        """现状."""
        shown = self.page.first("data-state")
        return "" if shown.startswith(one.words[0]) else shown or "页面上没有状态"

    def closed(self, one: Expect) -> str:
        """打不开."""
        page = self.desk.person()
        shown = " ".join(e.text for e in page.root.tags("main"))
        if page.path.startswith("/person/"):
            return "打开了"
        return "" if one.words[0] in shown else shown

    def work(self, one: Expect) -> str:
        """待办含."""
        items = [e.text for e in self.desk.browser.get("/work?list=decide").root.marked("data-work-text")]
        return "" if any(one.words[0] in text for text in items) else "；".join(items) or "没有待办"

    # the operation just done

    def done(self) -> Deed:
        """What was done last; a visit asks about it only after doing something."""
        return self.deed or self.desk.deed or Deed(step=None, offer="")  # type: ignore[arg-type]

    def change(self, one: Expect) -> str:
        """A change, shown before confirming and written after it, or both halves of an act's change."""
        title, before, after = one.words
        deed = self.done()
        written = (title, before, after) in deed.changes
        halves = any(
            (title, middle, after) in deed.changes
            for start, first, middle in deed.announced
            if (start, first) == (title, before)
        )
        if written or halves:
            return ""
        shown = [f"{t}：{a} → {b}" for t, a, b in dict.fromkeys(deed.announced + deed.changes)]
        return "、".join(shown) or "没有变化"

    def fee(self, one: Expect) -> str:
        """收费."""
        return "" if self.done().fee == one.words[0] else self.done().fee

    def promise(self, one: Expect) -> str:
        """承诺."""
        return "" if self.done().promise == one.words[0] else self.done().promise

    def papers(self, one: Expect) -> str:
        """应收材料."""
        asked = self.done().papers
        return "" if sorted(asked) == sorted(one.words) else "、".join(asked) or "没有材料"

    def slip(self, one: Expect) -> str:
        """回执含: without a reader, only that every slip is a whole PDF."""
        if not self.desk.read_slips:
            files = self.desk.slip_files(self.done())
            return "" if files and all(is_slip(raw) for raw in files) else "回执不是完整的 PDF"
        if self._slips is None:
            self._slips = self.desk.slips(self.done())
        wanted = temporary.coupons(self.desk, one.words[0])
        return "" if _tight(wanted) in _tight(self._slips) else self._slips or "没有回执"

    def marked(self, one: Expect) -> str:
        """标明."""
        entry = self.desk.browser.get(f"/entry/{self.done().op_id}")
        shown = [e.text for e in entry.root.marked("data-province")]
        if shown and all(one.words[0].removeprefix("已") in text for text in shown):
            return ""
        return "、".join(shown) or "、".join(map(str, said_on(entry))) or "没有标明"

    def same(self, _one: Expect) -> str:
        """同一笔."""
        return "" if self.done().again else "又办了一次，或没有回到同一笔"

    # the province

    def received(self, one: Expect) -> str:
        """省里收到."""
        self.desk.round()
        word, *facts = one.words
        calls = calls_of(self.desk)
        mine = [shown_facts(applied) for name, applied in calls if name == word]
        fits = [shown for shown in mine if all(fact in shown for fact in facts)]
        if len(fits) == 1:
            return ""
        told = [" ".join([name, *shown_facts(applied)]) for name, applied in calls]
        return "、".join(told) or "什么也没有收到"

    def counted(self, one: Expect) -> str:
        """省里一共收到."""
        self.desk.round()
        calls = calls_of(self.desk)
        names = "、".join(name for name, _ in calls)
        return "" if len(calls) == int(one.words[0]) else f"{len(calls)} 笔：{names}"

    def nothing(self, _one: Expect) -> str:
        """省：未收到."""
        return "、".join(name for name, _ in calls_of(self.desk))


_CHECKS: dict[str, Callable[[Check, Expect], str]] = {
    "现状": Check.state, "收费": Check.fee, "承诺": Check.promise, "应收材料": Check.papers,
    "桌面可办": Check.can, "回执含": Check.slip, "省里收到": Check.received, "省里一共收到": Check.counted,
    "省": Check.nothing, "标明": Check.marked, "同一笔": Check.same, "待办含": Check.work,
    "打不开": Check.closed, "变化": Check.change, "卡在": lies, "发卡记录含": recorded, "空白卡": making.counted,
    "复核": reviewed, "黑名单写着": noted, **kept.CHECKS, **systems.CHECKS, **limits.CHECKS, **money.CHECKS,
    **temporary.CHECKS, **lists.CHECKS, **told.CHECKS, **dayend.CHECKS, **queries.CHECKS,
}  # fmt: skip


def _tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _listed(errors: dict[str, str]) -> str:
    return "；".join(f"{label} {text}" for label, text in errors.items())
