"""收费的条件：金额与收费项目一致，通知书编号与系统一致，一笔缴费只用一次。"""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

from counter import (
    NONTAX,
    NOTICE_NUMBER,
    PAID_LATELY,
    CardState,
    Case,
    Finding,
    Kind,
    Paid,
    Payable,
    PaymentState,
    Reads,
    Refusal,
    condition,
)

from .form import CashForm, ChargeForm, NoticeForm, OrderForm, PaidForm, WithdrawForm
from .money import charged
from .rules import FeesRules

NUMBER = re.compile(r"[0-9A-Za-z]{4,30}")
TEXTS = {
    Paid.NOT_YET.value: "非税系统里缴款通知书 {notice} 还没有缴款，请先缴款",
    Paid.UNKNOWN.value: "非税系统里没有缴款通知书 {notice}，请照纸质通知书逐位核对",
    Paid.OTHER_BILL.value: "财政票据 {bill} 不是缴款通知书 {notice} 的票据，请核对两个号码",
    Paid.CANCELLED.value: "非税系统里缴款通知书 {notice} 已作废，不能缴款，请重新开单",
}


@condition(Reads.FORM)
def cash_is_the_fee(case: Case[CashForm, Any]) -> Refusal | None:
    """What was taken is what the tariff says."""
    if case.fee is None or case.filled.received == case.fee.yuan:
        return None
    fee, received = case.fee, case.filled.received
    return Refusal(f"应收{fee.title} {fee.yuan:.2f} 元，实收 {received:.2f} 元，请核对", fee.article)


@condition(Reads.FORM)
def amount_is_the_fee(case: Case[NoticeForm, FeesRules]) -> Refusal | None:
    """The notice is about the fee of the tariff."""
    wanted = {tariff.yuan.value for tariff in case.charges}
    if not case.charges or case.filled.amount in wanted:
        return None
    tariff = case.charges[0]
    text = f"{tariff.title}应为 {tariff.yuan.value:.2f} 元，录入的是 {case.filled.amount:.2f} 元，请核对缴款通知书"
    return Refusal(text, tariff.yuan.source)


@condition(Reads.FORM)
def numbers_look_printed(case: Case[NoticeForm, FeesRules]) -> Refusal | None:
    """Both numbers are as they are printed on the papers."""
    for label, number in (("缴款通知书号", case.filled.notice_number), ("财政票据号", case.filled.bill_number)):
        if not NUMBER.fullmatch(number):
            return Refusal(f"{label}应为 4 到 30 位数字或字母，请照纸质票据逐位核对", case.guide.article)
    return None


def _unpaid(case: Case[Any, FeesRules], finding: Finding | None, amount: Decimal, bill: str) -> Refusal | None:
    """What the non-tax system's answer speaks against; nothing while it cannot be asked."""
    if finding is None or not finding.available:
        return None
    notice = case.filled.notice_number
    if finding.answer in TEXTS:
        return Refusal(TEXTS[finding.answer].format(notice=notice, bill=bill), case.guide.article)
    paid = finding.facts.get("amount", "")
    if paid and Decimal(paid) != amount:
        said = f"非税系统里这张通知书缴了 {paid} 元，录入的是 {amount:.2f} 元，请核对"
        return Refusal(said, case.guide.article)
    return None


@condition(Reads.FORM | Reads.FINDINGS)
def notice_is_paid(case: Case[NoticeForm, FeesRules]) -> Refusal | None:
    """Where the non-tax system is asked and answers, the notice is paid and this bill belongs to it."""
    return _unpaid(case, case.findings.get(NONTAX.id), case.filled.amount, case.filled.bill_number)


@condition(Reads.FORM | Reads.FINDINGS)
def order_is_paid(case: Case[PaidForm, FeesRules]) -> Refusal | None:
    """The amount of the notice, as it was ordered, has been paid."""
    one = case.bound.get("payment")
    if one is None or one.facts["notice_number"] != case.filled.notice_number:
        return None
    return _unpaid(case, case.findings.get(NONTAX.id), Decimal(one.facts["amount"]), "")


@condition(Reads.DOSSIER)
def something_to_pay_for(case: Case[Any, FeesRules]) -> Refusal | None:
    """Nobody pays again while the new card is on its way."""
    coming = case.dossier.coming()
    if coming is None or coming.state is CardState.HANDED:
        return None
    return Refusal("新卡已经申请，还没有领取，不用再缴费", case.guide.article)


@condition(Reads.DOSSIER)
def not_being_made(case: Case[Any, FeesRules]) -> Refusal | None:
    """A registration is taken back only while the card it pays for has not been begun."""
    coming = case.dossier.coming()
    if "payment" not in case.bound or (coming is not None and coming.state is CardState.ORDERED):
        return None
    return Refusal("这笔缴费的卡已经开始制作，或已经制成，不能再撤销交费登记", case.guide.article)


@condition(Reads.DOSSIER)
def nothing_paid_unused(case: Case[Any, FeesRules]) -> Refusal | None:
    """There is no payment that still waits to be used."""
    open_states = (PaymentState.ORDERED, PaymentState.PAID)
    waiting = next((p for p in case.dossier.of(Kind.PAYMENT) if p.state in open_states), None)
    if waiting is None:
        return None
    return case.guide.refusal(waiting.state.value) or Refusal("已有一笔没有使用的缴费，不用再缴", case.guide.article)


@condition(Reads.FORM)
def payer_is_the_holder(case: Case[ChargeForm, FeesRules]) -> Refusal | None:
    """The payer's name is that of the person whose card is replaced."""
    if case.filled.payer == case.dossier.holder.name:
        return None
    return Refusal(f"缴款人名称应为补卡人姓名“{case.dossier.holder.name}”，请改正", case.guide.article, "payer")


@condition(Reads.FORM)
def item_is_charged(case: Case[ChargeForm, FeesRules]) -> Refusal | None:
    """The chosen code is that of a fee that is paid this way."""
    if charged(case) is not None:
        return None
    titles = "、".join(tariff.title for tariff in case.charges)
    return Refusal(f"项目编码“{case.filled.item}”不是{titles}的编码，请重新选择", case.guide.article, "item")


@condition(Reads.FORM | Reads.FINDINGS)
def paper_is_the_systems(case: Case[OrderForm, FeesRules]) -> Refusal | None:
    """The number on the paper is the one the non-tax system gives; otherwise nothing is printed."""
    finding = case.findings.get(NOTICE_NUMBER.id)
    if finding is None or not finding.available:
        return Refusal("非税系统连不上，不知道通知书的系统编号，不能打印，请恢复后再开", case.guide.article)
    typed, shown = case.filled.notice_number, finding.answer
    if typed == shown:
        return None
    text = f"纸质通知书号 {typed} 与系统显示编号 {shown} 不一致，没有打印。请核对打印机里的纸，换成 {shown} 再开"
    return Refusal(text, case.guide.article, "notice_number")


@condition(Reads.DOSSIER)
def not_charged_lately(case: Case[Any, FeesRules]) -> Refusal | None:
    """Nobody is charged again a short time after a fee was used."""
    rule = case.rules.once_in_days
    done = (PaymentState.USED, PaymentState.REGISTERED)
    last = max((p.since for p in case.dossier.of(Kind.PAYMENT) if p.state in done), default=None)
    if rule is None or last is None or case.now >= last + timedelta(days=rule.value):
        return None
    return Refusal(f"{last:%Y-%m-%d} 已有补卡缴费，{rule.value} 天内不再收费", rule.source)


@condition(Reads.FORM | Reads.FINDINGS)
def province_lets_charge(case: Case[Any, FeesRules]) -> Refusal | None:
    """Where the province answers, it knows of no such fee either."""
    finding = case.findings.get(PAID_LATELY.id)
    if finding is None or not finding.available or finding.answer != Payable.NO.value:
        return None
    return Refusal(f"省里答复：{finding.facts.get('said', '')}，不能再收费，请核对持卡人的缴费记录", case.guide.article)


@condition(Reads.FORM)
def notice_is_the_ordered(case: Case[PaidForm | WithdrawForm, FeesRules]) -> Refusal | None:
    """The notice on the desk is the one that was opened for this person."""
    one = case.bound.get("payment")
    if one is None or one.facts["notice_number"] == case.filled.notice_number:
        return None
    text = f"开给这位持卡人的缴款通知书是 {one.facts['notice_number']}，录入的是 {case.filled.notice_number}，请核对"
    return Refusal(text, case.guide.article, "notice_number")


@condition(Reads.FORM | Reads.FINDINGS)
def notice_is_unpaid(case: Case[WithdrawForm, FeesRules]) -> Refusal | None:
    """What has been paid at the bank is not withdrawn; what cannot be asked is not known to be unpaid."""
    finding, one = case.findings.get(NONTAX.id), case.bound.get("payment")
    if one is None or one.facts["notice_number"] != case.filled.notice_number:
        return None
    if finding is None or not finding.available:
        return Refusal("非税系统连不上，不知道通知书缴了没有，不能作废，请恢复后再办", case.guide.article)
    if finding.answer != Paid.YES.value:
        return None
    return Refusal("非税系统里这张通知书已经缴款，不能作废；请办理缴款确认，不要的再办退费", case.guide.article)
