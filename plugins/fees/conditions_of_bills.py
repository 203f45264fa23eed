"""财政票据和退费的条件：票号与系统一致，老批次先用，退费退给缴款人，票据交回作废。"""

from typing import Any

from counter import By, Case, PaymentState, Reads, Refusal, condition

from .form import BillForm, RefundForm, SpoiledForm
from .money import CASH, payment
from .rules import FeesRules

SUPERVISOR = "主管"


@condition(Reads.DOSSIER)
def bills_are_there(case: Case[Any, FeesRules]) -> Refusal | None:
    """There is a numbered bill to print on."""
    if case.bill is not None:
        return None
    return Refusal("没有可用的财政票据，请及时与信息中心相关人员联系入库票据", case.guide.article)


@condition(Reads.FORM)
def bill_is_the_next(case: Case[BillForm, FeesRules]) -> Refusal | None:
    """The number on the paper is the one the system shows; a new batch waits until the old one is used up."""
    typed, bill = case.filled.bill_number, case.bill
    if bill is None or typed == bill.number:
        return None
    newer = bill.waits(typed)
    if newer:
        old = f"老批次 {bill.batch} 还有 {bill.left} 张没有用完，请先用 {bill.number}"
        text = f"票据 {typed} 是新批次 {newer} 的，{old}"
        return Refusal(text, case.guide.article, "bill_number")
    what = f"纸质票据号 {typed} 与系统显示编号 {bill.number} 不一致，没有打印"
    text = f"{what}。请核对打印机里的票据；缺号的由主管先登记遗失或作废"
    return Refusal(text, case.guide.article, "bill_number")


@condition(Reads.FORM)
def spoiled_is_its_own(case: Case[SpoiledForm, FeesRules]) -> Refusal | None:
    """The bill that is taken back is the one that was issued for this payment."""
    if not {"payment", "used_payment"} & set(case.bound):
        return None
    own = payment(case).facts["bill_number"]
    if case.filled.spoiled_number == own:
        return None
    text = f"这笔缴费的财政票据是 {own}，录入的打错票号是 {case.filled.spoiled_number}，请核对收回的票据"
    return Refusal(text, case.guide.article, "spoiled_number")


@condition(Reads.DOSSIER)
def something_was_billed(case: Case[Any, FeesRules]) -> Refusal | None:
    """There is a bill that can have been spoiled."""
    if {"payment", "used_payment"} & set(case.bound):
        return None
    return Refusal("没有本网点开出的财政票据可以重开；已登记的先撤销交费登记", case.guide.article)


@condition(Reads.DOSSIER)
def supervisor_decides(case: Case[Any, FeesRules]) -> Refusal | None:
    """What went wrong with a bill is looked at by a supervisor."""
    rule = case.rules.supervised
    if rule is None or not rule.value or case.clerk.role == SUPERVISOR:
        return None
    return Refusal("打错票号需要具体分析，由主管办理，请主管登录本窗口", rule.source, elsewhere=True)


@condition(Reads.FORM)
def money_goes_to_the_payer(case: Case[RefundForm, FeesRules]) -> Refusal | None:
    """The money goes to the one who paid, or to the one whom the city lets come for them."""
    form, name = case.filled, case.dossier.holder.name
    if form.receiver == name or (form.by is not By.SELF and form.receiver == form.agent_name):
        return None
    return Refusal(f"只能退给缴款人“{name}”或代办人、监护人，不能退给“{form.receiver}”", case.guide.article, "receiver")


@condition(Reads.FORM)
def bill_comes_back(case: Case[RefundForm, FeesRules]) -> Refusal | None:
    """A bill that was issued is handed back."""
    one = case.bound.get("payment")
    own = one.facts.get("bill_number", "") if one is not None and one.facts.get("way") != CASH else ""
    if one is None or (case.filled.bill_number or "") == own:
        return None
    wanted = f"这笔缴费的财政票据 {own} 须交回作废，请照交回的票据填写票号"
    text = wanted if own else "这笔缴费没有开财政票据，不要填票据号"
    return Refusal(text, case.guide.article, "bill_number")


@condition(Reads.DOSSIER)
def billed_before_it_is_used(case: Case[Any, FeesRules]) -> Refusal | None:
    """What was paid beforehand is used only once its bill has been issued, whatever it is used for."""
    rule, one = case.rules.billed_first, case.bound.get("payment")
    if rule is None or not rule.value or one is None or case.operation.startswith("fees."):
        return None
    if one.state is not PaymentState.PAID or one.facts.get("bill_number"):
        return None
    return Refusal(f"已缴费，还没有开具财政票据，先开票再{case.guide.title}", rule.source)
