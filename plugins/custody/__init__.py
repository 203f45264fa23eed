"""成品卡的交接、单位发放、回执、回卡和零星重发: where a finished card is until its holder has it."""

from collections.abc import Sequence
from typing import Any

from counter import (
    ABSENT,
    BATCH,
    CUSTODY,
    NEW_CARD,
    Act,
    BatchState,
    CardState,
    CustodyState,
    Each,
    Operation,
    Party,
    hookimpl,
    move,
)

from .act import read_card
from .cards import (
    batches,
    checked,
    handed_to,
    lying,
    members,
    requested,
    to_store,
    to_unit,
    where_to,
)
from .conditions import (
    CustodyRules,
    another_person,
    elsewhere,
    fit_to_give,
    in_hand,
    looked_over,
    nothing_waits,
    soon_enough,
    the_card_itself,
    to_its_pickup,
    underway,
)
from .form import (
    ApproveForm,
    CheckForm,
    ManualForm,
    ReceiptForm,
    ReceiveForm,
    ReissueForm,
    RequestForm,
    StoreForm,
    UndoForm,
    UnitForm,
    WithdrawForm,
)
from .receipt import check_slip, handover_sheet, list_slip, reissue_slip, request_slip, undo_slip

IN_HAND = (ABSENT, CustodyState.RECEIVED)
MADE = move(NEW_CARD, CardState.MADE, CardState.MADE, each=True)

REQUEST = Operation(
    id="custody.request",
    about=Party.UNIT,
    form=RequestForm,
    rules=CustodyRules,
    moves=(
        move(BATCH, ABSENT, BatchState.REQUESTED, facts=requested),
        MADE,
        move(CUSTODY, IN_HAND, CustodyState.REQUESTED, facts=to_unit, each=True),
    ),
    each=Each(keys=batches, ready=in_hand, against=to_its_pickup),
    conditions=(elsewhere, nothing_waits),
    receipt=request_slip,
    then=("custody.approve",),
)

APPROVE = Operation(
    id="custody.approve",
    about=Party.UNIT,
    form=ApproveForm,
    rules=CustodyRules,
    moves=(
        move(BATCH, BatchState.REQUESTED, BatchState.SENT),
        MADE,
        move(CUSTODY, CustodyState.REQUESTED, CustodyState.SENT, each=True),
    ),
    each=Each(keys=handed_to, ready=lying(CustodyState.REQUESTED)),
    conditions=(another_person, looked_over),
    receipt=handover_sheet,
    report=where_to,
    then=("custody.receive",),
)

WITHDRAW = Operation(
    id="custody.withdraw",
    about=Party.UNIT,
    form=WithdrawForm,
    rules=CustodyRules,
    reverses=("custody.request",),
    receipt=undo_slip,
)

RECEIVE = Operation(
    id="custody.receive",
    about=Party.UNIT,
    form=ReceiveForm,
    rules=CustodyRules,
    moves=(
        move(BATCH, BatchState.SENT, BatchState.RECEIVED, optional=True),
        MADE,
        move(CUSTODY, (ABSENT, CustodyState.SENT), CustodyState.RECEIVED, facts=to_unit, each=True),
    ),
    each=Each(keys=handed_to, ready=underway),
    receipt=list_slip("成品卡签收单", "签收人签字"),
    then=("custody.unit",),
)

UNIT = Operation(
    id="custody.unit",
    about=Party.UNIT,
    form=UnitForm,
    rules=CustodyRules,
    moves=(
        move(NEW_CARD, CardState.MADE, CardState.HANDED, each=True),
        move(CUSTODY, IN_HAND, CustodyState.UNIT, facts=to_unit, each=True),
    ),
    each=Each(keys=members, ready=in_hand, partial=True),
    receipt=handover_sheet,
    report=lambda _entry: {},
    told_as="issue.collect",
    then=("custody.receipt",),
)

UNDO = Operation(
    id="custody.undo",
    about=Party.UNIT,
    form=UndoForm,
    rules=CustodyRules,
    reverses=("custody.unit",),
    conditions=(soon_enough,),
    receipt=undo_slip,
    report=lambda entry: {"reason": entry.form.reason},
    told_as="issue.undo",
)

RECEIPT = Operation(
    id="custody.receipt",
    about=Party.UNIT,
    form=ReceiptForm,
    rules=CustodyRules,
    moves=(move(CUSTODY, CustodyState.UNIT, CustodyState.DELIVERED, each=True),),
    each=Each(keys=handed_to, ready=lying(CustodyState.UNIT), partial=True),
    receipt=list_slip("成品卡回执登记单", "交回人签字"),
)


BACK = (
    move(CUSTODY, CustodyState.UNIT, CustodyState.RETURNED, facts=checked),
    move(NEW_CARD, CardState.HANDED, CardState.MADE),
)

CHECK = Operation(
    id="custody.check",
    quiet=True,
    form=CheckForm,
    rules=CustodyRules,
    moves=(
        move(CUSTODY, CustodyState.UNIT, CustodyState.UNIT),
        move(NEW_CARD, CardState.HANDED, CardState.HANDED),
    ),
    act=Act(title="读卡验卡", device="card_reader", run=read_card, done=BACK, failed=()),
    receipt=check_slip,
    report=lambda entry: {"reason": entry.form.reason},
    told_as="issue.undo",
)

MANUAL = Operation(
    id="custody.manual",
    quiet=True,
    form=ManualForm,
    rules=CustodyRules,
    moves=BACK,
    conditions=(the_card_itself,),
    receipt=check_slip,
    report=lambda entry: {"reason": entry.form.reason},
    told_as="issue.undo",
)

STORE = Operation(
    id="custody.store",
    about=Party.UNIT,
    form=StoreForm,
    rules=CustodyRules,
    moves=(
        MADE,
        move(CUSTODY, CustodyState.RETURNED, CustodyState.STORED, facts=to_store, each=True),
    ),
    each=Each(keys=handed_to, ready=lying(CustodyState.RETURNED), partial=True),
    receipt=list_slip("回卡入库单", "入库人签字"),
)

REISSUE = Operation(
    id="custody.reissue",
    quiet=True,
    form=ReissueForm,
    rules=CustodyRules,
    moves=(
        move(CUSTODY, CustodyState.STORED, CustodyState.DELIVERED),
        move(NEW_CARD, CardState.MADE, CardState.HANDED),
    ),
    conditions=(fit_to_give,),
    receipt=reissue_slip,
    report=lambda _entry: {},
    told_as="issue.collect",
    then=("activate.social", "activate.financial"),
)


@hookimpl
def counter_operations() -> Sequence[Operation[Any, Any]]:
    """Offer the way of finished cards, from the making window to the holder."""
    return (REQUEST, APPROVE, WITHDRAW, RECEIVE, UNIT, UNDO, RECEIPT, CHECK, MANUAL, STORE, REISSUE)
