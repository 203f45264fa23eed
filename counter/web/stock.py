"""The blank cards of this branch: how many of each batch came in, are left, were made, spoiled or lost."""

import re

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from counter.store.clock import from_ms
from counter.store.staff import SUPERVISOR
from counter.store.stock import LOST, SPOILED, TAKEN_IN

from .shell import AT_WINDOW, branch, login_now, may, note

pages = Blueprint("stock", __name__)
KINDS = (TAKEN_IN, LOST, SPOILED)
SHOWN = 50
MOST = 100_000
LONGEST = 40


@pages.get("/blanks")
@may(*AT_WINDOW)
def show() -> ResponseReturnValue:
    """Every batch with its numbers, and what was written down last."""
    return _page({})


def _page(typed: dict[str, str], error: str = "") -> ResponseReturnValue:
    titles = {window.id: window.title for window in branch().windows()}
    rows = [(from_ms(int(str(row[0]))), *row[1:]) for row in branch().stock.rows(SHOWN)]
    page = render_template(
        "stock.html",
        batches=branch().stock.batches(),
        rows=rows,
        titles=titles,
        kinds=KINDS,
        banks=branch().city.choices().get("banks", ()),
        typed=typed,
        branch_stock=branch().stock.last(),
        error=error,
    )
    return page, 422 if error else 200


@pages.post("/blanks")
@may(SUPERVISOR)
def add() -> ResponseReturnValue:
    """Write down what came in, was lost or was spoiled outside a maker; nothing is changed afterwards."""
    typed = {name: request.form.get(name, "").strip() for name in ("kind", "batch", "bank", "count", "note", "token")}
    with branch().database.writing():
        error = _wrong(typed)
        if error:
            return _page(typed, error)
        if typed["token"] == str(branch().stock.last()):
            known = next((b for b in branch().stock.batches() if b.batch == typed["batch"]), None)
            branch().stock.add(
                typed["kind"],
                typed["batch"],
                known.bank if known is not None else typed["bank"],
                int(typed["count"]),
                clerk=login_now().clerk.number,
                window=login_now().window,
                now=branch().clock.now(),
                note=typed["note"],
            )
    note("登记空白卡", text=f"{typed['kind']} {typed['count']} 张")
    return redirect(url_for("stock.show"), 303)


def _wrong(typed: dict[str, str]) -> str:
    known = next((b for b in branch().stock.batches() if b.batch == typed["batch"]), None)
    if typed["kind"] not in KINDS:
        return "请选择入库、遗失或作废"
    if not typed["batch"] or len(typed["batch"]) > LONGEST:
        return f"请填写批号，最多 {LONGEST} 个字"
    if not re.fullmatch(r"[0-9]{1,6}", typed["count"]) or not 0 < int(typed["count"]) <= MOST:
        return f"请填写张数，1 到 {MOST}"
    if typed["kind"] == TAKEN_IN:
        banks = branch().city.choices().get("banks", ())
        return "" if known is not None or typed["bank"] in {"", *banks} else "请从名单里选择银行"
    if known is None or known.left < int(typed["count"]):
        left = known.left if known is not None else 0
        return f"批号“{typed['batch']}”只剩 {left} 张，不能登记{typed['kind']} {typed['count']} 张，请核对批号和张数"
    return "" if typed["note"] else f"请写明{typed['kind']}的原因"
