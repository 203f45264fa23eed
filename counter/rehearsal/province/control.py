"""The controls of a rehearsal over HTTP, beside the province's own interface."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING

from counter.core.province import CardRecord, PersonRecord
from counter.rehearsal.province.record import RehearsalError
from counter.rehearsal.province.words import Ask, Reply, text_of

if TYPE_CHECKING:
    from counter.rehearsal.province.world import RehearsalProvince

ROOT = "/rehearsal/"
Fields = Mapping[str, object]


def _wrong(name: str) -> RehearsalError:
    return RehearsalError(f"{name} 缺少或写错")


def answer(province: RehearsalProvince, ask: Ask) -> Reply:
    """Answer ``/rehearsal/control``, ``/rehearsal/applied`` and ``/rehearsal/people``."""
    match ask.method, ask.path.removeprefix(ROOT):
        case "GET", "control":
            return Reply(200, _state(province))
        case "GET", "applied":
            return Reply(200, [asdict(entry) for entry in province.applied])
        case "GET", "people":
            return Reply(200, [_plain(asdict(person)) for person in province.people])
        case "POST", "control":
            return _control(province, ask)
    return Reply(404, {"error": "演练控制只有 control、applied、people 三处"})


def _control(province: RehearsalProvince, ask: Ask) -> Reply:
    if not ask.headers.get("content-type", "").startswith("application/json"):
        return Reply(415, {"error": "演练控制只收 application/json"})
    fields = ask.json_object() or {}
    act = _ACTS.get(text_of(fields, "do"))
    if act is None:
        return Reply(400, {"error": f"do 只能是：{'、'.join(_ACTS)}"})
    try:
        act(province, fields)
    except RehearsalError as wrong:
        return Reply(400, {"error": str(wrong)})
    return Reply(200, _state(province))


def _state(province: RehearsalProvince) -> dict[str, object]:
    return {
        "province": province.province, "title": province.vocabulary.title,
        "faults": asdict(province.faults), "waiting": province.waiting, "deliveries": province.deliveries,
        "applied": len(province.applied), "people": len(province.people),
        "codes": [asdict(code) for code in province.codes], "calls": province.vocabulary.calls,
    }


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def _number(fields: Fields, name: str, default: float) -> float:
    value = fields.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 3600:  # noqa: PLR2004
        raise _wrong(name)
    return value


def _text(fields: Fields, name: str) -> str:
    text = text_of(fields, name)
    if not text:
        raise _wrong(name)
    return text


def _flag(fields: Fields, name: str) -> bool:
    return fields.get(name) is True


def _day(fields: Fields, name: str) -> date | None:
    text = text_of(fields, name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise _wrong(name) from None


def _time(fields: Fields, name: str) -> datetime | None:
    text = text_of(fields, name)
    try:
        at = datetime.fromisoformat(text) if text else None
    except ValueError:
        raise _wrong(name) from None
    if at is not None and at.tzinfo is None:
        raise _wrong(name)
    return at


def _card(fields: object) -> CardRecord:
    if not isinstance(fields, dict):
        raise _wrong("cards")
    return CardRecord(
        number=text_of(fields, "number"), state=_text(fields, "state"), bank=_text(fields, "bank"),
        social=_text(fields, "social"), financial=_text(fields, "financial"),
        issued_on=_day(fields, "issued_on"), expires_on=_day(fields, "expires_on"),
        lost_until=_time(fields, "lost_until"), lost_by=text_of(fields, "lost_by"),
    )


def _person(fields: object) -> PersonRecord:
    if not isinstance(fields, dict):
        raise _wrong("person")
    cards = fields.get("cards", [])
    born_on, as_of = _day(fields, "born_on"), _time(fields, "as_of")
    if not isinstance(cards, list) or born_on is None or as_of is None:
        raise _wrong("cards、born_on、as_of")
    sex = _text(fields, "sex")
    if sex not in {"男", "女"}:
        raise _wrong("sex")
    return PersonRecord(
        id_number=_text(fields, "id_number"), name=_text(fields, "name"), sex=sex, born_on=born_on,
        ethnic=_text(fields, "ethnic"), mobile=text_of(fields, "mobile"), address=text_of(fields, "address"),
        insured_area=_text(fields, "insured_area"), category=_text(fields, "category"), as_of=as_of,
        cards=tuple(_card(card) for card in cards),
    )


def _withdraw(province: RehearsalProvince, fields: Fields) -> None:
    reason = text_of(fields, "reason")
    if reason:
        province.withdraw(_text(fields, "id_number"), reason)
    else:
        province.withdraw(_text(fields, "id_number"))


_ACTS: Mapping[str, Callable[[RehearsalProvince, Fields], object]] = {
    "up": lambda p, _: p.up(),
    "down": lambda p, _: p.down(),
    "slow": lambda p, f: p.slow(_number(f, "seconds", 0)),
    "lose-answers": lambda p, f: p.lose_answers(int(_number(f, "times", 1)), text_of(f, "call")),
    "answer-later": lambda p, f: p.answer_later(
        int(_number(f, "times", 1)), twice=_flag(f, "twice"), hold=_flag(f, "hold")),
    "settle": lambda p, _: p.settle(),
    "reject-next": lambda p, f: p.reject_next(_text(f, "code"), text_of(f, "call")),
    "phone-loss": lambda p, f: p.phone_loss(_text(f, "id_number")),
    "bank-loss": lambda p, f: p.bank_loss(_text(f, "id_number")),
    "withdraw": _withdraw,
    "register": lambda p, f: p.register(_person(f.get("person"))),
}
