"""查询结果: what a look-up shows on its page and prints as a list."""

from collections.abc import Sequence

from counter import (
    Dossier,
    Kind,
    LookUpCase,
    Party,
    Past,
    Stage,
    Subject,
    deposit_of,
    listed,
    listing_words,
    masked_card,
    masked_phone,
    pickup_title,
    place_of,
    promise_words,
    staff_words,
    stages,
)
from printing import Fact, Item, Listing, Receipt, Table

from .form import RecordsForm

HISTORY = ("时间", "业务流水号", "业务", "变化", "地点", "经办", "省里")
BRIEFLY = tuple(column for column in HISTORY if column != "业务流水号")
PROGRESS = ("步骤", "情况", "时间", "说明")
MARKS = {"undone": "（已回退）", "failed": "（未完成）", "started": "（开始）"}
UNSAID = "—"


def personal(case: LookUpCase) -> Receipt:
    """个人综合查询: everything this branch knows of one person."""
    dossier, past = case.dossier, case.dossier.past
    lists = (
        Listing("名下的卡", tuple(Item(_card(dossier, card)) for card in dossier.of(Kind.CARD))),
        Listing("临时卡", tuple(Item(_temporary(dossier, card)) for card in dossier.of(Kind.TEMPORARY))),
        Listing("缴费", tuple(Item(_payment(payment)) for payment in dossier.of(Kind.PAYMENT))),
    )
    return _paper(
        case, "个人综合查询", (*_person(dossier), *_standing(dossier)),
        lists=tuple(one for one in lists if one.items),
        table=Table(f"办理记录（共 {len(past)} 条）", BRIEFLY, tuple(_brief(one) for one in past)),
    )  # fmt: skip


def progress(case: LookUpCase) -> Receipt:
    """制卡进度查询: the four steps of the card on its way, where it is to be had, and what was promised."""
    dossier = case.dossier
    card, steps = dossier.coming(), stages(dossier, case.window.branch)
    if card is None:
        now = dossier.card()
        word = now.state.value if now is not None else "名下无卡"
        facts: tuple[Fact, ...] = (Fact("制卡进度", "没有正在办理的新卡", "state"), Fact("卡的状态", word))
        return _paper(case, "制卡进度查询", (*_who(dossier), *facts))
    limit = case.limit
    facts = (Fact("制卡进度", card.state.value, "state"),)
    if limit is not None and case.calendar is not None:
        words = f"{promise_words(limit.promised)}，{limit.words(case.now.date(), case.calendar)}"
        facts += (Fact("承诺", words),)
    facts += (Fact("领取网点", pickup_title(card.facts) or "没有指定，在制卡的网点领取"),)
    table = Table("制卡进度", PROGRESS, tuple(_step(step) for step in steps))
    return _paper(case, "制卡进度查询", (*_who(dossier), *facts), table=table)


def records(case: LookUpCase) -> Receipt:
    """业务记录查询: what was done for this holder, in the days and of the operation asked for."""
    form = case.form
    assert isinstance(form, RecordsForm), "the look-up declares this form"
    past = [one for one in case.dossier.past if _asked(one, form)]
    days = (form.since.isoformat() if form.since else "最早", form.until.isoformat() if form.until else "今天")
    facts = (Fact("查询的日期", " 至 ".join(days)), Fact("查询的业务", form.operation or "全部"))
    table = Table(f"业务记录（共 {len(past)} 条）", HISTORY, tuple(_row(one) for one in past))
    return _paper(case, "业务记录查询", (*_who(case.dossier), *facts), table=table)


def _asked(past: Past, form: RecordsForm) -> bool:
    day = past.at.date()
    return (
        (form.since is None or day >= form.since)
        and (form.until is None or day <= form.until)
        and form.operation in (None, past.title)
    )


def _paper(
    case: LookUpCase, title: str, facts: Sequence[Fact], *, lists: tuple[Listing, ...] = (), table: Table | None = None
) -> Receipt:
    return Receipt(
        office=case.office,
        title=title,
        number="",
        facts=(*facts, Fact("查询时间", f"{case.now:%Y-%m-%d %H:%M}")),
        lists=lists,
        tables=(table,) if table is not None else (),
        foot=(
            Fact("窗口", case.window.title),
            Fact("查询人", staff_words(case.clerk.number, case.clerk.name), "name"),
            Fact("咨询电话", case.phone),
        ),
        stamp=False,
    )


def _who(dossier: Dossier) -> tuple[Fact, ...]:
    holder = dossier.holder
    if holder.party is Party.UNIT:
        return Fact("单位", holder.name, "name"), Fact("单位编号", holder.id_number, "number")
    return Fact("持卡人", holder.name, "name"), Fact("社会保障号码", holder.number_shown, "number")


def _person(dossier: Dossier) -> tuple[Fact, ...]:
    holder, facts = dossier.holder, dossier.holder.facts
    said = {
        "性别": holder.sex,
        "出生日期": holder.born_on.isoformat() if holder.born_on else "",
        "民族": facts.get("ethnic", ""),
        "手机号码": masked_phone(facts.get("mobile", "")),
        "参保地": facts.get("insured_area", ""),
        "人员类别": facts.get("category", ""),
        "所属单位": facts.get("unit_name", ""),
    }
    return (*_who(dossier), *(Fact(label, text) for label, text in said.items() if text))


def _standing(dossier: Dossier) -> tuple[Fact, ...]:
    entry, card = listed(dossier), dossier.coming() or dossier.card()
    copied = f"{dossier.source}，{dossier.copied_at:%Y-%m-%d %H:%M} 留存" if dossier.copied_at else dossier.source
    blacklist = (Fact("黑名单", listing_words(entry)),) if entry is not None else ()
    return Fact("卡的状态", card.state.value if card else "名下无卡", "state"), *blacklist, Fact("登记信息来自", copied)


def _card(dossier: Dossier, card: Subject) -> str:
    functions = [(kind.value, dossier.function(kind, card)) for kind in (Kind.SOCIAL, Kind.FINANCIAL)]
    facts = card.facts
    said = [
        masked_card(card.number) if card.number else "尚无卡号", facts.get("bank", ""), card.state.value,
        *(f"{title}{subject.state.value}" for title, subject in functions if subject is not None),
        f"{facts['issued_on']} 发卡" if facts.get("issued_on") else "",
        f"有效期至 {facts['expires_on']}" if facts.get("expires_on") else "", place_of(dossier, card),
    ]  # fmt: skip
    return "，".join(text for text in said if text)


def _temporary(dossier: Dossier, card: Subject) -> str:
    deposit, until = deposit_of(dossier, card), card.facts.get("valid_until", "")
    said = [
        masked_card(card.number), card.state.value, f"有效期至 {until}" if until else "没有期限",
        f"工本费 {deposit.facts.get('amount', '')} 元 {deposit.state.value}" if deposit is not None else "",
    ]  # fmt: skip
    return "，".join(text for text in said if text)


def _payment(payment: Subject) -> str:
    facts = payment.facts
    said = [
        f"{payment.since:%Y-%m-%d}", payment.state.value, facts.get("way", ""),
        f"{facts['amount']} 元" if facts.get("amount") else "",
        f"票据 {facts.get('bill_number', '')}" if facts.get("notice_number") or facts.get("voucher") else "",
    ]  # fmt: skip
    return "，".join(text for text in said if text)


def _row(past: Past) -> tuple[str, ...]:
    moved = "；".join(f"{change.title} {change.words}" for change in past.moved if change.before is not change.after)
    return (
        f"{past.at:%Y-%m-%d %H:%M}", past.number, past.title + MARKS.get(past.outcome, ""), moved or UNSAID,
        past.where, past.clerk or UNSAID, past.province or UNSAID,
    )  # fmt: skip


def _brief(past: Past) -> tuple[str, ...]:
    """A row without the number of the entry."""
    return tuple(text for column, text in zip(HISTORY, _row(past), strict=True) if column in BRIEFLY)


def _step(step: Stage) -> tuple[str, ...]:
    return (
        step.title, "已完成" if step.done else "还没有", f"{step.at:%Y-%m-%d %H:%M}" if step.at else UNSAID,
        step.where or UNSAID,
    )  # fmt: skip
