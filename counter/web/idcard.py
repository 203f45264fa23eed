"""Reading the identity card: its holder is found or entered, and what stands on it fills the forms that follow."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from flask import Blueprint, Response, redirect, url_for
from flask.typing import ResponseReturnValue

from counter.acts import device_at
from counter.clock import wall
from counter.core.identity import IdNumber
from counter.core.names import Name
from counter.core.province import PersonRecord
from counter.devices import DeviceError, Reading
from counter.sync.courier import look_up
from counter.sync.learn import BY_HAND, learn_record, record_by_hand

from .find import Answer, lead, shown
from .newcomer import newcomers_welcome
from .shell import AT_WINDOW, branch, counter, may, note, problem, seat

pages = Blueprint("idcard", __name__)
# As long as the one whose card it is stands at the window.
KEEPS = timedelta(minutes=15)
CHIP = "身份证芯片"


def read_at(id_number: str) -> tuple[datetime, Reading] | None:
    """When and what was read from this person's identity card just now, at any window of this branch."""
    readings = counter().readings
    for number in [number for number, (at, _) in readings.items() if wall() - at > KEEPS]:
        del readings[number]
    return readings.get(id_number)


def remember(kind: str, reading: Reading) -> None:
    """Keep what was read at this window for the forms and pages that follow."""
    now, number = wall(), reading.texts.get("id_number", "")
    if kind == "card_reader":
        counter().laid[seat().window.id] = (now, reading)
    elif number:
        counter().readings[number] = (now, reading)


@pages.post("/read-id")
@may(*AT_WINDOW)
def read() -> ResponseReturnValue:
    """Read the identity card and open its holder; somebody nobody knows is entered where applications are taken."""
    reader = device_at(branch(), seat().window, "id_reader")
    if reader is None:
        return problem("本窗口没有身份证读卡器，请输入号码查找", 422)
    try:
        reading: Reading = reader.read()
        number = IdNumber(reading.texts["id_number"])
    except (DeviceError, ValueError) as error:
        return shown(Answer(error=str(error), heading="没有读到身份证"))
    counter().readings[number] = (wall(), reading)
    look_up(branch(), counter().courier, number)
    if not branch().people.find("id", number):
        if not newcomers_welcome() or not reading.texts.get("name"):
            return lead(number)
        pid = learn_record(branch(), _record(number, reading.texts), BY_HAND)
        note("新增人员", person=pid, text=reading.source)
    (pid,) = branch().people.find("id", number)
    return redirect(url_for("desk.person", pid=pid), 303)


@pages.get("/person/<pid>/id-photo")
@may(*AT_WINDOW)
def photo(pid: str) -> ResponseReturnValue:
    """The picture that was read from this person's identity card just now; it is kept nowhere."""
    dossier = branch().people.dossier(pid)
    found = read_at(dossier.holder.id_number) if dossier is not None else None
    if found is None or not found[1].photo:
        return problem("没有刚读出的身份证照片，请把身份证放到读卡器上再读一次", 404)
    note("看身份证照片", person=pid)
    return Response(found[1].photo, mimetype="image/png", headers={"Cache-Control": "no-store"})


def _record(number: IdNumber, texts: Mapping[str, str]) -> PersonRecord:
    facts = {name: texts[name] for name in ("household_address", "id_valid_until") if texts.get(name)}
    born_on = date.fromisoformat(texts["born_on"]) if texts.get("born_on") else number.born_on
    return record_by_hand(
        branch(), str(number), str(Name(texts["name"])), texts.get("sex") or number.sex, born_on,
        ethnic=texts.get("ethnic", ""), facts={**facts, "id_kind": number.kind.value},
    )  # fmt: skip
