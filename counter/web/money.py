"""收费: the money of a day by window and account, the drawer counted, and what was paid and is not yet registered."""

from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from counter.core.dates import BEIJING, parse_date
from counter.core.dossier import Subject
from counter.core.entry import DEPOSITS, INCOME
from counter.core.money import fen, from_fen, parse_yuan
from counter.core.states import PaymentState
from counter.store.drawer import COUNTED, OpenPayment, Sums, counts_between, open_payments, sums_between
from printing import Fact, Receipt, Table

from .entries import pdf
from .papers import first_copy
from .shell import AT_WINDOW, branch, login_now, may, note, problem, seat

pages = Blueprint("money", __name__)
CASH = "现金"
CREDITS = (INCOME, DEPOSITS)
MOST = 200
OPEN = {
    PaymentState.USED: "已用于补换卡，还没有向省里交费登记",
    PaymentState.PAID: "已缴费，还没有用",
    PaymentState.REFUNDING: "正在退费，结果不明",
    PaymentState.ORDERED: "已开单，还没有缴",
}


def _day() -> date:
    text = request.values.get("day", "")
    return parse_date(text) if text else branch().clock.now().date()


def _between(day: date) -> tuple[datetime, datetime]:
    start = datetime.combine(day, time(), BEIJING)
    return start, start + timedelta(days=1)


@pages.get("/money")
@may(*AT_WINDOW)
def show() -> ResponseReturnValue:
    """The day's sums, what was counted, and every payment that is not at its end."""
    try:
        return _page(_day())
    except ValueError as error:
        return problem(str(error), 422)


def _page(day: date, typed: str = "", why: str = "", error: str = "") -> ResponseReturnValue:
    note("看收费日报", text=day.isoformat())
    sums = sums_between(branch().database, *_between(day))
    page = render_template(
        "money.html", day=day, tables=_tables(sums), whole=_whole(sums), zero=sum(one.net for one in sums),
        credits=CREDITS, drawer=from_fen(_drawer(sums)), window_now=seat().window, typed=typed, why=why, error=error,
        counts=counts_between(branch().database, *_between(day)), titles=_titles(), open=_open(),
        today=branch().clock.now().date(), registers="fees.register" in branch().city.operations,
    )  # fmt: skip
    return page, 422 if error else 200


def _drawer(sums: list[Sums]) -> int:
    """What should lie in the drawer of this window, in fen."""
    return next((one.net for one in sums if one.account == CASH and one.window == login_now().window), 0)


def _titles() -> dict[str, str]:
    return {window.id: window.title for window in branch().windows()}


def _shown(one: Sums) -> tuple[str, Any, Any, Any, int]:
    """An account as people read it: what came in, went out and is left; income and deposits are on the other side."""
    sign = -1 if one.account in CREDITS else 1
    came, went = (one.down, one.up) if sign < 0 else (one.up, one.down)
    return one.account, from_fen(came), from_fen(went), from_fen(came - went), one.entries


def _tables(sums: list[Sums]) -> list[tuple[str, list[tuple[str, Any, Any, Any, int]]]]:
    windows = list(dict.fromkeys(one.window for one in sums))
    placed = sorted(sums, key=lambda one: _place(one.account))
    return [(_titles().get(w, w), [_shown(one) for one in placed if one.window == w]) for w in windows]


def _place(account: str) -> tuple[bool, str]:
    """Money first, what it was for after it."""
    return account in CREDITS, account


def _whole(sums: list[Sums]) -> list[tuple[str, Any, Any, Any, int]]:
    """All windows together."""
    accounts = sorted({one.account for one in sums}, key=_place)
    out = []
    for account in accounts:
        mine = [one for one in sums if one.account == account]
        up, down, entries = (sum(getattr(one, name) for one in mine) for name in ("up", "down", "entries"))
        out.append(_shown(Sums(window="", account=account, up=up, down=down, entries=entries)))
    return out


def _open() -> list[tuple[OpenPayment, str, str, str]]:
    """Each payment that is not at its end, with its holder, its amount and what is still to be done."""
    states = [s for s in OPEN if s is not PaymentState.USED or "fees.register" in branch().city.operations]
    out = []
    for one in open_payments(branch().database, states, MOST):
        dossier = branch().people.dossier(one.person)
        found = dossier.find(one.subject) if dossier is not None else None
        if dossier is not None and found is not None:
            out.append((one, dossier.holder.name, found.facts.get("amount", ""), _words(one.state, found)))
    return out


def _words(state: PaymentState, payment: Subject) -> str:
    """What is still to be done; who swiped a card and has no answer has not simply not paid."""
    swiped = state is PaymentState.ORDERED and not payment.facts.get("notice_number")
    return "刷了卡，结果不明，请主管在待办里处理" if swiped else OPEN[state]


@pages.post("/money/count")
@may(*AT_WINDOW)
def count() -> ResponseReturnValue:
    """The cash in the drawer was counted: what it should be, what it is, and why they differ."""
    typed, why = request.form.get("cash", ""), request.form.get("why", "").strip()
    try:
        day, counted = _day(), fen(parse_yuan(typed))
    except ValueError as error:
        return _page(branch().clock.now().date(), typed, why, str(error))
    sums = sums_between(branch().database, *_between(day))
    due = _drawer(sums)
    if counted != due and not why:
        return _page(day, typed, why, f"{_difference(counted, due)}，有差额必须写明原因")
    said = f"{day} 应有 {from_fen(due):.2f}，实点 {from_fen(counted):.2f}，{_difference(counted, due)}"
    note(COUNTED, text=f"{said}：{why}" if why else said)
    return redirect(url_for("money.show", day=day.isoformat()), 303)


def _difference(counted: int, due: int) -> str:
    if counted == due:
        return "相符"
    return f"{'长' if counted > due else '短'} {from_fen(abs(counted - due)):.2f} 元"


@pages.get("/money/day.pdf")
@may(*AT_WINDOW)
def paper() -> ResponseReturnValue:
    """The report of a day, to be signed."""
    try:
        day = _day()
    except ValueError as error:
        return problem(str(error), 422)
    sums, now = sums_between(branch().database, *_between(day)), branch().clock.now()
    rows = tuple(
        (title, account, f"{came:.2f}", f"{went:.2f}", f"{left:.2f}", str(entries))
        for title, lines in [*_tables(sums), ("合计", _whole(sums))]
        for account, came, went, left, entries in lines
    )
    counted = [Fact(f"现金清点 {_titles().get(w, w)}", said) for _, w, _, said in counts_between(
        branch().database, *_between(day)
    )]
    note("打印收费日报", text=day.isoformat())
    receipt = Receipt(
        office=branch().city.facts.office, title="收费日报", number=day.isoformat(),
        facts=(Fact("日期", day.isoformat()), Fact("网点", branch().identity.name), *counted),
        table=Table("各窗口各账户（元）", ("窗口", "账户", "收", "退", "净额", "笔数"), rows),
        notices=(f"各账户借贷合计 {from_fen(sum(one.net for one in sums)):.2f} 元。",),
        foot=(Fact("制表工号", login_now().clerk.number), Fact("制表时间", f"{now:%Y-%m-%d %H:%M}")),
        signatures=("经办人签字", "主管签字"), stamp=False,
    )  # fmt: skip
    return pdf(receipt, first_copy(now), f"day-{day}", "a4")
