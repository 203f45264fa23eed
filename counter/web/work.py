"""The work list: what the province sent back, and acts whose end nobody knows."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from counter.acts import conclude
from counter.core.case import Clerk
from counter.core.matters import MatterKind
from counter.core.operation import ActDone, ActFailed
from counter.core.ruled import Refusal
from counter.core.second import SecondRule, not_reviewed, rule_of
from counter.core.steps import TryState
from counter.running import Running, running
from counter.second import typed_in, vouched
from counter.steps import looked_at, take_out_undone
from counter.store.claims import Claim
from counter.store.people import undone
from counter.store.staff import SUPERVISOR
from counter.store.work import UNKNOWN_ACT, UNSIGNED, Item
from counter.sync.courier import look_up
from counter.sync.reject import PUT_BACK, choices, decide_item, would_move

from .find import Answer, keep
from .lists import list_page
from .shell import AT_WINDOW, branch, counter, login_now, may, note, problem

pages = Blueprint("work", __name__)
MADE, NOT_MADE, WASTE = "已完成", "未完成", "废卡"
LONGEST = 40
SEEN = {MADE: TryState.DONE, NOT_MADE: TryState.FAILED, WASTE: TryState.SPOILED}


@pages.get("/work")
@may(*AT_WINDOW)
def show() -> ResponseReturnValue:
    """One work list with what can be done next, and what can be decided."""
    return list_page()


@pages.post("/work")
@may(*AT_WINDOW)
def narrow() -> ResponseReturnValue:
    """Narrow a list to somebody; the name or number stands in no address."""
    text, mine = request.form.get("q", "").strip(), request.form.get("mine") == "1"
    found = keep(Answer(text=text)) if text else None
    return redirect(url_for("work.show", list=request.form.get("list"), found=found, mine="1" if mine else None), 303)


@pages.app_template_global("deciding")
def deciding(item_id: int) -> dict[str, Any]:
    """What can be decided about an item, what is copied for it, and who else confirms."""
    item = branch().work.find(item_id)
    if item is None:
        return {}
    offered = _choices(item)
    boss, filed = login_now().clerk.role == SUPERVISOR, item.kind == UNSIGNED
    rule = _second_rule(item, offered) if boss else None
    page = url_for("work.filed" if filed else "work.decide", item_id=item.id)
    return {
        "choices": offered, "copies": copies(item) if boss else None, "rule": rule, "mine": boss or filed, "page": page
    }  # fmt: skip


def _page(refused: Item, refusals: Sequence[Refusal]) -> str:
    """The list; what was refused just now is said at its item, and nothing else is lost."""
    return list_page(
        sheet_id=MatterKind(refused.kind).name.lower(), refused_item=refused.id, refusals=refusals,
        second=typed_in(request.form).number,
    )  # fmt: skip


def _second_rule(item: Item, offered: Sequence[str]) -> SecondRule | None:
    """Who else must confirm that this entry is put back."""
    facts = branch().city.facts
    rule = rule_of(facts.put_back_second, facts.put_back_second_above) if PUT_BACK in offered else None
    return rule if rule is not None and rule.wants(would_move(branch(), item)) else None


def _choices(item: Item) -> tuple[str, ...]:
    if item.kind != UNKNOWN_ACT or item.seq is None or undone(branch().database, item.seq):
        return choices(branch(), item)
    run = _run(item)
    return (MADE, NOT_MADE) if run is None else tuple(SEEN)


def _run(item: Item) -> Running | None:
    """The act in steps this item is about."""
    kept = branch().entries.at(item.seq) if item.seq is not None else None
    return running(branch(), kept.entry.op_id) if kept is not None else None


@pages.post("/work/<int:item_id>")
@may("主管")
def decide(item_id: int) -> ResponseReturnValue:
    """Carry out what a supervisor decided, once."""
    item = branch().work.find(item_id)
    decision = request.form.get("decision", "")
    if item is None:
        return problem("这一项已由别人处理，请刷新待办", 409)
    claim = branch().claims.of(item.person, branch().clock.now())
    if claim is not None and claim.clerk != login_now().clerk.number:
        note("处理待办", person=item.person, ok=False, text=f"由 {claim.clerk} 认领")
        return problem(held_by(claim), 409)
    if decision not in _choices(item):
        return problem("请从列出的处理办法中选一项", 422)
    wanted = copies(item) if decision == MADE else None
    if wanted is not None and not request.form.get("copied", "").strip():
        return problem(f"请照填{wanted[1]}，再选“{MADE}”；没有的，选“{NOT_MADE}”", 422)
    now, clerk = branch().clock.now(), login_now().clerk
    rule = _second_rule(item, _choices(item)) if decision == PUT_BACK else None
    second = vouched(branch(), clerk, typed_in(request.form)) if rule is not None else None
    refusals = () if rule is None else not_reviewed(decision, rule, clerk, second)
    if refusals:
        note("复核", person=item.person, ok=False, text=decision)
        return _page(item, refusals), 422
    looked, other = decision in SEEN, second if isinstance(second, Clerk) else None
    done = (
        _end_act(item, decision, clerk.number)
        if looked
        else decide_item(branch(), item, decision, clerk.number, now, second=other)
    )
    if done and decision == PUT_BACK:
        take_out_undone(branch(), login_now().clerk)
        _ask_the_province(item)
    said = f"{decision}，复核人工号 {other.number}" if other is not None else decision
    note("处理待办", person=item.person, text=said)
    counter().courier.wake()
    return redirect(url_for("work.show"), 303) if done else problem("这一项已由别人处理，请刷新待办", 409)


@pages.post("/work/<int:item_id>/filed")
@may(*AT_WINDOW)
def filed(item_id: int) -> ResponseReturnValue:
    """The papers of an entry that was kept without a scan are filed now; any clerk says so, once."""
    item, now = branch().work.find(item_id), branch().clock.now()
    if item is None or item.kind != UNSIGNED:
        return problem("这一项已由别人处理，请刷新待办", 409)
    claim = branch().claims.of(item.person, now)
    if claim is not None and claim.clerk != login_now().clerk.number:
        return problem(held_by(claim), 409)
    done = decide_item(branch(), item, request.form.get("decision", ""), login_now().clerk.number, now)
    note("处理待办", person=item.person, ok=done, text=request.form.get("decision", ""))
    sheet = MatterKind.UNSIGNED.name.lower()
    return redirect(url_for("work.show", list=sheet), 303) if done else problem("请从列出的处理办法中选一项", 422)


def held_by(claim: Claim) -> str:
    """Why another clerk cannot decide."""
    return (
        f"这一项由{claim.name}（{claim.clerk}）{claim.at:%H:%M} 起在{claim.window}认领，没有处理。"
        "请对方处理或放回；急办的，请先在待办里接手"
    )


def _ask_the_province(item: Item) -> None:
    """What was put back is as it was before; how it is now, only the province knows."""
    dossier = branch().people.dossier(item.person)
    assert dossier is not None, "an item has its person"
    look_up(branch(), counter().courier, dossier.holder.id_number)


def copies(item: Item) -> tuple[str, str] | None:
    """What is copied from the device, and its label, where this item is about an act that wants it."""
    kept = branch().entries.at(item.seq) if item.seq is not None and item.kind == UNKNOWN_ACT else None
    operation = branch().catalogue.operations.get(kept.entry.operation) if kept is not None else None
    return operation.act.copied if operation is not None and operation.act is not None else None


def _copied(item: Item) -> dict[str, str]:
    wanted, typed = copies(item), request.form.get("copied", "").strip()
    return {wanted[0]: typed[:LONGEST]} if wanted is not None else {}


def _end_act(item: Item, decision: str, clerk: str) -> bool:
    assert item.seq is not None, "an unknown act has its entry"
    kept = branch().entries.at(item.seq)
    assert kept is not None, "the item names it"
    run = _run(item)
    with branch().database.writing():
        if not branch().work.decide(item.id, clerk, decision, branch().clock.now()):
            return False
        if run is not None:
            return looked_at(branch(), run, SEEN[decision], login_now().clerk)
        result = ActDone(_copied(item)) if decision == MADE else ActFailed("经办人看过实物，没有完成")
        return bool(conclude(branch(), kept, result, clerk))
