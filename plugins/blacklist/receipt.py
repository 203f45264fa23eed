"""列入、移出黑名单的登记单，和黑名单查询。"""

from counter import Dossier, Entry, IdNumber, Kind, LookUpCase, listed, listing_words, shown, slip, staff_words
from printing import Fact, Receipt, Table

from .form import LiftForm, ListForm

COLUMNS = ("时间", "业务", "变化", "地点", "经办")


def list_slip(entry: Entry[ListForm]) -> Receipt:
    """The record of a listing, told to the holder."""
    change = entry.change("blacklist")
    facts = [
        Fact("黑名单", change.after.value if change is not None else "", "state"),
        Fact("列入原因", entry.form.reason),
        Fact("发生日期", shown(entry.form.happened_on)),
        Fact("情况说明", entry.form.story),
    ]
    return slip(entry, "社会保障卡管理黑名单列入登记单", facts=facts, signatures=("持卡人（被告知人）签字", "主管签字"))


def lift_slip(entry: Entry[LiftForm]) -> Receipt:
    """The record of a lifting."""
    change = entry.change("blacklist")
    facts = [
        Fact("黑名单", change.after.value if change is not None else "", "state"),
        Fact("移出原因", entry.form.reason),
    ]
    return slip(entry, "社会保障卡管理黑名单移出登记单", facts=facts, signatures=("主管签字",))


def _rows(dossier: Dossier) -> tuple[tuple[str, ...], ...]:
    found = [(past, c) for past in dossier.past for c in past.moved if c.kind is Kind.BLACKLIST]
    return tuple((f"{past.at:%Y-%m-%d %H:%M}", past.title, c.words, past.where, past.clerk or "—") for past, c in found)


def shown_listing(case: LookUpCase) -> Receipt:
    """Whether somebody stands on the list, since when and why, and what was written about it here."""
    holder, entry, rows = case.dossier.holder, listed(case.dossier), _rows(case.dossier)
    latest = next(iter(case.dossier.of(Kind.BLACKLIST)), None)
    stands = listing_words(entry) if entry is not None else latest.state.value if latest is not None else "不在黑名单中"
    return Receipt(
        office=case.office,
        title="黑名单查询",
        number="",
        facts=(
            Fact("持卡人", holder.name, "name"),
            Fact("社会保障号码", IdNumber(holder.id_number).masked, "number"),
            Fact("黑名单", stands),
            Fact("查询时间", f"{case.now:%Y-%m-%d %H:%M}"),
        ),
        tables=(Table(f"登记（共 {len(rows)} 条）", COLUMNS, rows),),
        foot=(
            Fact("窗口", case.window.title),
            Fact("查询人", staff_words(case.clerk.number, case.clerk.name), "name"),
            Fact("咨询电话", case.phone),
        ),
        stamp=False,
    )
