"""一次性告知: everything an operation asks for, in writing, before anything else."""

from collections.abc import Sequence

from counter import LookUp, LookUpCase, Paper, hookimpl, papers_for
from printing import Fact, Item, Listing, Receipt

PRINTED = "：在窗口打印，核对后签字"


def _named(paper: Paper) -> str:
    """The paper with the cases in which it is asked, or where it is printed."""
    return f"{paper.paper}（{paper.limit}）" if paper.limit else paper.paper + PRINTED * paper.printed


def once(case: LookUpCase) -> Receipt:
    """The one-time notice for one operation and for whoever will come."""
    offer = case.offer
    assert offer is not None, "the notice is about an operation"
    papers = {paper.paper: paper for part in offer.parts for paper in papers_for(part, case.by)}
    items = tuple(Item(_named(p), f"{p.article}（假定）" if p.assumed else p.article) for p in papers.values())
    fees = [p.tariff for p in offer.parts if p.tariff is not None]
    cost = "、".join(f"{t.title} {t.yuan.value:.2f} 元{'（假定）' if t.yuan.assumed else ''}" for t in fees)
    facts = (
        Fact("申办事项", offer.title, "state"),
        Fact("申办人", case.dossier.holder.name, "name"),
        Fact("办理方式", case.by.value),
        Fact("收费", cost or "不收费"),
        Fact("告知时间", f"{case.now:%Y-%m-%d %H:%M}"),
    )
    return Receipt(
        office=case.office,
        title="一次性告知单",
        number="",
        facts=facts,
        lists=(Listing("须带齐的全部材料", items or (Item("不须另带材料"),)),),
        next_step=offer.last.guide.next,
        notices=tuple(n.value for part in offer.parts for n in part.guide.notices),
        foot=(
            Fact("窗口", case.window.title),
            Fact("经办人工号", case.clerk.number),
            Fact("依据", offer.article),
            Fact("咨询电话", case.phone),
        ),
        stamp=True,
    )


@hookimpl
def counter_lookups() -> Sequence[LookUp]:
    """Offer the notice to every clerk."""
    return (
        LookUp(
            id="notice.once",
            title="一次性告知单",
            roles=frozenset({"经办", "主管"}),
            about_offer=True,
            paper=once,
        ),
    )
