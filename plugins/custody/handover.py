"""成品卡交接: a batch is requested, approved by another person, and signed for at the other place."""

from counter import (
    ABSENT,
    BATCH,
    CUSTODY,
    NEW_CARD,
    Awaits,
    BatchState,
    CustodyState,
    Each,
    MatterKind,
    Operation,
    Party,
    is_where_it_lies,
    move,
    on_its_way_here,
    to_be_sent,
)

from .cards import (
    IN_HAND,
    MADE,
    batches,
    handed_to,
    left,
    requested,
    to_unit,
    where_to,
)
from .conditions import (
    CustodyRules,
    another_person,
    can_be_sent,
    elsewhere,
    in_hand,
    looked_over,
    nothing_waits,
    to_its_pickup,
    underway,
)
from .form import (
    ApproveForm,
    ReceiveForm,
    RequestForm,
    WithdrawForm,
)
from .receipt import handover_sheet, list_slip, request_slip, undo_slip

TO_SEND = (Awaits(MatterKind.HAND_ON, NEW_CARD, to_be_sent),)

REQUEST = Operation(
    id="custody.request",
    about=Party.UNIT,
    form=RequestForm,
    rules=CustodyRules,
    moves=(
        move(BATCH, ABSENT, BatchState.REQUESTED, facts=requested),
        MADE,
        move(CUSTODY, (*IN_HAND, CustodyState.REQUESTED), CustodyState.REQUESTED, facts=to_unit, each=True),
    ),
    each=Each(keys=batches, ready=can_be_sent, against=to_its_pickup),
    conditions=(elsewhere, nothing_waits),
    receipt=request_slip,
    then=("custody.approve",),
    awaits=TO_SEND,
)

HAND = Operation(
    id="custody.hand",
    about=Party.UNIT,
    form=RequestForm,
    rules=CustodyRules,
    moves=(
        move(BATCH, ABSENT, BatchState.SENT, facts=requested),
        MADE,
        move(CUSTODY, IN_HAND, CustodyState.SENT, facts=to_unit, each=True),
    ),
    each=Each(keys=batches, ready=in_hand, against=to_its_pickup),
    conditions=(elsewhere,),
    receipt=handover_sheet,
    report=where_to,
    told_as="custody.approve",
    awaits=TO_SEND,
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
    each=Each(keys=handed_to, ready=left(CustodyState.REQUESTED)),
    conditions=(another_person, looked_over),
    receipt=handover_sheet,
    report=where_to,
    awaits=(Awaits(MatterKind.HAND_ON, CUSTODY, is_where_it_lies),),
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
    each=Each(keys=handed_to, ready=underway, at_desk=True),
    receipt=list_slip("成品卡签收单", "签收人签字"),
    then=("custody.unit",),
    awaits=(
        Awaits(MatterKind.UNSIGNED, CUSTODY, is_where_it_lies),
        Awaits(MatterKind.HAND_ON, NEW_CARD, on_its_way_here),
    ),
)
