"""一次性告知单、缺件告知单: what is asked, what is in the way, what is still missing, and which window to go to."""

from collections.abc import Sequence
from dataclasses import replace

from counter import LookUpCase, Paper, Refusal, Served, papers_for, written_out
from printing import Fact, Item, Listing, Receipt

PRINTED = "：在窗口打印，核对后签字"
PHOTO = "照片"


def once(case: LookUpCase) -> Receipt:
    """The one-time notice for one operation and for whoever will come: everything, before anything is begun."""
    offer = case.offer
    assert offer is not None, "the notice is about an operation"
    papers = {paper.paper: paper for part in offer.parts for paper in papers_for(part, case.by)}
    items = tuple(_item(paper, case) for paper in papers.values())
    fees = [p.tariff for p in offer.parts if p.tariff is not None]
    cost = "、".join(f"{t.title} {t.yuan.value:.2f} 元{'（假定）' if t.yuan.assumed else ''}" for t in fees)
    blocked = Listing("现在还不能办，原因", _lines(case.refusals))
    brought = Listing("须带齐的全部材料", items or (Item("不须另带材料"),))
    notices = tuple(n.value for part in offer.parts for n in part.guide.notices)
    said = _paper(case, "一次性告知单", _opening(case))
    return replace(
        said,
        facts=(*said.facts, Fact("收费", cost or "不收费")),
        lists=(*((blocked,) if case.refusals else ()), brought),
        promise="" if case.refusals else case.promise,
        next_step=offer.last.guide.next,
        notices=notices,
    )


def missing(case: LookUpCase) -> Receipt:
    """The second notice: only what is missing now on the form that is being filled."""
    lacks = case.lacking
    assert lacks is not None, "asked for on a form"
    lists = (
        Listing("还缺的材料", tuple(_item(paper, case) for paper in lacks.papers)),
        Listing("还没有填或填得不对的", _lines(lacks.blanks)),
        Listing("还不符合的", _lines(lacks.refusals)),
    )
    given = tuple(one for one in lists if one.items)
    asked = f"{_to(case)}申请办理“{_title(case)}”，经核对，"
    opening = f"{asked}尚需补正下列各项，现一次告知如下，补齐后接着办理。"
    whole = f"{asked}材料和填写都已齐全，可以办理。"
    return replace(_paper(case, "缺件告知单", opening if given else whole), lists=given)


def _paper(case: LookUpCase, title: str, opening: str) -> Receipt:
    """What both notices have: to whom, about what, the how manieth time, where it is done, and who told it."""
    offer = case.offer
    assert offer is not None, "the notice is about an operation"
    return Receipt(
        office=case.office,
        title=title,
        number="",
        opening=opening,
        facts=(
            Fact("申办事项", offer.title, "state"),
            Fact("申办人", case.dossier.holder.name, "name"),
            Fact("办理方式", case.by.value),
            Fact("告知", f"第 {case.number} 次，{case.now:%Y-%m-%d %H:%M}"),
            Fact("办理窗口", "本窗口" if case.here else "；".join(_window(one) for one in case.served)),
        ),
        signatures=("申请人（代办人）签收",),
        foot=(
            Fact("首问负责（告知人）", f"{case.clerk.name}（工号 {case.clerk.number}）", "name"),
            Fact("网点", case.window.branch_title),
            Fact("窗口", case.window.title),
            Fact("依据", offer.article),
            Fact("咨询电话", case.phone),
        ),
        day=written_out(case.now),
    )


def _title(case: LookUpCase) -> str:
    return case.offer.title if case.offer is not None else ""


def _to(case: LookUpCase) -> str:
    return f"{case.dossier.holder.name}：您于 {case.now:%Y 年 %-m 月 %-d 日}向本窗口"


def _opening(case: LookUpCase) -> str:
    """What is told, in one sentence: that it can be done, that it cannot yet, or that it is done elsewhere."""
    asked = f"{_to(case)}咨询办理“{_title(case)}”"
    away = "" if case.here else "本窗口不办理这项业务，请到下面写明的办理窗口。"
    if case.refusals:
        return f"{asked}。{away}按现在的情况还不能办，原因和将来须带的全部材料现一次告知如下。"
    return f"{asked}。{away}须带齐的全部材料现一次告知如下，带齐即可办理。"


def _window(one: Served) -> str:
    """A window with its address and telephone, as far as they are known."""
    more = "，".join(text for text in (one.address, one.phone and f"电话 {one.phone}") if text)
    return f"{one.title}（{more}）" if more else one.title


def _item(paper: Paper, case: LookUpCase) -> Item:
    """The paper with the cases in which it is asked, where it is printed, or what a photo must be."""
    limit = f"（{paper.limit}）" if paper.limit else ""
    photo = f"：{case.photo}" if PHOTO in paper.paper and case.photo else ""
    source = f"{paper.article}（假定）" if paper.assumed else paper.article
    return Item(f"{paper.paper}{limit}{PRINTED * paper.printed}{photo}", source)


def _lines(refusals: Sequence[Refusal]) -> tuple[Item, ...]:
    """Refusals as numbered lines with their articles."""
    return tuple(Item(one.text, one.article) for one in refusals)
