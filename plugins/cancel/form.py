"""社会保障卡注销、金融账户注销、收回卡片时问什么。"""

from enum import Enum

from counter import VisitForm, blank


class CardIs(Enum):
    """Where the card itself is."""

    BROUGHT = "已带来"
    LOST = "已遗失"
    OUT_OF_REACH = "取不回"


class CardForm(VisitForm):
    """Whether the card is there, and why it is not."""

    card_is: CardIs = blank("社会保障卡", group="卡片", default=CardIs.BROUGHT)
    why_missing: str | None = blank(
        "卡交不回的原因", hint="卡没有带来的写明", group="卡片", default=None
    )


class CauseForm(VisitForm):
    """Why the card is cancelled."""

    cancelled_for: str = blank("注销原因", group="注销信息", choices="cancel_causes")


class CancelForm(CardForm, CauseForm):
    """What is declared when a card is cancelled: the cause first, then the card."""


class CloseForm(VisitForm):
    """The certificate with which the bank closes the account."""

    certificate: str = blank("社保业务注销证明编号", hint="照证明右上角的编号", group="注销证明")


class ReturnForm(CardForm):
    """The card that is taken back."""

    card_number: str | None = blank("收回的卡号", hint="照卡面输入", group="卡片", default=None)
