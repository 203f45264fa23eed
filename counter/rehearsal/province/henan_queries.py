"""Henan's look-ups and the steps of fetching card data (functions public, fields assumed)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from counter.rehearsal.province import keymachine, making, orders, passwords
from counter.rehearsal.province.book import Reason
from counter.rehearsal.province.intake import Intake
from counter.rehearsal.province.newsfeed import Message
from counter.rehearsal.province.record import Card, Person, Stage, Use
from counter.rehearsal.province.temporary import OVER, Money, Temporary, Where
from counter.rehearsal.province.words import text_of, texts_of

Fields = Mapping[str, object]

STATUS = {
    Stage.VALID: "1", Stage.TEMP_LOST: "2", Stage.LOST: "3", Stage.VOID: "4", Stage.CLOSED: "5",
    Stage.RECEIVED: "5A", Stage.ORDERED: "6", Stage.MARKED: "7", Stage.MADE: "8", Stage.COLLECTED: "9",
}
SOCIAL = {Use.OFF: "0", Use.ON: "1", Use.STOPPED: "2"}
FINANCIAL = {Use.OFF: "0", Use.ON: "1", Use.LOST: "2", Use.STOPPED: "3"}
PASSWORD = {"": "", passwords.INITIAL: "0", passwords.CHANGED: "1"}
TEMPORARY = {Where.OUT: "1", Where.BACK: "3", Where.LOST: "4", Where.BROKEN: "5"}
_EXPIRED = "2"
_MONEY = {Money.NONE: "", Money.HERE: "1", Money.RETURNED: "2", Money.FORFEIT: "3"}
_SEX = {"男": "1", "女": "2"}
_KIND = {"card": "1", "withdrawn": "2", "result": "3", "applied": "4", "person": "5"}
_MORE = {
    "landline": "phone", "postcode": "postcode", "status": "personStatus", "household": "hukouType",
    "household_address": "hukouAddress", "village": "villageNo", "id_kind": "certType",
    "id_valid_until": "certValid", "nation": "country", "occupation": "occupation",
    "guardian_name": "guardianName", "guardian_id": "guardianNo", "old_face": "oldFaceCard",
}


@dataclass(frozen=True)
class Query:
    """One look-up: the fields it must have and what answers it."""

    needs: tuple[str, ...]
    answer: Callable[[Fields, Intake], object]


def _person(fields: Fields, intake: Intake) -> Person | None:
    return intake.book.person(text_of(fields, "idNumber"), intake.now())


def _one(fields: Fields, intake: Intake) -> object:
    person = _person(fields, intake)
    return Reason.UNKNOWN_PERSON if person is None else _about(person, intake.now())


def _about(person: Person, now: datetime) -> dict[str, object]:
    return {
        "idNumber": person.id_number, "name": person.name, "sex": _SEX[person.sex],
        "birthday": f"{person.born_on:%Y%m%d}", "nation": person.ethnic, "mobile": person.mobile,
        "address": person.address, "insuredArea": person.insured_area, "personType": person.category,
        "unitNo": person.unit_number, "unitName": person.unit_name,
        **{theirs: person.facts[ours] for ours, theirs in _MORE.items() if ours in person.facts},
        "time": now.isoformat(),
    }


def _card(card: Card) -> dict[str, str]:
    return {
        "cardNumber": card.told, "cardStatus": STATUS[card.shown], "bank": card.bank,
        "socialStatus": SOCIAL[card.social], "bankStatus": FINANCIAL[card.financial],
        "issueDate": f"{card.issued_on:%Y%m%d}" if card.issued_on else "",
        "validDate": f"{card.expires_on:%Y%m%d}" if card.expires_on else "",
        "lostUntil": card.lost_until.isoformat() if card.lost_until else "", "lostChannel": card.lost_by,
        "lostTime": card.lost_at.isoformat() if card.lost_at else "",
        "bankLostTime": card.bank_lost_at.isoformat() if card.bank_lost_at else "",
        "pickup": card.pickup, "pickupName": card.pickup_name, "batch": card.batch, "applyChannel": card.applied_by,
        "toReview": "1" if card.to_review else "0", "pinStatus": PASSWORD[card.password_told],
        "cancelReason": card.cancelled_for, "cardReturned": card.returned,
    }


def _card_status(fields: Fields, intake: Intake) -> object:
    person = _person(fields, intake)
    return Reason.UNKNOWN_PERSON if person is None else _cards(person, intake.now())


def _cards(person: Person, now: datetime) -> dict[str, object]:
    return {
        "cards": [_card(card) for card in person.cards],
        "tempCards": [_temporary(card, now) for card in person.temporaries],
    }


def _temporary(card: Temporary, now: datetime) -> dict[str, str]:
    return {
        "tempCardNumber": card.number,
        "tempStatus": _EXPIRED if card.shown(now) == OVER else TEMPORARY[card.where],
        "issueDate": f"{card.issued_on:%Y%m%d}", "validUntil": card.until.isoformat() if card.until else "",
        "issuer": card.branch, "issuerName": card.branch_name, "receiptNo": card.coupon,
        "deposit": card.deposit, "depositStatus": _MONEY[card.money],
    }  # fmt: skip


def _card_list(fields: Fields, intake: Intake) -> object:
    now = intake.now()
    people = intake.book.listed(text_of(fields, "unitNo"), text_of(fields, "batch"), now)
    return {"people": [{**_about(p, now), **_cards(p, now)} for p in people]}


def _card_progress(fields: Fields, intake: Intake) -> object:
    person = _person(fields, intake)
    if person is None:
        return Reason.UNKNOWN_PERSON
    order = person.order()
    if order is None:
        return Reason.NO_ORDER
    return {"cardStatus": STATUS[order.shown], "batch": order.batch, "paid": "1" if order.paid else "0"}


def _payments(fields: Fields, intake: Intake) -> object:
    person = _person(fields, intake)
    if person is None:
        return Reason.UNKNOWN_PERSON
    if text_of(fields, "wantCode") == "1":
        if orders.paid_lately(intake.book, person, intake.now()):
            return Reason.PAID_LATELY
        return {"payCode": f"{intake.news.run}{len(person.payments) + 1:04d}"}
    return {"payments": [
        {"amount": p.amount, "billNumber": p.bill_number, "noticeNumber": p.notice_number,
         "time": p.at.isoformat(), "cancelled": "1" if p.cancelled else "0"} for p in person.payments
    ]}


def _marked(intake: Intake) -> list[tuple[Person, Card]]:
    return [(p, card) for p, card in intake.book.cards() if card.stage is Stage.MARKED]


def _how_many(_fields: Fields, intake: Intake) -> object:
    return {"count": str(len(_marked(intake)))}


def _who(_fields: Fields, intake: Intake) -> object:
    return {"people": [{"idNumber": p.id_number, "name": p.name} for p, _ in _marked(intake)]}


def _batch(fields: Fields, intake: Intake) -> object:
    person = _person(fields, intake)
    if person is None:
        return Reason.UNKNOWN_PERSON
    number = making.give_batch(intake.book, person)
    return number if isinstance(number, Reason) else {"batch": number}


def _lock(fields: Fields, intake: Intake) -> object:
    batch = making.lock_batch(intake.book, text_of(fields, "batch"), text_of(fields, "window"))
    return batch if isinstance(batch, Reason) else {"batch": batch.number}


def _making_record(fields: Fields, intake: Intake) -> object:
    person = _person(fields, intake)
    if person is None:
        return Reason.UNKNOWN_PERSON
    order = making.begin(intake.book, person, text_of(fields, "batch"))
    if isinstance(order, Reason):
        return order
    return {"idNumber": person.id_number, "name": person.name, "bank": order.bank,
            "cardNumber": order.number}


def _card_key(fields: Fields, intake: Intake) -> object:
    number, purpose, challenge = (text_of(fields, name) for name in ("cardNumber", "purpose", "challenge"))
    key = passwords.key_for(_person(fields, intake), number, purpose, challenge)
    return key if isinstance(key, Reason) else {"cryptogram": key}


def _read_key(fields: Fields, intake: Intake) -> object:
    key = keymachine.to_read(intake.book, text_of(fields, "cardId"), text_of(fields, "challenge"))
    return key if isinstance(key, Reason) else {"cryptogram": key, "keyId": keymachine.KEY}


def _step(fields: Fields, intake: Intake) -> object:
    step = texts_of(fields, "step", "content", "idNumber", "cardNumber")
    answer = keymachine.to_step(intake.book, step, intake.now())
    return answer if isinstance(answer, Reason) else {"answer": answer}


def _notice(message: Message) -> dict[str, object]:
    facts = dict(message.facts)
    if "stage" in facts:
        facts = {
            "cardStatus": STATUS[Stage(facts["stage"])],
            "bankStatus": FINANCIAL[Use(facts["financial"])] if "financial" in facts else "",
            "socialStatus": SOCIAL[Use(facts["social"])] if "social" in facts else "",
            "pinStatus": PASSWORD[facts.get("password", "")],
            "lostUntil": facts.get("until", ""), "lostChannel": facts.get("by", ""),
        }
    elif "key" in facts:
        passed = {"accepted": "1", "rejected": "0"}[facts["state"]]
        facts = {"serial": facts["key"], "passed": passed, "code": facts["code"], "message": facts["text"]}
    return {
        "noticeId": message.id, "noticeType": _KIND[message.kind], "idNumber": message.id_number,
        "cardNumber": message.card_number, "time": message.at.isoformat(), "source": message.origin,
        "content": facts,
    }


def _notices(fields: Fields, intake: Intake) -> object:
    messages, cursor = intake.news.after(text_of(fields, "after"))
    return {"notices": [_notice(message) for message in messages], "next": cursor}


QUERIES: Mapping[str, Query] = {
    "queryPersonInfo": Query(("idNumber",), _one),
    "queryCardStatus": Query(("idNumber",), _card_status),
    "queryCardList": Query((), _card_list),
    "queryCardProgress": Query(("idNumber",), _card_progress),
    "queryPayment": Query(("idNumber",), _payments),
    "getJZKRS": Query((), _how_many),
    "getJZKRY": Query((), _who),
    "getHQPCH": Query(("idNumber",), _batch),
    "getJZKPC": Query(("batch", "window"), _lock),
    "getCardData": Query(("idNumber", "batch"), _making_record),
    "queryCardKey": Query(("idNumber", "cardNumber", "purpose", "challenge"), _card_key),
    "queryReadKey": Query(("cardId", "challenge"), _read_key),
    "queryHsmStep": Query(("step", "content"), _step),
    "queryNotice": Query((), _notices),
}
