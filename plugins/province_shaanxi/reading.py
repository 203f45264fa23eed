"""Shaanxi's answers read into the counter's values; what does not fit is another system's answer."""

from collections.abc import Mapping
from datetime import datetime

from counter import (
    BlacklistRecord,
    CardRecord,
    News,
    NewsKind,
    PersonRecord,
    ProvinceMismatchError,
    TemporaryRecord,
    answers,
)

from . import words


def number(fields: answers.Fields, name: str) -> int:
    """A whole number, or a mismatch."""
    value = fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ProvinceMismatchError(f"应答缺少 {name}")
    return value


def _word(table: Mapping[int, str], fields: answers.Fields, name: str) -> str:
    code = number(fields, name)
    if code not in table:
        raise ProvinceMismatchError(f"{name} 的代码 {code} 不认识")
    return table[code]


def _time(fields: answers.Fields, name: str) -> datetime:
    try:
        return datetime.strptime(answers.text(fields, name), "%Y-%m-%d %H:%M:%S.%f%z")
    except ValueError:
        raise ProvinceMismatchError(f"{name} 不是时间") from None


def _card(fields: answers.Fields) -> CardRecord:
    return CardRecord(
        number=answers.text(fields, "kh"),
        state=_word(words.STATES, fields, "zt"),
        bank=answers.text(fields, "yh"),
        social=_word(words.SOCIAL, fields, "sb"),
        financial=_word(words.FINANCIAL, fields, "jr"),
        issued_on=answers.day_or_none(fields, "fkrq"),
        expires_on=answers.day_or_none(fields, "yxq"),
        lost_until=_time(fields, "gszz") if answers.text(fields, "gszz") else None,
        lost_by=answers.text(fields, "gsqd"),
        lost_at=_time(fields, "gssj") if answers.text_or_none(fields, "gssj") else None,
        bank_lost_at=_time(fields, "jrgssj") if answers.text_or_none(fields, "jrgssj") else None,
        pickup=answers.text_or_none(fields, "lkwd"),
        pickup_name=answers.text_or_none(fields, "lkwdmc"),
        batch=answers.text_or_none(fields, "pc"),
        applied_by=answers.text_or_none(fields, "blqd"),
        to_review=fields.get("dsh") == 1,
        password=answers.text_or_none(fields, "mm"),
        cancelled_for=answers.text_or_none(fields, "zxyy"),
        certificate=answers.text_or_none(fields, "zxzm"),
        returned=answers.text_or_none(fields, "zxsh"),
    )


def _temporary(fields: answers.Fields) -> TemporaryRecord:
    return TemporaryRecord(
        number=answers.text(fields, "lskh"),
        state=_word(words.TEMPORARY, fields, "lszt"),
        issued_on=answers.day(fields, "ffrq"),
        until=_time(fields, "yxz") if answers.text(fields, "yxz") else None,
        branch=answers.text_or_none(fields, "ffwd"),
        branch_name=answers.text_or_none(fields, "ffwdmc"),
        coupon=answers.text_or_none(fields, "hzd"),
        deposit=answers.text_or_none(fields, "yj"),
        deposit_state=_word(words.DEPOSIT, fields, "yjzt"),
    )


def _listing(fields: answers.Fields) -> BlacklistRecord | None:
    """The entry of the blacklist; None where there never was one."""
    if not fields:
        return None
    return BlacklistRecord(
        state=_word(words.LISTED, fields, "zt"),
        reason=answers.text_or_none(fields, "yy"),
        since=answers.text_or_none(fields, "rq"),
        article=answers.text_or_none(fields, "yj"),
        by=answers.text_or_none(fields, "lrdw"),
    )


def person(result: answers.Fields) -> PersonRecord:
    """Read the answer to a look-up."""
    about = answers.mapping(result.get("ren"))
    return PersonRecord(
        id_number=answers.text(about, "sfzh"),
        name=answers.text(about, "xm"),
        sex=answers.text(about, "xb"),
        born_on=answers.day(about, "csrq"),
        ethnic=answers.text(about, "mz"),
        mobile=answers.text(about, "sjh"),
        address=answers.text(about, "dz"),
        insured_area=answers.text(about, "cbd"),
        category=answers.text(about, "rylb"),
        as_of=_time(result, "sj"),
        cards=tuple(_card(answers.mapping(card)) for card in answers.listing(about, "ka")),
        temporary=tuple(_temporary(answers.mapping(card)) for card in answers.listing_or_none(about, "lsk")),
        unit_number=answers.text_or_none(about, "dwbh"),
        unit_name=answers.text_or_none(about, "dwmc"),
        facts=answers.named(words.PERSON, about),
        blacklist=_listing(answers.mapping(about.get("hmd", {}))),
    )


def message(notice: answers.Fields) -> News:
    """Read one message."""
    content = answers.mapping(notice.get("nr"))
    match answers.text(notice, "lx"):
        case "kbd":
            return _news(
                notice,
                "card",
                {
                    "state": _word(words.STATES, content, "zt"),
                    "financial": _word(words.FINANCIAL, content, "jr") if "jr" in content else "",
                    "social": _word(words.SOCIAL, content, "sb") if "sb" in content else "",
                    "password": answers.text_or_none(content, "mm"),
                    "until": answers.text(content, "gszz"),
                    "by": answers.text(content, "gsqd"),
                },
            )
        case "xxbg":
            return _news(notice, "person", {})
        case "cxc":
            return _news(notice, "withdrawn", {"reason": answers.text(content, "reason")})
        case "wssq":
            return _news(notice, "applied", {"pickup": answers.text(content, "pickup")})
        case "ywjg":
            passed = content.get("tg") is True
            return _news(
                notice,
                "result",
                {
                    "key": answers.text(content, "lsh"),
                    "state": "accepted" if passed else "rejected",
                    "code": str(number(content, "dm")),
                    "text": answers.text(content, "sm"),
                },
            )
    raise ProvinceMismatchError("消息种类不认识")


def _news(notice: answers.Fields, kind: NewsKind, facts: Mapping[str, str]) -> News:
    return News(
        id=answers.text(notice, "bh"),
        kind=kind,
        id_number=answers.text(notice, "sfzh"),
        card_number=answers.text(notice, "kh"),
        at=_time(notice, "sj"),
        origin=answers.text(notice, "ly"),
        facts={name: value for name, value in facts.items() if value},
    )
