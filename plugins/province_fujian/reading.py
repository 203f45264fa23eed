"""Fujian's answers read into the counter's values; what does not fit is another system's answer."""

from collections.abc import Mapping

from counter import CardRecord, News, NewsKind, PersonRecord, ProvinceMismatchError, answers

from . import words


def _card(fields: answers.Fields) -> CardRecord:
    functions, loss = answers.mapping(fields.get("functions")), answers.mapping(fields.get("loss"))
    return CardRecord(
        number=answers.text(fields, "number"),
        state=answers.word(words.STATES, fields, "state"),
        bank=answers.text(fields, "bank"),
        social=answers.word(words.SOCIAL, functions, "social"),
        financial=answers.word(words.FINANCIAL, functions, "financial"),
        issued_on=answers.day_or_none(fields, "issuedOn"),
        expires_on=answers.day_or_none(fields, "expiresOn"),
        lost_until=answers.moment(loss, "until") if answers.text_or_none(loss, "until") else None,
        lost_by=answers.text(loss, "channel"),
        lost_at=answers.moment(loss, "at") if answers.text_or_none(loss, "at") else None,
        bank_lost_at=answers.moment(loss, "bankAt") if answers.text_or_none(loss, "bankAt") else None,
        pickup=answers.text_or_none(fields, "pickup"),
        pickup_name=answers.text_or_none(fields, "pickupName"),
        batch=answers.text_or_none(fields, "batch"),
        applied_by=answers.text_or_none(fields, "appliedBy"),
        to_review=fields.get("toReview") is True,
        password=answers.text_or_none(fields, "password"),
    )


def person(answer: answers.Fields) -> PersonRecord:
    """Read the answer to a look-up."""
    about = answers.mapping(answer.get("person"))
    unit = answers.mapping(about.get("unit", {}))
    return PersonRecord(
        id_number=answers.text(about, "id"),
        name=answers.text(about, "name"),
        sex=answers.word(words.SEX, about, "sex"),
        born_on=answers.day(about, "bornOn"),
        ethnic=answers.text(about, "ethnic"),
        mobile=answers.text(about, "mobile"),
        address=answers.text(about, "address"),
        insured_area=answers.text(about, "insuredArea"),
        category=answers.text(about, "category"),
        as_of=answers.moment(answer, "asOf"),
        cards=tuple(_card(answers.mapping(card)) for card in answers.listing(about, "cards")),
        unit_number=answers.text_or_none(unit, "number"),
        unit_name=answers.text_or_none(unit, "name"),
        facts=answers.named(words.PERSON, answers.mapping(about.get("more", {}))),
    )


def message(event: answers.Fields) -> News:
    """Read one event."""
    facts = answers.mapping(event.get("facts"))
    match answers.text(event, "type"):
        case "CARD":
            return _news(
                event,
                "card",
                {
                    "state": answers.word(words.STATES, facts, "state"),
                    "financial": answers.word(words.FINANCIAL, facts, "financial") if "financial" in facts else "",
                    "social": answers.word(words.SOCIAL, facts, "social") if "social" in facts else "",
                    "password": answers.text_or_none(facts, "password"),
                    "until": answers.text_or_none(facts, "until"),
                    "by": answers.text_or_none(facts, "by"),
                },
            )
        case "PERSON":
            return _news(event, "person", {})
        case "WITHDRAWN":
            return _news(event, "withdrawn", {"reason": answers.text(facts, "reason")})
        case "APPLIED":
            return _news(event, "applied", {"pickup": answers.text(facts, "pickup")})
        case "RESULT":
            return _news(
                event,
                "result",
                {
                    "key": answers.text(facts, "key"),
                    "state": answers.word(words.OUTCOMES, facts, "outcome"),
                    "code": answers.text(facts, "code"),
                    "text": answers.text(facts, "text"),
                },
            )
    raise ProvinceMismatchError("消息种类不认识")


def _news(event: answers.Fields, kind: NewsKind, facts: Mapping[str, str]) -> News:
    return News(
        id=answers.text(event, "event"),
        kind=kind,
        id_number=answers.text(event, "person"),
        card_number=answers.text(event, "card"),
        at=answers.moment(event, "at"),
        origin=answers.text(event, "origin"),
        facts={name: value for name, value in facts.items() if value},
    )
