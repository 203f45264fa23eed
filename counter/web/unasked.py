"""A person nobody could be asked about: entered by hand where the city lets it (省里连不上，本网点又没有留存)."""

import re

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from counter.core.identity import IdNumber
from counter.core.names import Name
from counter.core.province import CardRecord
from counter.sync.courier import look_up
from counter.sync.learn import BY_HAND, learn_record, record_by_hand

from .shell import AT_WINDOW, branch, counter, may, note, problem

pages = Blueprint("unasked", __name__)
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
        return problem(f"{error}。没有保存，请返回上一页改正", 422)
    number, bank = request.form.get("card_number", "").strip().upper(), request.form.get("bank", "")
    if not CARD_NUMBER.fullmatch(number) or bank not in here.city.choices().get("banks", ()):
        return problem("卡号应为卡面上的 6 到 12 位字母和数字，并选好发卡银行。没有保存，请返回上一页改正", 422)
    if not rule.value:
        return problem(f"省里连不上、本网点又没有留存时不受理（{rule.source}）", 422)
    if look_up(here, counter().courier, id_number).available or here.people.find("id", id_number):
        return redirect(url_for("desk.home", q=id_number), 303)
    card = CardRecord(number=number, state="正常", bank=bank, social="已启用", financial="已激活")
    record = record_by_hand(here, id_number, name, id_number.sex, id_number.born_on, cards=(card,))
    pid = learn_record(here, record, BY_HAND)
    note("按证件和卡面录入", person=pid)
    return redirect(url_for("desk.person", pid=pid), 303)
