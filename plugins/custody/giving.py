"""成品卡发放和回执: given to a unit, its receipts, what comes back, the stock, and given out again."""

from counter import (
    CUSTODY,
    NEW_CARD,
    Act,
    Awaits,
    CardState,
    CustodyState,
    Each,
    MatterKind,
    Operation,
    Party,
    is_where_it_lies,
    move,
)

from .act import read_card
from .cards import (
    IN_HAND,
    MADE,
    checked,
    handed_to,
    left,
    lying,
    members,
    to_store,
    to_unit,
)
from .conditions import (
    CustodyRules,
    fit_to_give,
    in_hand,
    soon_enough,
    the_card_itself,
)
from .form import (
    CheckForm,
    ManualForm,
    ReceiptForm,
    ReissueForm,
    StoreForm,
    UndoForm,
    UnitForm,
)
from .receipt import check_slip, handover_sheet, list_slip, reissue_slip, undo_slip

UNIT = Operation(
    id="custody.unit",
    about=Party.UNIT,
    form=UnitForm,
    rules=CustodyRules,
    moves=(
        move(NEW_CARD, CardState.MADE, CardState.HANDED, each=True),
        move(CUSTODY, IN_HAND, CustodyState.UNIT, facts=to_unit, each=True),
    ),
    each=Each(keys=members, ready=in_hand, partial=True, at_desk=True),
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
    within=lambda rules: rules.undo_days,
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
    each=Each(keys=handed_to, ready=left(CustodyState.UNIT), partial=True, at_desk=True),
    receipt=list_slip("成品卡回执登记单", "交回人签字"),
    awaits=(Awaits(MatterKind.UNSIGNED, CUSTODY),),
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
    each=Each(keys=handed_to, ready=lying(CustodyState.RETURNED), partial=True, at_desk=True),
    receipt=list_slip("回卡入库单", "入库人签字"),
    awaits=(Awaits(MatterKind.HAND_ON, CUSTODY, is_where_it_lies),),
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
    awaits=(Awaits(MatterKind.HAND_ON, CUSTODY, is_where_it_lies),),
)
