"""挂失、解除挂失时问什么。"""

from datetime import date
from enum import Enum

from counter import VisitForm, blank


class Cause(Enum):
    """How the card came to be lost."""

    MISLAID = "遗失"
    STOLEN = "被盗"
    OTHER = "其他"


class LossForm(VisitForm):
    """What is declared when a card is reported lost."""

    cause: Cause = blank("挂失原因", group="挂失信息", default=Cause.MISLAID)
    lost_on: date = blank("遗失日期", hint="如 2026-11-20", group="挂失信息")


class ReleaseForm(VisitForm):
    """What is declared when a lost card has been found."""
