"""A person the province has never heard of: kept as the identity document tells, to apply for a first card."""

from datetime import date

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from counter.core.dates import parse_date
from counter.core.identity import DocumentNumber, IdKind, IdNumber
from counter.core.names import Name
from counter.core.province import PersonRecord
from counter.sync.courier import look_up
from counter.sync.learn import BY_HAND, learn_record, record_by_hand

from .find import Answer, lead, shown
from .shell import AT_WINDOW, branch, counter, may, note, problem, seat

pages = Blueprint("newcomer", __name__)
SEXES = ("男", "女")
TYPED = ("id_number", "name", "id_kind", "born_on", "sex")


@pages.app_template_global("newcomers_welcome")
def newcomers_welcome() -> bool:
    """Whether this window may do anything for somebody nobody knows yet."""
    kind = seat().window.type
    firsts = (offer.parts[0] for offer in branch().catalogue.offers(kind))
    return any(part.operation.for_newcomers and kind in part.guide.windows.value for part in firsts)


@pages.post("/newcomer")
@may(*AT_WINDOW)
def enter() -> ResponseReturnValue:
    """Keep what stands on the identity document, and open the person's page."""
    now = branch().clock.now()
    if not newcomers_welcome():
        return problem("本窗口不办理申领，请到可以申领的窗口", 422)
    try:
        record = _read(now.date())
    except ValueError as error:
        typed = {name: request.form.get(name, "") for name in TYPED}
        return shown(Answer(error=str(error), heading="没有保存", typed=typed))
    look_up(branch(), counter().courier, record.id_number)
    if branch().people.find("id", record.id_number):
        return lead(record.id_number)
    pid = learn_record(branch(), record, BY_HAND)
    note("新增人员", person=pid)
    return redirect(url_for("desk.person", pid=pid), 303)


def _read(today: date) -> PersonRecord:
    """The person as typed; a number with a check sign tells sex and date of birth by itself."""
    text = request.form.get("id_number", "")
    name = Name.parse(request.form.get("name", ""))
    facts = {"id_kind": request.form.get("id_kind", "")}
    if IdKind.of(text) is not None:
        number = IdNumber.parse(text, today)
        facts["id_kind"] = facts["id_kind"] or number.kind.value
        return record_by_hand(branch(), str(number), str(name), number.sex, number.born_on, facts=facts)
    document = DocumentNumber.parse(text)
    born, sex = parse_date(request.form.get("born_on", "")), request.form.get("sex", "")
    if sex not in SEXES:
        raise ValueError("请选择性别，照证件填写")
    if born > today:
        raise ValueError("出生日期不能晚于今天，请对照证件改正")
    if facts["id_kind"] not in branch().city.choices().get("id_kinds", ()):
        raise ValueError("请选择有效身份证件类型")
    return record_by_hand(branch(), str(document), str(name), sex, born, facts=facts)
