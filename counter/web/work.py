"""The work list: what the province sent back, and acts whose end nobody knows."""

import re

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from counter.acts import conclude
from counter.core.operation import ActDone, ActFailed
from counter.store.work import UNKNOWN_ACT, Item
from counter.sync.courier import look_up
from counter.sync.reject import PUT_BACK, choices, decide_item, undone

from .shell import AT_WINDOW, branch, counter, login_now, may, note, problem

pages = Blueprint("work", __name__)
MADE, NOT_MADE = "已完成", "未完成"
CARD_NUMBER = re.compile(r"[0-9A-Za-z]{4,30}")


@pages.get("/work")
@may(*AT_WINDOW)
def show() -> ResponseReturnValue:
    """Every open item with what can be decided."""
    items = [(item, _choices(item), _gives_number(item)) for item in branch().work.items()]
    return render_template("work.html", items=items)


def _choices(item: Item) -> tuple[str, ...]:
    if item.kind == UNKNOWN_ACT and item.seq is not None and not undone(branch(), item.seq):
        return (MADE, NOT_MADE)
    return choices(branch(), item)


def _gives_number(item: Item) -> bool:
    """Whether the act gives a card its number: who says that it was done reads the number off the card."""
    kept = branch().entries.at(item.seq) if item.seq is not None and MADE in _choices(item) else None
    operation = branch().catalogue.operations.get(kept.entry.operation) if kept is not None else None
    return operation is not None and operation.act is not None and operation.act.device == "maker"


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
    number = request.form.get("number", "").strip()
    if decision == MADE and _gives_number(item) and not CARD_NUMBER.fullmatch(number):
        return problem("请填写制成的卡上的卡号，照卡面逐位核对", 422)
    now, clerk = branch().clock.now(), login_now().clerk.number
    if decision in (MADE, NOT_MADE):
        done = _end_act(item, decision, clerk)
    else:
        done = decide_item(branch(), item, decision, clerk, now)
    if done and decision == PUT_BACK:
        _ask_the_province(item)
    note("处理待办", person=item.person, text=decision)
    counter().courier.wake()
    return redirect(url_for("work.show"), 303) if done else problem("这一项已由别人处理，请刷新待办", 409)


def _ask_the_province(item: Item) -> None:
    """What was put back is as it was before; how it is now, only the province knows."""
    dossier = branch().people.dossier(item.person)
    assert dossier is not None, "an item has its person"
    look_up(branch(), counter().courier, dossier.holder.id_number)


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
