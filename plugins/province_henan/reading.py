"""Henan's answers read into the counter's values; what does not fit is another system's answer."""

from collections.abc import Mapping

from counter import CardRecord, News, NewsKind, PersonRecord, ProvinceMismatchError, TemporaryRecord, answers

from . import words


def _card(fields: answers.Fields) -> CardRecord:
    return CardRecord(
        number=answers.text(fields, "cardNumber"),
        state=answers.word(words.STATES, fields, "cardStatus"),
        bank=answers.text(fields, "bank"),
        social=answers.word(words.SOCIAL, fields, "socialStatus"),
        financial=answers.word(words.FINANCIAL, fields, "bankStatus"),
        issued_on=answers.day_or_none(fields, "issueDate"),
        expires_on=answers.day_or_none(fields, "validDate"),
        lost_until=answers.moment(fields, "lostUntil") if answers.text(fields, "lostUntil") else None,
        lost_by=answers.text(fields, "lostChannel"),
        lost_at=answers.moment(fields, "lostTime") if answers.text_or_none(fields, "lostTime") else None,
        bank_lost_at=answers.moment(fields, "bankLostTime") if answers.text_or_none(fields, "bankLostTime") else None,
        pickup=answers.text_or_none(fields, "pickup"),
        pickup_name=answers.text_or_none(fields, "pickupName"),
        batch=answers.text_or_none(fields, "batch"),
        applied_by=answers.text_or_none(fields, "applyChannel"),
        to_review=answers.text_or_none(fields, "toReview") == "1",
        password=words.PASSWORD.get(answers.text_or_none(fields, "pinStatus"), ""),
        cancelled_for=answers.text_or_none(fields, "cancelReason"),
        returned=answers.text_or_none(fields, "cardReturned"),
    )


def _temporary(fields: answers.Fields) -> TemporaryRecord:
    return TemporaryRecord(
        number=answers.text(fields, "tempCardNumber"),
        state=answers.word(words.TEMPORARY, fields, "tempStatus"),
        issued_on=answers.day(fields, "issueDate"),
        until=answers.moment(fields, "validUntil") if answers.text(fields, "validUntil") else None,
        branch=answers.text_or_none(fields, "issuer"),
        branch_name=answers.text_or_none(fields, "issuerName"),
        coupon=answers.text_or_none(fields, "receiptNo"),
        deposit=answers.text_or_none(fields, "deposit"),
        deposit_state=answers.word(words.DEPOSIT, fields, "depositStatus"),
    )


def person(about: answers.Fields, cards: answers.Fields) -> PersonRecord:
    """Put the answers about the person and about the cards together."""
    return PersonRecord(
        id_number=answers.text(about, "idNumber"),
        name=answers.text(about, "name"),
        sex=answers.word(words.SEX, about, "sex"),
        born_on=answers.day(about, "birthday"),
        ethnic=answers.text(about, "nation"),
        mobile=answers.text(about, "mobile"),
        address=answers.text(about, "address"),
        insured_area=answers.text(about, "insuredArea"),
        category=answers.text(about, "personType"),
        as_of=answers.moment(about, "time"),
        cards=tuple(_card(answers.mapping(card)) for card in answers.listing(cards, "cards")),
        temporary=tuple(_temporary(answers.mapping(card)) for card in answers.listing_or_none(cards, "tempCards")),
        unit_number=answers.text_or_none(about, "unitNo"),
        unit_name=answers.text_or_none(about, "unitName"),
        facts=answers.named(words.PERSON, about),
    )


def message(notice: answers.Fields) -> News:
    """Read one notice."""
    content = answers.mapping(notice.get("content"))
    match answers.text(notice, "noticeType"):
        case "1":
            return _news(
                notice,
                "card",
                {
                    "state": answers.word(words.STATES, content, "cardStatus"),
                    "financial": words.FINANCIAL.get(answers.text(content, "bankStatus"), ""),
                    "social": words.SOCIAL.get(answers.text_or_none(content, "socialStatus"), ""),
                    "password": words.PASSWORD.get(answers.text_or_none(content, "pinStatus"), ""),
                    "until": answers.text(content, "lostUntil"),
                    "by": answers.text(content, "lostChannel"),
                },
            )
        case "5":
            return _news(notice, "person", {})
        case "2":
            return _news(notice, "withdrawn", {"reason": answers.text(content, "reason")})
        case "4":
            return _news(notice, "applied", {"pickup": answers.text(content, "pickup")})
        case "3":
            passed = answers.text(content, "passed") == "1"
            return _news(
                notice,
                "result",
                {
                    "key": answers.text(content, "serial"),
                    "state": "accepted" if passed else "rejected",
                    "code": answers.text(content, "code"),
                    "text": answers.text(content, "message"),
                },
            )
    raise ProvinceMismatchError("消息种类不认识")


def _news(notice: answers.Fields, kind: NewsKind, facts: Mapping[str, str]) -> News:
    return News(
        id=answers.text(notice, "noticeId"),
        kind=kind,
        id_number=answers.text(notice, "idNumber"),
        card_number=answers.text(notice, "cardNumber"),
        at=answers.moment(notice, "time"),
        origin=answers.text(notice, "source"),
        facts={name: value for name, value in facts.items() if value},
    )
