"""认领: a clerk takes what is listed of a person, gives it back, and a supervisor takes it over."""

import re

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from counter.store.claims import Claim
from counter.store.staff import SUPERVISOR
from counter.working import Working, lasts, others_at

from .lists import list_page
from .shell import AT_WINDOW, branch, login_now, may, note, problem, seat

pages = Blueprint("claims", __name__)
BACK = re.compile(r"/(work|person/[0-9a-f-]{36})(\?[^\s#]*)?")
TAKE, RELEASE, TAKE_OVER = "认领", "放回", "接手"
ACTS = {"take": TAKE, "release": RELEASE, "over": TAKE_OVER}


@pages.post("/work/claim")
@may(*AT_WINDOW)
def claim() -> ResponseReturnValue:
    """Take a person's matters, give them back, or take them over; exactly one clerk has them."""
    name = next((one for one in ACTS if one in request.form), "")
    person, act = request.form.get(name, ""), ACTS.get(name, "")
    if not act or not branch().briefs.holders([person]):
        return problem("请从待办里选一项，再认领、放回或接手", 422)
    here, now, kept = seat(), branch().clock.now(), lasts(branch())
    if act == TAKE_OVER and here.clerk.role != SUPERVISOR:
        note(TAKE_OVER, person=person, ok=False)
        return problem("只有主管可以接手别人认领的事项，请主管办理，或请认领的人放回", 403, "没有权限")
    if act == RELEASE:
        branch().claims.release(person, here.clerk.number)
        note(RELEASE, person=person)
    elif act == TAKE_OVER:
        had = branch().claims.take_over(person, here.clerk.number, here.window.id, now, kept)
        note(TAKE_OVER, person=person, text=f"原由 {had.clerk} 认领" if had is not None else "")
    elif not branch().claims.take(person, here.clerk.number, here.window.id, now, kept):
        note(TAKE, person=person, ok=False)
        return list_page(refused=taken(branch().claims.of(person, now))), 409
    else:
        note(TAKE, person=person)
    back = request.form.get("back", "")
    return redirect(back if BACK.fullmatch(back) else "/work", 303)


def taken(claim: Claim | None) -> str:
    """What is said to who comes second."""
    if claim is None:
        return "这一项刚由别人认领，请刷新待办再选"
    return (
        f"{claim.name}（{claim.clerk}）{claim.at:%H:%M} 起在{claim.window}认领了这一项，没有重复认领。"
        "请另选一项，或请对方放回；急办的由主管接手"
    )


@pages.app_template_global("at_work")
def at_work(person: str) -> list[Working]:
    """Who else works on this person now."""
    return others_at(branch(), person, login_now().clerk.number)


@pages.app_template_global("my_claim")
def my_claim(person: str) -> Claim | None:
    """The claim of who is logged in on a person."""
    found = branch().claims.of(person, branch().clock.now())
    return found if found is not None and found.clerk == login_now().clerk.number else None
