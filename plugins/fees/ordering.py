"""缴费之前和缴费：开缴款通知书、缴款确认、刷卡、缴款登记、作废通知书。"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from counter import (
    ABSENT,
    NONTAX,
    NOTICE_NUMBER,
    PAID_LATELY,
    PAYMENT,
    Act,
    ActDone,
    ActFailed,
    Entry,
    Operation,
    PaymentState,
    fen,
    move,
)

from .conditions import (
    amount_is_the_fee,
    item_is_charged,
    not_charged_lately,
    nothing_paid_unused,
    notice_is_paid,
    notice_is_the_ordered,
    notice_is_unpaid,
    numbers_look_printed,
    order_is_paid,
    paper_is_the_systems,
    payer_is_the_holder,
    province_lets_charge,
    something_to_pay_for,
)
from .form import ChargeForm, NoticeForm, OrderForm, PaidForm, WithdrawForm
from .money import NOTICE as BY_NOTICE
from .money import by_way, came_in, from_device, moved, noticed, ordered, payable_until, swiped, tells
from .receipt import notice_receipt, order_paper, paid_receipt, pos_receipt, withdrawn_receipt
from .rules import FeesRules

BEGINNING = (something_to_pay_for, nothing_paid_unused, not_charged_lately)
CHARGING = (*BEGINNING, payer_is_the_holder, item_is_charged, province_lets_charge)

ORDER = Operation(
    id="fees.order",
    form=OrderForm,
    rules=FeesRules,
    moves=(move(PAYMENT, ABSENT, PaymentState.ORDERED, facts=ordered, until=payable_until),),
    needs=(NOTICE_NUMBER, PAID_LATELY),
    conditions=(*CHARGING, paper_is_the_systems),
    receipt=order_paper,
    unique=lambda form: {"缴款通知书": form.notice_number},
    tells=tells("issue", "开缴款通知书", "notice_number", "payer", "code", "amount"),
    then=("fees.paid",),
)

PAID = Operation(
    id="fees.paid",
    form=PaidForm,
    rules=FeesRules,
    moves=(
        move(PAYMENT, [PaymentState.ORDERED, PaymentState.EXPIRED], PaymentState.PAID, only=by_way(BY_NOTICE)),
    ),
    needs=(NONTAX,),
    conditions=(notice_is_the_ordered, order_is_paid),
    receipt=paid_receipt,
    quiet=True,
    postings=came_in,
    then=("fees.bill",),
)


def swipe(entry: Entry[ChargeForm], device: Any, _secrets: Mapping[str, str]) -> ActDone | ActFailed:
    """Charge the bank card once: the terminal knows the payment by its number."""
    change = moved(entry)
    return ActDone(device.charge(change.subject, fen(Decimal(change.facts["amount"]))))


SWIPE = Operation(
    id="fees.pos",
    form=ChargeForm,
    rules=FeesRules,
    moves=(move(PAYMENT, ABSENT, PaymentState.ORDERED, facts=swiped),),
    needs=(PAID_LATELY,),
    conditions=CHARGING,
    act=Act(
        title="刷卡",
        device="pos",
        run=swipe,
        done=(move(PAYMENT, PaymentState.ORDERED, PaymentState.PAID, facts=from_device),),
        failed=(move(PAYMENT, PaymentState.ORDERED, PaymentState.WITHDRAWN),),
        copied=("voucher", "签购单上的 POS 凭证号"),
    ),
    receipt=pos_receipt,
    postings=came_in,
    tells=tells("swipe", "刷卡缴款", "payer", "code", "amount", "voucher"),
    then=("fees.bill",),
)

NOTICE = Operation(
    id="fees.notice",
    form=NoticeForm,
    rules=FeesRules,
    moves=(move(PAYMENT, ABSENT, PaymentState.PAID, facts=noticed),),
    needs=(NONTAX,),
    conditions=(something_to_pay_for, nothing_paid_unused, numbers_look_printed, amount_is_the_fee, notice_is_paid),
    receipt=notice_receipt,
    unique=lambda form: {"缴款通知书": form.notice_number, "财政票据": form.bill_number},
    postings=came_in,
    then=("loss.formal", "replace.lost", "replace.damaged"),
)

WITHDRAW = Operation(
    id="fees.withdraw",
    form=WithdrawForm,
    rules=FeesRules,
    moves=(move(PAYMENT, PaymentState.ORDERED, PaymentState.WITHDRAWN, only=by_way(BY_NOTICE)),),
    needs=(NONTAX,),
    conditions=(notice_is_the_ordered, notice_is_unpaid),
    receipt=withdrawn_receipt,
    quiet=True,
    tells=tells("cancel", "作废缴款通知书", "notice_number", "reason"),
    then=("fees.order",),
)
