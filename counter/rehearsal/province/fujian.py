"""Fujian's words. Its true interface is not public: every name, shape and code here is assumed.

Resources over HTTP: paths name the person or the card, the HTTP status and a worded code answer.
"""

import re
from collections.abc import Mapping

from counter.rehearsal.province import keymachine, making, passwords
from counter.rehearsal.province.book import Call, Reason, Traits
from counter.rehearsal.province.intake import Intake, Verdict
from counter.rehearsal.province.newsfeed import Message
from counter.rehearsal.province.record import Card, Person, Stage, Use
from counter.rehearsal.province.words import Ask, Code, Reply, Shape, text_of

ROOT = "/archive/v1"

_WORDS: Mapping[Reason, tuple[int, str, str]] = {
    Reason.UNKNOWN_CALL: (404, "NO_SUCH_RESOURCE", "没有这个资源"),
    Reason.MISSING: (422, "FIELD_MISSING", "缺少必填项"),
    Reason.NO_ANSWER: (503, "TRY_LATER", "档案库暂不可用，请稍后重试"),
    Reason.UNKNOWN_PERSON: (404, "PERSON_NOT_FOUND", "全省社保卡档案库中没有此人"),
    Reason.UNKNOWN_CARD: (404, "CARD_NOT_FOUND", "全省社保卡档案库中没有此卡"),
    Reason.SERIAL_REUSED: (409, "KEY_REUSED", "同一业务编号的内容前后不同"),
    Reason.ALREADY_LOST: (409, "LOST_ALREADY", "该卡已挂失"),
    Reason.NOT_LOST: (409, "NOT_LOST", "该卡未挂失"),
    Reason.IN_MAKING: (409, "NOT_ISSUED", "该卡尚未发放，无须挂失"),
    Reason.WRONG_STATE: (409, "CARD_ENDED", "该卡已停用"),
    Reason.NOT_REPLACEABLE: (409, "NOT_REPLACEABLE", "该卡当前状态不能补换"),
    Reason.ALREADY_APPLIED: (409, "APPLICATION_OPEN", "已有在办的制卡申请"),
    Reason.HAS_CARD: (409, "CARD_EXISTS", "本省已有在用的社会保障卡"),
    Reason.MAKING_BEGUN: (409, "MAKING_BEGUN", "已开始制卡"),
    Reason.NOT_PAID: (402, "FEE_UNPAID", "工本费未收取"),
    Reason.NO_ORDER: (409, "NO_APPLICATION", "没有在办的制卡申请"),
    Reason.NUMBER_TAKEN: (409, "NUMBER_TAKEN", "卡号已被占用"),
    Reason.ALREADY_COLLECTED: (409, "COLLECTED_ALREADY", "该卡已发放"),
    Reason.NOT_READY: (409, "NOT_READY", "该卡当前状态不能办理"),
    Reason.ALREADY_ENABLED: (409, "ENABLED_ALREADY", "该功能已启用"),
}
_REPLACE = {
    "reason": "reason", "bank": "bank", "newNumber": "new_card_number", "fee": "amount",
    "receipt": "bill_number", "notice": "notice_number", "payment": "pay_key", "photo": "photo",
    "pickup": "pickup", "pickupName": "pickup_name", "channel": "channel",
}
_APPLY = {
    "name": "name", "sex": "sex", "bornOn": "born_on", "ethnic": "ethnic", "mobile": "mobile", "phone": "landline",
    "address": "address", "postcode": "postcode", "category": "category", "status": "status",
    "household": "household", "householdAddress": "household_address", "unitNumber": "unit_number",
    "unitName": "unit_name", "village": "village", "idKind": "id_kind", "idValidUntil": "id_valid_until",
    "nation": "nation", "occupation": "occupation", "insurance": "insurance", "insuranceOffice": "insurance_office",
    "guardianName": "guardian_name", "guardianId": "guardian_id", "bank": "bank", "photo": "photo",
    "pickup": "pickup", "pickupName": "pickup_name", "channel": "channel",
}
ROUTES: Mapping[tuple[str, str], Shape] = {
    ("PUT", "cards/{number}/loss"): Shape(
        {"oral": "lose_temporarily", "formal": "lose_formally"}, ("person", "kind"),
        {"reason": "reason", "until": "until", "channel": "by"}, by="kind"),
    ("DELETE", "cards/{number}/loss"): Shape({"": "release"}, ("person",), {"reason": "reason"}),
    ("POST", "cards/{number}/replacement"): Shape(
        {"lost": "replace_lost", "damaged": "replace_damaged"}, ("person", "because", "fee"), _REPLACE,
        by="because"),
    ("POST", "persons/{id}/application"): Shape({"new": "apply_new", "entered": "receive"}, ("stage", "name"),
        _APPLY, by="stage"),
    ("PUT", "persons/{id}/application"): Shape({"": "work_on"}, ("at",), _APPLY),
    ("DELETE", "persons/{id}/application"): Shape({"": "end"}, ("reason",), {"reason": "reason"}),
    ("DELETE", "cards/{number}"): Shape({"": "stop_card"}, ("person",), {"reason": "reason"}),
    ("PUT", "persons/{id}/card"): Shape(
        {"": "made"}, ("number",), {"number": "new_card_number", "account": "bank_account", "bank": "bank"}),
    ("DELETE", "persons/{id}/card"): Shape({"": "failed"}, ("reason",), {"reason": "reason"}),
    ("PUT", "cards/{number}/handover"): Shape({"": "collect"}, ("person",)),
    ("PUT", "cards/{number}/pickup"): Shape({"": "hand_on"}, ("person", "pickup"),
        {"pickup": "pickup", "pickupName": "pickup_name"}),
    ("DELETE", "cards/{number}/handover"): Shape({"": "undo_collect"}, ("person",), {"reason": "reason"}),
    ("PUT", "cards/{number}/functions/social"): Shape({"": "enable_social"}, ("person",), {"password": "password"}),
    ("PUT", "cards/{number}/password"): Shape(
        {"changed": "change_password", "unlocked": "unlock_password", "reset": "reset_password"}, ("person", "deed"),
        {"channel": "channel", "reason": "reason"}, by="deed"),
    ("PUT", "cards/{number}/functions/financial"): Shape(
        {"": "enable_financial"}, ("person",), {"bank": "bank"}),
}
_PERSON, _PERSONS, _EVENTS = "persons/{id}", "persons", "events"
_MAKING, _KEY = "persons/{id}/making", "persons/{id}/key"
_CHIP, _STEP = "chips/{number}/key", "steps/{number}"
_ASKED = (_PERSON, _PERSONS, _MAKING, _KEY, _CHIP, _STEP, _EVENTS)
_OUTCOME = {"accepted": "done", "waiting": "pending", "rejected": "refused"}
_MORE = {ours: theirs for theirs, ours in _APPLY.items()}
_USE = {Use.OFF: "OFF", Use.ON: "ON", Use.LOST: "LOST", Use.STOPPED: "STOPPED"}


class Fujian:
    """Resources over HTTP, words as codes; all of it assumed."""

    title = "福建省社保卡档案库（演练）"
    traits = Traits(mark_first=False, pays_apart=False, formal_loss_is_final=False, phone_loss_days=None, letter="D")
    accepted = Verdict("accepted", "DONE", "已办理")
    waiting = Verdict("waiting", "PENDING", "已接收，处理中")
    codes = tuple(Code(reason, code, text) for reason, (_, code, text) in _WORDS.items())
    calls = (
        *(f"{method} {path}" for method, path in ROUTES),
        *(f"GET {path}" for path in _ASKED),
    )

    def word(self, reason: Reason) -> Verdict:
        """The code and text of a refusal."""
        _, code, text = _WORDS[reason]
        return Verdict("rejected", code, text)

    def by_code(self, code: str, call: str) -> Verdict:
        """The answer with this code, whatever the call."""
        del call
        return self.word(next(reason for reason, (_, own, _text) in _WORDS.items() if own == code))

    def answer(self, ask: Ask, intake: Intake) -> Reply:
        """Answer one request by its method and path."""
        path, name = _place(ask.path)
        if ask.method == "GET" and path in _ASKED:
            return self._query(path, name, ask, intake)
        shape = ROUTES.get((ask.method, path))
        if shape is None:
            return self._say(self.word(Reason.UNKNOWN_CALL))
        fields = ask.json_object()
        if fields is None:
            return self._lacking("body")
        key, at = ask.headers.get("business-key", ""), text_of(fields, "at")
        missing = shape.missing(fields) or ("" if at else "at") or ("" if key else "Business-Key")
        if missing:
            return self._lacking(missing)
        by_card = path.startswith("cards/")
        verdict = intake.receive(Call(
            name=f"{ask.method} {path}", deed=shape.deed(fields), key=key,
            id_number=text_of(fields, "person") if by_card else name,
            card_number=name if by_card else "", at=at, facts=shape.read(fields),
        ))
        return self._say(verdict, report=f"{ask.method} {path}")

    def _query(self, path: str, name: str, ask: Ask, intake: Intake) -> Reply:
        code = intake.faults.take_rejection(f"GET {path}", report=False)
        if code:
            return self._say(self.by_code(code, path))
        if path == _EVENTS:
            messages, cursor = intake.news.after(ask.query.get("after", ""))
            return Reply(200, {"events": [_event(m) for m in messages], "cursor": cursor})
        if path == _PERSONS:
            people = intake.book.listed(ask.query.get("unit", ""), ask.query.get("batch", ""), intake.now())
            now = intake.now().isoformat()
            return Reply(200, {"persons": [{"person": _person(p), "asOf": now} for p in people]})
        if path == _KEY:
            asked = (ask.query.get(word, "") for word in ("card", "purpose", "challenge"))
            key = passwords.key_for(intake.book.person(name, intake.now()), *asked)
            return self._say(self.word(key)) if isinstance(key, Reason) else Reply(200, {"key": key})
        if path in (_CHIP, _STEP):
            return self._by_key(path, name, ask.query, intake)
        return self._one(path, name, intake)

    def _by_key(self, path: str, name: str, query: Mapping[str, str], intake: Intake) -> Reply:
        if path == _CHIP:
            found = keymachine.to_read(intake.book, name, query.get("challenge", ""))
            said = {"key": found, "keyNumber": keymachine.KEY}
        else:
            step = (name, *(query.get(word, "") for word in ("told", "person", "card")))
            found = keymachine.to_step(intake.book, step, intake.now())
            said = {"step": found}
        return self._say(self.word(found)) if isinstance(found, Reason) else Reply(200, said)

    def _one(self, path: str, name: str, intake: Intake) -> Reply:
        person = intake.book.person(name, intake.now())
        if person is None:
            return self._say(self.word(Reason.UNKNOWN_PERSON))
        if path == _MAKING:
            order = making.begin_unmarked(intake.book, person)
            if isinstance(order, Reason):
                return self._say(self.word(order))
            record = {"id": person.id_number, "name": person.name, "bank": order.bank, "number": order.number}
            return Reply(200, {"making": record})
        return Reply(200, {"person": _person(person), "asOf": intake.now().isoformat()})

    def _say(self, verdict: Verdict, *, report: str = "") -> Reply:
        status = {"accepted": 200, "waiting": 202}.get(verdict.state)
        if status is None:
            status = next(number for number, code, _ in _WORDS.values() if code == verdict.code)
        outcome = _OUTCOME[verdict.state]
        content = {"outcome": outcome, "code": verdict.code, "detail": verdict.text}
        return Reply(status, content, report=report)

    def _lacking(self, name: str) -> Reply:
        verdict = self.word(Reason.MISSING)
        return self._say(Verdict("rejected", verdict.code, f"{verdict.text}：{name}"))


def _place(path: str) -> tuple[str, str]:
    """The route a path belongs to, and the number of the person or card in it."""
    found = re.fullmatch(rf"{ROOT}/(persons|cards|chips|steps)/([0-9A-Za-z_]+)((?:/[a-z]+)*)", path)
    if found is None:
        return path.removeprefix(f"{ROOT}/"), ""
    kind, name, rest = found.groups()
    return f"{kind}/{{{'id' if kind == 'persons' else 'number'}}}{rest}", name


def _card(card: Card) -> dict[str, object]:
    return {
        "number": card.told, "state": card.shown.name, "bank": card.bank,
        "functions": {"social": _USE[card.social], "financial": _USE[card.financial]},
        "issuedOn": card.issued_on and card.issued_on.isoformat(),
        "expiresOn": card.expires_on and card.expires_on.isoformat(),
        "loss": {
            "until": card.lost_until and card.lost_until.isoformat(), "channel": card.lost_by,
            "at": card.lost_at and card.lost_at.isoformat(),
            "bankAt": card.bank_lost_at and card.bank_lost_at.isoformat(),
        },
        "pickup": card.pickup, "pickupName": card.pickup_name,
        "batch": card.batch, "appliedBy": card.applied_by, "toReview": card.to_review,
        "password": card.password_told,
    }


def _person(person: Person) -> dict[str, object]:
    return {
        "id": person.id_number, "name": person.name, "sex": "M" if person.sex == "男" else "F",
        "bornOn": person.born_on.isoformat(), "ethnic": person.ethnic, "mobile": person.mobile,
        "address": person.address, "insuredArea": person.insured_area, "category": person.category,
        "unit": {"number": person.unit_number, "name": person.unit_name},
        "more": {_MORE[ours]: text for ours, text in person.facts.items() if ours in _MORE},
        "cards": [_card(card) for card in person.cards],
    }


def _event(message: Message) -> dict[str, object]:
    facts: dict[str, object] = dict(message.facts)
    if "stage" in facts:
        facts["state"] = Stage(message.facts["stage"]).name
        del facts["stage"]
    if "financial" in facts:
        facts["financial"] = _USE[Use(message.facts["financial"])]
    if "social" in facts:
        facts["social"] = _USE[Use(message.facts["social"])]
    if "key" in facts:
        facts["outcome"] = _OUTCOME[message.facts["state"]]
        del facts["state"]
    return {
        "event": message.id, "type": message.kind.upper(), "person": message.id_number,
        "card": message.card_number, "at": message.at.isoformat(), "origin": message.origin, "facts": facts,
    }
