"""The work list: what the province sent back, and acts whose end nobody knows."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from counter.acts import conclude
from counter.core.operation import ActDone, ActFailed
from counter.store.work import UNKNOWN_ACT, Item
from counter.sync.reject import choices, decide_item

from .shell import AT_WINDOW, branch, counter, login_now, may, note, problem

pages = Blueprint("work", __name__)
MADE, NOT_MADE = "已完成", "未完成"


@pages.get("/work")
@may(*AT_WINDOW)
def show() -> ResponseReturnValue:
    """Every open item with what can be decided."""
    items = branch().work.items()
    return render_template("work.html", items=[(item, _choices(item)) for item in items])


def _choices(item: Item) -> tuple[str, ...]:
    return (MADE, NOT_MADE) if item.kind == UNKNOWN_ACT else choices(branch(), item)


@pages.post("/work/<int:item_id>")
@may("主管")
def decide(item_id: int) -> ResponseReturnValue:
    """Carry out what a supervisor decided, once."""
    item = branch().work.find(item_id)
    decision = request.form.get("decision", "")
    if item is None:
        return problem("这一项已由别人处理，请刷新待办", 409)
    if decision not in _choices(item):
        return problem("请从列出的处理办法中选一项", 422)
    now, clerk = branch().clock.now(), login_now().clerk.number
    if item.kind == UNKNOWN_ACT:
        done = _end_act(item, decision, clerk)
    else:
        done = decide_item(branch(), item, decision, clerk, now)
    note("处理待办", person=item.person, text=decision)
    counter().courier.wake()
    return redirect(url_for("work.show"), 303) if done else problem("这一项已由别人处理，请刷新待办", 409)


def _end_act(item: Item, decision: str, clerk: str) -> bool:
    assert item.seq is not None, "an unknown act has its entry"
    kept = branch().entries.at(item.seq)
    assert kept is not None, "the item names it"
    facts = {k: v.strip() for k, v in request.form.items() if k in ("number", "bank_account") and v.strip()}
    with branch().database.writing():
        if not branch().work.decide(item.id, clerk, decision, branch().clock.now()):
            return False
        result = ActDone(facts) if decision == MADE else ActFailed("经办人看过实物，没有完成")
        return bool(conclude(branch(), kept, result, clerk))
