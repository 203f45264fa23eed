"""临时卡: handed out while the real card is on its way, against a deposit where the city takes one, and given back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from counter import (
    ABSENT,
    BLACKLIST,
    DEPOSITS,
    PAYMENT,
    TEMPORARY,
    TEMPORARY_OUT,
    Act,
    BlacklistState,
    Case,
    Condition,
    Operation,
    PaymentState,
    Posting,
    Subject,
    TemporaryState,
    end_of,
    hookimpl,
    move,
    temporary_out,
)

from .act import rewrite
from .conditions import (
    card_is_back,
    card_is_on_its_way,
    card_is_replaced,
    coupon_is_shown,
    deposit_is_held,
    deposit_is_here,
    deposit_meant,
    ends_soon,
    happened_by_today,
    is_no_real_card,
    is_this_card,
    none_is_out,
    password_is_good,
    temporary_card_is_back,
)
from .form import GoneForm, IssueForm, RefundForm, RenewForm, ReturnForm, RewriteForm
from .receipt import coupon_or_receipt, gone_receipt, refund_receipt, renew_receipt, return_receipt, rewrite_receipt
from .report import card_told, gone_told, issue_told, refund_told, renew_told
from .rules import TempcardRules
from .term import last_day, new_term, renewed_from

LOST, DAMAGED = "丢失", "损坏"


def _issued(case: Case[IssueForm, TempcardRules]) -> Mapping[str, str]:
    pay = case.bound.get("payment")
    facts = {
        "number": str(case.filled.temporary_number),
        "issued_on": case.now.date().isoformat(),
        "branch": case.window.branch,
        "branch_name": case.window.branch_title,
        "pay_key": pay.id if pay is not None else "",
        "coupon": _coupon(case) if case.rules.coupon.value else "",
        **new_term(case.rules, case.now.date()),
    }
    return {name: text for name, text in facts.items() if text}


def _coupon(case: Case[IssueForm, TempcardRules]) -> str:
    """The number of the coupon: the day, and what the operation's own id has at its end."""
    return f"LS{case.now:%y%m%d}{case.op_id.replace('-', '')[-len('261122') :].upper()}"


def _until(case: Case[Any, TempcardRules]) -> datetime | None:
    day = last_day(case.rules, case.now.date())
    return end_of(day) if day is not None else None


def _start(case: Case[RenewForm, TempcardRules]) -> date:
    return renewed_from(case.rules, case.bound["temporary"], case.now.date())


def _renewed_until(case: Case[RenewForm, TempcardRules]) -> datetime | None:
    day = last_day(case.rules, _start(case))
    return end_of(day) if day is not None else None


def _gone(case: Case[GoneForm, TempcardRules]) -> Mapping[str, str]:
    return {"happened_on": case.filled.happened_on.isoformat(), "story": case.filled.story or ""}


def _its_deposit(case: Case[Any, TempcardRules], payment: Subject) -> bool:
    """Whether this was taken against the card that is out."""
    card = temporary_out(case.dossier)
    return card is not None and card.facts.get("pay_key") == payment.id


def _given_back(case: Case[RefundForm, TempcardRules]) -> Sequence[Posting]:
    """What was taken goes back, however much the tariff says by now."""
    payment = case.bound.get("payment")
    amount = Decimal(payment.facts["amount"]) if payment is not None else Decimal(0)
    return (Posting(DEPOSITS, amount), Posting(case.rules.refund_way.value, -amount))


def _gone_for_good(cause: str, after: TemporaryState) -> Operation[GoneForm, TempcardRules]:
    """The note of a temporary card that was lost or damaged: deposit and blacklist as the city says."""

    def listed(case: Case[GoneForm, TempcardRules]) -> Mapping[str, str]:
        card = case.bound["temporary"]
        day = case.now.date().isoformat()
        article, by = case.rules.blacklisted.article, case.window.branch_title
        return {"reason": f"临时卡{cause}", "since": day, "article": article, "by": by, "temporary": card.number}

    return Operation(
        id="tempcard.lost" if after is TemporaryState.LOST else "tempcard.damaged",
        form=GoneForm,
        rules=TempcardRules,
        moves=(
            move(TEMPORARY, TEMPORARY_OUT, after, facts=_gone),
            move(
                PAYMENT, PaymentState.HELD, PaymentState.KEPT, optional=True, only=_its_deposit,
                when=lambda case: cause in case.rules.deposit_kept.value,
            ),
            move(
                BLACKLIST, (ABSENT, *BlacklistState), BlacklistState.LISTED, facts=listed,
                when=lambda case: cause in case.rules.blacklisted.value,
            ),
        ),
        conditions=(happened_by_today,),
        receipt=gone_receipt,
        report=gone_told(cause),
    )  # fmt: skip


ISSUE = Operation(
    id="tempcard.issue",
    form=IssueForm,
    rules=TempcardRules,
    moves=(move(TEMPORARY, ABSENT, TemporaryState.ISSUED, facts=_issued, until=_until),),
    conditions=(card_is_on_its_way, card_is_replaced, none_is_out, is_no_real_card),
    receipt=coupon_or_receipt,
    report=issue_told,
    unique=lambda form: {"临时卡": form.temporary_number},
    echoes=("apply.new", "replace.lost", "replace.damaged"),
)

RENEW = Operation(
    id="tempcard.renew",
    form=RenewForm,
    rules=TempcardRules,
    moves=(
        move(
            TEMPORARY, TEMPORARY_OUT, TemporaryState.ISSUED, until=_renewed_until,
            facts=lambda case: new_term(case.rules, _start(case)),
        ),
    ),
    conditions=(card_is_on_its_way, ends_soon),
    receipt=renew_receipt,
    report=renew_told,
)  # fmt: skip

STAYS = move(
    TEMPORARY, TemporaryState.ISSUED, TemporaryState.ISSUED, until=lambda case: case.bound["temporary"].until
)

REWRITE = Operation(
    id="tempcard.rewrite",
    form=RewriteForm,
    rules=TempcardRules,
    moves=(STAYS,),
    conditions=(password_is_good,),
    act=Act(
        title="重写并重新设置密码",
        device="card_reader",
        run=rewrite,
        done=(STAYS,),
        failed=(),
    ),
    receipt=rewrite_receipt,
    report=card_told,
)

RETURN = Operation(
    id="tempcard.return",
    form=ReturnForm,
    rules=TempcardRules,
    moves=(move(TEMPORARY, TEMPORARY_OUT, TemporaryState.RETURNED),),
    conditions=(is_this_card,),
    receipt=return_receipt,
    report=card_told,
    then=("tempcard.refund", "activate.social"),
)

REFUND = Operation(
    id="tempcard.refund",
    form=RefundForm,
    rules=TempcardRules,
    moves=(move(PAYMENT, PaymentState.HELD, PaymentState.REFUNDED, optional=True, only=deposit_meant),),
    conditions=(deposit_is_held, coupon_is_shown, card_is_back, deposit_is_here),
    receipt=refund_receipt,
    report=refund_told,
    postings=_given_back,
)

GONE = (_gone_for_good(LOST, TemporaryState.LOST), _gone_for_good(DAMAGED, TemporaryState.DAMAGED))


@hookimpl
def counter_operations() -> Sequence[Operation[Any, Any]]:
    """Offer a temporary card, its renewal, its new password, its way back, and the note that it is gone."""
    return (ISSUE, RENEW, REWRITE, RETURN, REFUND, *GONE)


@hookimpl
def counter_conditions() -> Sequence[Condition]:
    """The real card waits for the temporary one."""
    return (temporary_card_is_back,)
