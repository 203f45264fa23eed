"""A person nobody could be asked about: entered by hand where the city lets it (省里连不上，本网点又没有留存)."""

import re

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from counter.core.case import Finding
from counter.core.identity import IdNumber
from counter.core.names import Name
from counter.core.province import CardRecord
from counter.sync.courier import look_up
from counter.sync.learn import BY_HAND, learn_record, record_by_hand

from .find import Answer, lead, shown
from .shell import AT_WINDOW, branch, counter, may, note, problem

pages = Blueprint("unasked", __name__)
TYPED = ("id_number", "name", "card_number", "bank")
CARD_NUMBER = re.compile(r"(?=.*\d)[0-9A-Z]{6,12}")


@pages.post("/unasked")
@may(*AT_WINDOW)
def enter() -> ResponseReturnValue:
    """Keep what stands on the card and the identity card; the province corrects it when it is back."""
    rule, here = branch().city.facts.without_province, branch()
    now = here.clock.now()
    try:
        id_number = IdNumber.parse(request.form.get("id_number", ""), now.date())
        name = Name.parse(request.form.get("name", ""))
    except ValueError as error:
        return _again(str(error))
    number, bank = request.form.get("card_number", "").strip().upper(), request.form.get("bank", "")
    if not CARD_NUMBER.fullmatch(number) or bank not in here.city.choices().get("banks", ()):
        return _again("卡号应为卡面上的 6 到 12 位字母和数字，并选好发卡银行")
    if not rule.value:
        return problem(f"省里连不上、本网点又没有留存时不受理（{rule.source}）", 422)
    if look_up(here, counter().courier, id_number).available or here.people.find("id", id_number):
        return lead(id_number)
    card = CardRecord(number=number, state="正常", bank=bank, social="已启用", financial="已激活")
    record = record_by_hand(here, id_number, name, id_number.sex, id_number.born_on, cards=(card,))
    pid = learn_record(here, record, BY_HAND)
    note("按证件和卡面录入", person=pid)
    return redirect(url_for("desk.person", pid=pid), 303)


def _again(error: str) -> ResponseReturnValue:
    """The same form with what was typed, and what is wrong with it."""
    typed = {name: request.form.get(name, "") for name in TYPED}
    here = branch()
    down = Finding(source=here.city.facts.record, asked_at=here.clock.now(), available=False)
    number = typed["id_number"]
    return shown(Answer(error=error, heading="没有保存", typed=typed, unknown=number, finding=down))
