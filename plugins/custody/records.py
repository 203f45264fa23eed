"""发卡记录查询: by unit or by person, what happened to each finished card, when, where and by whom."""

from counter import Dossier, Kind, LookUp, LookUpCase, Name, Party, staff_words
from printing import Fact, Receipt, Table

HANDING = ("issue.collect", "issue.undo")
MARKS = {"undone": "（已回退）", "failed": "（未完成）"}
COLUMNS = ("时间", "业务", "卡号", "姓名", "变化", "地点", "经办")


def _rows(dossier: Dossier) -> list[tuple[int, tuple[str, ...]]]:
    """The history of one holder's finished cards, each with its place in this branch's journal."""
    rows: list[tuple[int, tuple[str, ...]]] = []
    for past in dossier.past:
        if past.outcome == "started" or not (past.operation.startswith("custody.") or past.operation in HANDING):
            continue
        moved = [c for c in past.moved if c.kind in (Kind.CARD, Kind.CUSTODY) and c.before is not c.after]
        card = next((s for c in past.moved if (s := dossier.find(c.card or c.subject)) and s.number), None)
        mark = MARKS.get(past.outcome, "")
        row = (
            f"{past.at:%Y-%m-%d %H:%M}", past.title + mark, card.number if card is not None else "",
            Name(dossier.holder.name).masked, "；".join(f"{c.title} {c.words}" for c in moved), past.where, past.clerk,
        )  # fmt: skip
        rows.append((past.seq, row))
    return rows


def records(case: LookUpCase) -> Receipt:
    """The list, newest first."""
    holder = case.dossier.holder
    people = case.members if holder.party is Party.UNIT else (case.dossier,)
    found = sorted((row for dossier in people for row in _rows(dossier)), reverse=True)
    rows = tuple(row for _, row in found)
    who = (
        [Fact("单位", holder.name, "name"), Fact("单位编号", holder.id_number, "number")]
        if holder.party is Party.UNIT
        else [Fact("持卡人", holder.name, "name"), Fact("社会保障号码", holder.number_shown, "number")]
    )
    return Receipt(
        office=case.office,
        title="发卡记录",
        number="",
        facts=(*who, Fact("查询时间", f"{case.now:%Y-%m-%d %H:%M}"), Fact("记录", f"{len(rows)} 条")),
        tables=(Table(f"发卡记录（共 {len(rows)} 条）", COLUMNS, rows),),
        foot=(
            Fact("窗口", case.window.title),
            Fact("查询人", staff_words(case.clerk.number, case.clerk.name), "name"),
            Fact("咨询电话", case.phone),
        ),
        stamp=False,
    )


RECORDS = LookUp(
    id="custody.records",
    title="发卡记录",
    roles=frozenset({"经办", "主管"}),
    about=frozenset(Party),
    whole=True,
    paper=records,
)
