"""收费的条件：金额与收费项目一致，一笔缴费只用一次。"""

import re
from decimal import Decimal

from counter import NONTAX, CardState, Case, Kind, NoRules, Paid, PaymentState, Reads, Refusal, condition

from .form import CashForm, NoticeForm

NUMBER = re.compile(r"[0-9A-Za-z]{4,30}")


@condition(Reads.FORM)
def cash_is_the_fee(case: Case[CashForm, NoRules]) -> Refusal | None:
    """What was taken is what the tariff says."""
    if case.fee is None or case.filled.received == case.fee.yuan:
        return None
    fee, received = case.fee, case.filled.received
    return Refusal(f"应收{fee.title} {fee.yuan:.2f} 元，实收 {received:.2f} 元，请核对", fee.article)


@condition(Reads.FORM)
def amount_is_the_fee(case: Case[NoticeForm, NoRules]) -> Refusal | None:
    """The notice is about the fee of the tariff."""
    wanted = {tariff.yuan.value for tariff in case.charges}
    if not case.charges or case.filled.amount in wanted:
        return None
    tariff = case.charges[0]
    text = f"{tariff.title}应为 {tariff.yuan.value:.2f} 元，录入的是 {case.filled.amount:.2f} 元，请核对缴款通知书"
    return Refusal(text, tariff.yuan.source)


@condition(Reads.FORM)
def numbers_look_printed(case: Case[NoticeForm, NoRules]) -> Refusal | None:
    """Both numbers are as they are printed on the papers."""
    for label, number in (("缴款通知书号", case.filled.notice_number), ("财政票据号", case.filled.bill_number)):
        if not NUMBER.fullmatch(number):
            return Refusal(f"{label}应为 4 到 30 位数字或字母，请照纸质票据逐位核对", case.guide.article)
    return None


@condition(Reads.FORM | Reads.FINDINGS)
def notice_is_paid(case: Case[NoticeForm, NoRules]) -> Refusal | None:
    """Where the non-tax system is asked and answers, the notice is paid and this bill belongs to it."""
    finding = case.findings.get(NONTAX.id)
    if finding is None or not finding.available:
        return None
    notice, bill = case.filled.notice_number, case.filled.bill_number
    texts = {
        Paid.NOT_YET.value: f"非税系统里缴款通知书 {notice} 还没有缴款，请先缴款",
        Paid.UNKNOWN.value: f"非税系统里没有缴款通知书 {notice}，请照纸质通知书逐位核对",
        Paid.OTHER_BILL.value: f"财政票据 {bill} 不是缴款通知书 {notice} 的票据，请核对两个号码",
    }
    if finding.answer in texts:
        return Refusal(texts[finding.answer], case.guide.article)
    amount = finding.facts.get("amount", "")
    if amount and Decimal(amount) != case.filled.amount:
        said = f"非税系统里这张通知书缴了 {amount} 元，录入的是 {case.filled.amount:.2f} 元，请核对"
        return Refusal(said, case.guide.article)
    return None


@condition(Reads.DOSSIER)
def something_to_pay_for(case: Case[NoticeForm, NoRules]) -> Refusal | None:
    """Nobody pays again while the new card is on its way."""
    coming = case.dossier.coming()
    if coming is None or coming.state is CardState.HANDED:
        return None
    return Refusal("新卡已经申请，还没有领取，不用再缴费", case.guide.article)


@condition(Reads.DOSSIER)
def nothing_paid_unused(case: Case[NoticeForm, NoRules]) -> Refusal | None:
    """There is no payment that still waits to be used."""
    open_states = (PaymentState.ORDERED, PaymentState.PAID)
    waiting = next((p for p in case.dossier.of(Kind.PAYMENT) if p.state in open_states), None)
    if waiting is None:
        return None
    said = case.guide.refusals.get(waiting.state.value)
    if said is not None:
        return Refusal(said.value, said.source)
    return Refusal("已有一笔没有使用的缴费，不用再缴", case.guide.article)
