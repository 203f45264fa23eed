"""The words of a day's papers (日结单、中途表): kept with the row, so that a copy says what the original said."""

from collections.abc import Mapping, Sequence
from typing import Any

from counter.branch import Branch
from counter.core.dayend import CASH, OpenItem, differs, note_words
from counter.core.money import from_fen
from counter.daysheet import DaySheet, Money
from counter.store.days import BRANCH, CLOSED, DayRow
from printing import Fact, Item, Listing, Receipt, Table

LATER = "清点后显示"
Words = dict[str, Any]


def yuan(fen: int) -> str:
    """An amount as papers have it."""
    return f"{from_fen(fen):,.2f}"


def words_of(
    branch: Branch, sheet: DaySheet, *, cash: bool, why: str = "", items: Sequence[OpenItem] = ()
) -> Words:
    """Everything a paper of this day says; without ``cash`` nothing from which the drawer could be known."""
    moneys = [_money(one, cash) for one in sheet.moneys]
    tables = [
        ("业务（笔）", ("业务", "合计", "办结", "没有办成", "正在办", "其中回退"), _works(branch, sheet)),
        ("收费（元）", ("项目", "方式", "收", "退", "净额", "笔数"), moneys),
        ("账户（元）", ("账户", "收", "退", "净额", "笔数"), [_account(one) for one in sheet.accounts] if cash else []),
        ("现金清点", ("面额", "张数", "金额（元）"), _notes(sheet)),
        ("空白卡和票据（张）", ("批号", "种类", "领入", "使用", "作废", "遗失", "账面结存"), _stocks(sheet)),
        ("作废、遗失的票据", ("票号", "去向", "原因"), [list(one) for one in sheet.spoiled]),
    ]
    return {
        "facts": _facts(branch, sheet, why, cash=cash),
        "tables": [[title, list(columns), rows] for title, columns, rows in tables if rows],
        "open": open_words(items),
    }


def open_words(items: Sequence[OpenItem]) -> list[str]:
    """How many things of each kind are open; whose they are is not kept with the day."""
    kinds = dict.fromkeys(item.kind for item in items)
    return [f"{kind.value} {sum(item.many for item in items if item.kind is kind)} 项" for kind in kinds]


def _works(branch: Branch, sheet: DaySheet) -> list[list[str]]:
    rows = [(branch.catalogue.title(one.operation), one) for one in sheet.works]
    return [
        [title, *(str(n) for n in (one.whole, one.done, one.failed, one.going_on, one.taken_back))]
        for title, one in [*rows, ("合计", sheet.whole)]
    ]


def _money(one: Money, cash: bool) -> list[str]:
    shown = cash or one.way != CASH
    sums = [yuan(n) if shown else LATER for n in (one.came, one.went, one.net)]
    return [one.item, one.way, *sums, str(one.entries)]


def _account(one: Money) -> list[str]:
    return [one.way, yuan(one.came), yuan(one.went), yuan(one.net), str(one.entries)]


def _notes(sheet: DaySheet) -> list[list[str]]:
    last = sheet.counted
    if last is None:
        return []
    found = [(worth, many) for worth, many in last.content["notes"] if many]
    rows = [[note_words(from_fen(worth)), str(many), yuan(worth * many)] for worth, many in found]
    return [*rows, ["实点合计", "", yuan(int(last.content["fen"]))]]


def _stocks(sheet: DaySheet) -> list[list[str]]:
    rows = [(one, (one.taken_in, one.used, one.spoiled, one.lost, one.left)) for one in (*sheet.blanks, *sheet.bills)]
    return [[one.batch, f"{one.kind} {one.numbers}".strip(), *map(str, many)] for one, many in rows]


def _facts(branch: Branch, sheet: DaySheet, why: str, *, cash: bool) -> list[list[str]]:
    accepted, waiting, rejected = sheet.province
    window = branch.window(sheet.span.window) if sheet.span.window else None
    facts = [["日期", sheet.span.day.isoformat()], ["网点", branch.identity.name],
             ["窗口", window.title if window is not None else "全网点"]]  # fmt: skip
    facts += [["省里", f"已确认 {accepted} 笔，待确认 {waiting} 笔，退回 {rejected} 笔"]]
    if sheet.numbers is not None:
        said = "，".join(f"{kind} {count} 个" for kind, count in sheet.numbers.kinds)
        facts += [["回执起止号", f"{sheet.numbers.first} 至 {sheet.numbers.last}"], ["号码去向", said]]
    if window is not None:
        facts += [["应有现金", yuan(sheet.due) if cash else LATER]]
    counts = [f"{row.at:%H:%M} {yuan(int(row.content['fen']))}" for row in sheet.counts]
    if counts:
        last = sheet.counts[-1].content
        facts += [["清点", "；".join(f"第 {n} 次 {one}" for n, one in enumerate(counts, 1))],
                  ["差额", differs(int(last["fen"]), int(last["due"])) or "相符"]]  # fmt: skip
    return facts + ([["差额原因", why]] if why else [])


def receipt_of(branch: Branch, row: DayRow) -> Receipt:
    """The paper of a closing, or an interim one, as it was kept."""
    content, words = row.content, row.content["words"]
    closing = row.kind == CLOSED
    facts = [Fact("编号", row.number, "number"), *(Fact(label, text) for label, text in words["facts"])]
    facts += [Fact("经办人", f"{content['clerk_name']}（{row.clerk}）", "name")]
    if row.second:
        facts += [Fact("复核人", f"{content['second_name']}（{row.second}）", "name")]
    tables = [Table(t, tuple(c), tuple(tuple(r) for r in rows), numbered=False) for t, c, rows in words["tables"]]
    return Receipt(
        office=branch.city.facts.office, title="日结单" if closing else "中途表", number="", facts=tuple(facts),
        tables=tuple(tables),
        lists=_open(words), notices=_notices(content, closing=closing),
        foot=(Fact("时间", f"{row.at:%Y-%m-%d %H:%M:%S}"), Fact("流水校验", _proof(content))),
        signatures=("经办人签字", "复核人签字") if closing else ("制表人签字",), stamp=False,
    )  # fmt: skip


def _open(words: Mapping[str, Any]) -> tuple[Listing, ...]:
    items = tuple(Item(text) for text in words["open"])
    return (Listing("还开着的事项", items),) if items else ()


def _notices(content: Mapping[str, Any], *, closing: bool) -> tuple[str, ...]:
    if not closing:
        return ("这是中途表，不是日结：当天的数以日结单为准。",)
    before = f"上一张日结单 {content['before']}。" if content.get("before") else ""
    return (f"日结以后当天不再收钱、退钱；更正由以后的业务冲正。{before}",)


def _proof(content: Mapping[str, Any]) -> str:
    seq, digest = content["head"]
    return f"第 {seq} 笔 {digest[:16]}"


def scope_title(branch: Branch, window: str) -> str:
    """What a window, or all of them, is called."""
    found = branch.window(window) if window and window != BRANCH else None
    return found.title if found is not None else "全网点"
