"""The numbered bills of this branch: which batch is in use, which number comes next, what became of each bill."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from counter.core.bill import Fate, Run, run_of
from counter.store.bills import BillBatch, By
from counter.store.clock import from_ms
from counter.store.staff import SUPERVISOR

from .shell import AT_WINDOW, branch, login_now, may, note, problem

pages = Blueprint("bills", __name__)
KINDS = (Fate.TAKEN_IN.value, Fate.LOST.value, Fate.SPOILED.value)
SHOWN, FEW = 50, 5
COUNTED = "清点财政票据"
LONGEST = 40
FIELDS = ("kind", "batch", "first", "last", "note", "token")


@pages.get("/bills")
@may(*AT_WINDOW)
def show() -> ResponseReturnValue:
    """Every batch with its numbers, the reconciliation, and what was written down last."""
    if not branch().catalogue.uses_bills:
        return problem("本市不在柜台开财政票据", 404)
    return _page({})


def _page(typed: dict[str, str], error: str = "") -> ResponseReturnValue:
    titles = {window.id: window.title for window in branch().windows()}
    rows = [(from_ms(int(str(row[0]))), *row[1:]) for row in branch().bills.rows(SHOWN)]
    following, batches = branch().bills.next(), branch().bills.batches()
    page = render_template(
        "bills.html", batches=batches, next=following, rows=rows, titles=titles, kinds=KINDS, typed=typed, error=error,
        states={one.batch: _state(one, following.batch if following is not None else "") for one in batches},
        gone=[(one, one.told(Fate.SPOILED, Fate.LOST, Fate.BACK)) for one in batches],
        fates=list(Fate), last=branch().bills.last(),
    )  # fmt: skip
    return page, 422 if error else 200


def _state(batch: BillBatch, now: str) -> str:
    if not batch.left:
        return "用完"
    return "在用" if batch.batch == now else "待用"


@pages.post("/bills")
@may(SUPERVISOR)
def add() -> ResponseReturnValue:
    """Write down what came in, was lost or was spoiled; nothing is changed afterwards."""
    typed = {name: request.form.get(name, "").strip() for name in FIELDS}
    with branch().database.writing():
        try:
            run = run_of(typed["first"], typed["last"] or typed["first"])
            batch = _arriving(typed, run) if typed["kind"] == Fate.TAKEN_IN.value else _leaving(typed, run)
        except ValueError as error:
            return _page(typed, str(error))
        if typed["token"] == str(branch().bills.last()):
            by = By(clerk=login_now().clerk.number, window=login_now().window, now=branch().clock.now())
            branch().bills.add(Fate(typed["kind"]), batch, run, by, typed["note"])
    note("登记财政票据", text=f"{typed['kind']} {run}")
    return redirect(url_for("bills.show"), 303)


@pages.post("/bills/count")
@may(*AT_WINDOW)
def count() -> ResponseReturnValue:
    """The papers in hand against the books: every number that is missing must be explained."""
    typed = {name: request.form.get(name, "").strip() for name in ("held_first", "held_last")}
    following = branch().bills.next()
    batch = next((one for one in branch().bills.batches() if following and one.batch == following.batch), None)
    if batch is None:
        return _page(typed, "没有在用的票据可以清点，请及时与信息中心相关人员联系入库票据")
    try:
        held = run_of(typed["held_first"], typed["held_last"])
    except ValueError as error:
        return _page(typed, str(error))
    missing, strange = batch.against(held)
    said = f"{batch.batch} 手里 {held}，缺 {len(missing)} 张，多 {len(strange)} 张"
    note(COUNTED, ok=not (missing or strange), text=said)
    if missing or strange:
        return _page(typed, _differs(missing, strange))
    return _page({**typed, "counted": f"批号 {batch.batch} 手里的 {held} 与账面相符，共 {len(held)} 张"})


def _differs(missing: list[str], strange: list[str]) -> str:
    """What to do about it, in one sentence."""
    lacks = f"缺 {len(missing)} 张（{_some(missing)}），请主管查明后登记遗失或作废，写明原因" if missing else ""
    more = f"多 {len(strange)} 张（{_some(strange)}），不是账面上剩余的票据，请核对" if strange else ""
    return f"手里的票据与账面不符：{'；'.join(part for part in (lacks, more) if part)}"


def _some(numbers: list[str]) -> str:
    return "、".join(numbers[:FEW]) + ("等" if len(numbers) > FEW else "")


def _arriving(typed: dict[str, str], run: Run) -> str:
    """The number of a new batch; it waits until the older ones are used up."""
    if not typed["batch"] or len(typed["batch"]) > LONGEST:
        raise ValueError(f"请填写批号，最多 {LONGEST} 个字")
    for known in branch().bills.batches():
        if known.batch == typed["batch"]:
            raise ValueError(f"批号“{known.batch}”已经入库（{known.run}），同一批不能再入库")
        if known.run.meets(run):
            raise ValueError(f"{run} 与批号“{known.batch}”的 {known.run} 有重号，请核对起号和止号")
    return typed["batch"]


def _leaving(typed: dict[str, str], run: Run) -> str:
    """The batch of bills that are lost or spoiled: all of them are left, and there is a reason."""
    if typed["kind"] not in KINDS:
        raise ValueError("请选择入库、遗失或作废")
    known = next((one for one in branch().bills.batches() if one.run.place(run.number(run.first)) is not None), None)
    if known is None or known.run.place(run.number(run.last)) is None:
        raise ValueError(f"{run} 不在同一个已入库的批次里，请核对起号和止号")
    used = [place for place in range(run.first, run.last + 1) if place in known.fates]
    if used:
        raise ValueError(f"{known.run.number(used[0])} 已经{known.fates[used[0]]}，不能再登记{typed['kind']}")
    if not typed["note"]:
        raise ValueError(f"请写明{typed['kind']}的原因，缺号不说明不能结清这一批")
    return known.batch
