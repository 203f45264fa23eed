"""成品卡的交接、单位发放、回执、回卡和零星重发: where a finished card is until its holder has it."""

from collections.abc import Sequence
from typing import Any

from counter import LookUp, Operation, hookimpl

from .giving import CHECK, MANUAL, RECEIPT, REISSUE, STORE, UNDO, UNIT
from .handover import APPROVE, HAND, RECEIVE, REQUEST, WITHDRAW
from .records import RECORDS


@hookimpl
def counter_operations() -> Sequence[Operation[Any, Any]]:
    """Offer the way of finished cards, from the making window to the holder."""
    return (REQUEST, HAND, APPROVE, WITHDRAW, RECEIVE, UNIT, UNDO, RECEIPT, CHECK, MANUAL, STORE, REISSUE)


@hookimpl
def counter_lookups() -> Sequence[LookUp]:
    """Offer the records of finished cards."""
    return (RECORDS,)
