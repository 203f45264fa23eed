"""领卡通知记录、撤销记录、传送清单、领卡公告。"""

from collections.abc import Sequence
from dataclasses import replace

from counter import Entry, IdNumber, Name, RollCase, Waiting, shown, slip, staff_words
from printing import Fact, Receipt, Table

from .form import NotifyForm, UndoForm

ARRIVED = ("省已确认",)


def notice_record(entry: Entry[NotifyForm]) -> Receipt:
    """The record of one notice, kept at the point."""
    form = entry.form
    facts = [Fact("通知方式", form.how, "state"), Fact("通知对象", form.whom.value)]
    facts += [Fact("联系人", form.contact, "name")] if form.contact is not None else []
    facts += [Fact("手机号码", form.mobile.masked, "number")] if form.mobile is not None else []
    facts += [Fact("公告地点", form.posted)] if form.posted else []
    return slip(entry, "社会保障卡领卡通知记录", facts=facts, signatures=("通知人签字",))


def undo_record(entry: Entry[UndoForm]) -> Receipt:
    """The record of a notice taken back: the time limit runs on."""
    facts = [Fact("撤销原因", entry.form.reason), Fact("原流水号", entry.reverses, "number")]
    return slip(entry, "社会保障卡领卡通知撤销记录", facts=facts, signatures=("经办人签字",))


def sent_list(case: RollCase) -> Receipt:
    """传送清单: what was entered here on one day for the making window, with the paper forms where they go along."""
    mine = [one for one in case.waiting if one.accepted == case.day]
    late = sum(one.province not in ARRIVED for one in mine)
    rule = case.rules.forms_sent
    facts = [Fact("受理日期", shown(case.day)), Fact("件数", f"{len(mine)} 件", "state")]
    facts += [Fact("尚待传送", f"{late} 件，省系统恢复后自动传送")] if late else []
    facts += [Fact("随附申领表", f"{len(mine)} 份")] if rule.value else []
    rows = tuple((*_who(one), one.entry.title, one.entry.number) for one in mine)
    table = Table("当日受理" if rows else "这一天没有受理", ("姓名", "社会保障号码", "业务", "业务流水号"), rows)
    signatures = ("交件人签字", "收件人签字") if rule.value else ("经办人签字",)
    return _roll(case, "社会保障卡数据传送清单", facts, table, signatures)


def public_notice(case: RollCase) -> Receipt:
    """领卡公告: whose cards can be collected here; names and numbers are masked."""
    ready = [one for one in case.waiting if one.here]
    facts = [Fact("公告日期", shown(case.now.date())), Fact("领卡地点", case.window.branch_title, "state")]
    rows = tuple(_who(one) for one in ready)
    table = Table("请以下人员领卡" if rows else "没有待领取的卡", ("姓名", "社会保障号码"), rows)
    receipt = _roll(case, "领取社会保障卡公告", facts, table, ())
    return replace(receipt, next_step="请以上申请人或联系人持有效身份证件前来领卡。" if rows else "")


def _who(one: Waiting) -> tuple[str, str]:
    return Name(one.holder.name).masked, IdNumber(one.holder.id_number).masked


def _roll(
    case: RollCase, title: str, facts: Sequence[Fact], table: Table, signatures: tuple[str, ...]
) -> Receipt:
    return Receipt(
        office=case.office,
        title=title,
        number="",
        facts=tuple(facts),
        tables=(table,),
        foot=(
            Fact("网点", case.window.branch_title),
            Fact("窗口", case.window.title),
            Fact("经办人", staff_words(case.clerk.number, case.clerk.name), "name"),
            Fact("依据", case.rules.forms_sent.article),
            Fact("咨询电话", case.phone),
        ),
        signatures=signatures,
    )
