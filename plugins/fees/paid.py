"""缴费之后：开具和重开财政票据、交费登记和撤销、退费。"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from counter import PAYMENT, Act, ActDone, ActFailed, Entry, Kind, Operation, PaymentState, Role, fen, move

from .conditions import not_being_made
from .conditions_of_bills import (
    bill_comes_back,
    bill_is_the_next,
    bills_are_there,
    money_goes_to_the_payer,
    something_was_billed,
    spoiled_is_its_own,
    supervisor_decides,
)
from .form import BillForm, RefundForm, RegisterForm, SpoiledForm, UndoForm
from .money import (
    CASH,
    NOTICE,
    POS,
    billed,
    by_way,
    came_back,
    given_back,
    issued,
    issued_anew,
    moved,
    registered,
    tells,
    went_out,
)
from .receipt import bill_paper, new_bill_paper, refund_receipt, register_receipt, undo_receipt
from .rules import FeesRules

USED = Role("used_payment", Kind.PAYMENT, "缴费")
REPLACEMENT = ("loss.formal", "replace.lost", "replace.damaged")

BILL = Operation(
    id="fees.bill",
    form=BillForm,
    rules=FeesRules,
    moves=(
        move(PAYMENT, PaymentState.PAID, PaymentState.PAID, facts=billed, only=by_way(NOTICE, POS, billed=False)),
    ),
    conditions=(bills_are_there, bill_is_the_next),
    receipt=bill_paper,
    quiet=True,
    unique=lambda form: {"财政票据": form.bill_number},
    bills=issued,
    tells=tells("bill", "开具财政票据", "notice_number", "voucher", "bill_number", "bill_batch", "payer", "amount"),
    then=REPLACEMENT,
)

BILL_AGAIN = Operation(
    id="fees.rebill",
    form=SpoiledForm,
    rules=FeesRules,
    moves=tuple(
        move(role, state, state, facts=billed, optional=True, only=by_way(NOTICE, POS, billed=True))
        for role, state in ((PAYMENT, PaymentState.PAID), (USED, PaymentState.USED))
    ),
    conditions=(something_was_billed, supervisor_decides, bills_are_there, spoiled_is_its_own, bill_is_the_next),
    receipt=new_bill_paper,
    quiet=True,
    unique=lambda form: {"财政票据": form.bill_number},
    bills=issued_anew,
    tells=tells("rebill", "重开财政票据", "spoiled_number", "bill_number", "bill_batch", "reason"),
    then=REPLACEMENT,
)

REGISTER = Operation(
    id="fees.register",
    form=RegisterForm,
    rules=FeesRules,
    moves=(move(PAYMENT, PaymentState.USED, PaymentState.REGISTERED),),
    receipt=register_receipt,
    report=registered,
    then=("issue.mark", "issue.make"),
)

UNREGISTER = Operation(
    id="fees.unregister",
    form=UndoForm,
    rules=FeesRules,
    moves=(move(PAYMENT, PaymentState.REGISTERED, PaymentState.USED),),
    conditions=(not_being_made,),
    receipt=undo_receipt,
    quiet=True,
    report=registered,
    then=("fees.rebill", "fees.register"),
)

BACK = (money_goes_to_the_payer, bill_comes_back)

REFUND = Operation(
    id="fees.refund",
    form=RefundForm,
    rules=FeesRules,
    moves=(move(PAYMENT, PaymentState.PAID, PaymentState.REFUNDED, only=by_way(CASH, NOTICE)),),
    conditions=BACK,
    receipt=refund_receipt,
    quiet=True,
    postings=went_out,
    bills=came_back,
    tells=tells("refund", "退费", "notice_number", "bill_number", "amount", "reason"),
)


def give_back(entry: Entry[RefundForm], device: Any, _secrets: Mapping[str, str]) -> ActDone | ActFailed:
    """Give the money back to the bank card it came from, once."""
    change = moved(entry)
    amount, reference = fen(Decimal(change.facts["amount"])), change.facts.get("reference", "")
    return ActDone(device.give_back(change.subject, amount, reference))


REFUND_BY_CARD = Operation(
    id="fees.posback",
    form=RefundForm,
    rules=FeesRules,
    moves=(move(PAYMENT, PaymentState.PAID, PaymentState.REFUNDING, only=by_way(POS)),),
    conditions=BACK,
    act=Act(
        title="原路退回银行卡",
        device="pos",
        run=give_back,
        done=(move(PAYMENT, PaymentState.REFUNDING, PaymentState.REFUNDED, facts=given_back),),
        failed=(move(PAYMENT, PaymentState.REFUNDING, PaymentState.PAID),),
        copied=("voucher", "退货单上的 POS 凭证号"),
    ),
    receipt=refund_receipt,
    quiet=True,
    postings=went_out,
    bills=came_back,
    tells=tells("refund", "退费", "voucher", "bill_number", "amount", "reason"),
)
