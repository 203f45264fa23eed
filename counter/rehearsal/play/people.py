"""The people of a visit, as the province has them before it begins."""

from counter.core.identity import IdNumber
from counter.core.province import CardRecord, PersonRecord
from counter.rehearsal.play.words import Card, Holder, Visit, VisitError

IN_HAND_UNUSED = frozenset({"已申请", "制卡中", "待领取", "待启用"})
ENDED = frozenset({"作废", "注销"})


def record_of(holder: Holder, visit: Visit) -> PersonRecord:
    """The holder's record with these cards; a number that is wrong is a mistake of the visit."""
    try:
        number = IdNumber(holder.id_number)
    except ValueError as error:
        raise VisitError(holder.at, f"里的身份证号不对：{error}") from None
    return PersonRecord(
        id_number=str(number), name=holder.name, sex=number.sex, born_on=number.born_on, ethnic="汉族",
        mobile="", address="", insured_area=holder.insured, category="城乡居民", as_of=visit.time,
        cards=tuple(_card_record(card) for card in holder.cards), unit_name=holder.unit[0], unit_number=holder.unit[1],
    )  # fmt: skip


def _card_record(card: Card) -> CardRecord:
    unused, ended = card.state in IN_HAND_UNUSED, card.state in ENDED
    social = "未启用" if unused else "停用" if ended else "已启用"
    financial = "未激活" if unused else "停用" if ended else "已激活"
    return CardRecord(
        number=card.number, state=card.state, bank=card.bank, social=card.social or social,
        financial=card.financial or financial, lost_until=card.until, lost_by=card.channel,
        batch=card.batch, pickup=card.pickup, password=card.password,
    )  # fmt: skip
