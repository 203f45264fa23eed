"""情况报告单: what happened at the counter, for those who have to mend it."""

from counter import PlaceCase
from printing import Fact, Item, Listing, Receipt


def report(case: PlaceCase) -> Receipt:
    """The report for the information centre: who, which operation, which step, when, and what was shown."""
    entry, holder = case.entry, case.place.dossier.holder if case.place.dossier is not None else None
    facts = [Fact("报送", case.rules.center.value, "state"), Fact("报告时间", f"{case.now:%Y-%m-%d %H:%M:%S}")]
    facts += [Fact("情况", case.problem)] if case.problem else []
    facts += [Fact("持卡人", holder.name, "name"), Fact("社会保障号码", holder.id_number, "number")] if holder else []
    facts += [Fact("查找的号码", case.sought, "number")] if case.sought else []
    if entry is not None:
        facts += [Fact("业务", entry.title), Fact("业务流水号", entry.number, "number")]
        facts += [Fact("业务时间", f"{entry.at:%Y-%m-%d %H:%M:%S}")]
        facts += [Fact("卡号", entry.card_number, "number")] if entry.card_number else []
    facts += [Fact("步骤", case.step)] if case.step else []
    said = tuple(Item(text) for text in case.place.faults)
    return Receipt(
        office=case.office,
        title="情况报告单",
        number="",
        facts=tuple(facts),
        lists=(Listing("页面上的提示", said or (Item("页面上没有出错的提示"),)),),
        next_step="处理结果请告知本窗口，由窗口通知持卡人。",
        foot=(
            Fact("网点", case.window.branch_title),
            Fact("窗口", case.window.title),
            Fact("报告人", f"{case.clerk.name}（工号 {case.clerk.number}）", "name"),
            Fact("依据", case.rules.center.source),
            Fact("咨询电话", case.phone),
        ),
        signatures=("报告人签字", "接收人签字"),
    )
