"""What a window acts on, and the states each can be in, in the documents' own words."""

from enum import Enum


class Kind(Enum):
    """A thing with one state: a card and its two functions are three of them."""

    CARD = "社会保障卡"
    SOCIAL = "社保功能"
    FINANCIAL = "金融功能"
    PAYMENT = "缴费"
    CUSTODY = "保管"
    BATCH = "成品卡交接"
    TEMPORARY = "临时卡"
    BLACKLIST = "黑名单"
    RECORD = "登记信息"


class State(Enum):
    """The base of every kind's states; the value is the official word."""


class Absent(State):
    """The thing does not exist yet: a move from here creates it."""

    ABSENT = "无"


class CardState(State):
    """Where a social security card is in its life."""

    UNFINISHED = "待补正"
    RECEIVED = "已受理"
    ORDERED = "已申请"
    MAKING = "制卡中"
    MADE = "待领取"
    HANDED = "待启用"
    NORMAL = "正常"
    TEMPORARILY_LOST = "临时挂失"
    LOST = "正式挂失"
    VOID = "作废"
    CANCELLED = "注销"


class SocialState(State):
    """The social function of one card."""

    OFF = "未启用"
    ON = "已启用"
    STOPPED = "停用"


class FinancialState(State):
    """The financial function of one card; the bank owns it, the counter only knows of it."""

    OFF = "未激活"
    ON = "已激活"
    LOST = "挂失"
    STOPPED = "停用"


class PaymentState(State):
    """One payment, from the order to the province's books; a deposit is held until it goes back or is kept."""

    ORDERED = "已开单"
    PAID = "已缴费"
    USED = "已使用"
    REGISTERED = "已登记"
    REFUNDED = "已退费"
    HELD = "押金在存"
    REFUNDING = "退费中"
    EXPIRED = "已过期"
    WITHDRAWN = "已作废"
    KEPT = "押金不退"


class CustodyState(State):
    """Where a made card is while it is on its way to its holder; without one it lies where it was made."""

    REQUESTED = "待交接"
    SENT = "交接中"
    RECEIVED = "已签收"
    UNIT = "单位已领"
    RETURNED = "已退回"
    STORED = "已入库"
    DELIVERED = "已发本人"


class BatchState(State):
    """Finished cards handed over together, from the request to the signature at the other place."""

    REQUESTED = "待审核"
    SENT = "交接中"
    RECEIVED = "已签收"


class TemporaryState(State):
    """A temporary card, from the window to its way back."""

    ISSUED = "使用中"
    EXPIRED = "已到期"
    RETURNED = "已收回"
    LOST = "已丢失"
    DAMAGED = "已损坏"


class BlacklistState(State):
    """One entry of the 社会保障卡管理黑名单."""

    LISTED = "已列入"
    LIFTED = "已移出"


class RecordState(State):
    """What this branch has changed of a holder's record and has not seen there yet."""

    CHANGED = "已变更"
    AGREED = "与省里一致"


ABSENT = Absent.ABSENT

STATES: dict[Kind, type[State]] = {
    Kind.CARD: CardState,
    Kind.SOCIAL: SocialState,
    Kind.FINANCIAL: FinancialState,
    Kind.PAYMENT: PaymentState,
    Kind.CUSTODY: CustodyState,
    Kind.BATCH: BatchState,
    Kind.TEMPORARY: TemporaryState,
    Kind.BLACKLIST: BlacklistState,
    Kind.RECORD: RecordState,
}

FINAL: frozenset[State] = frozenset(
    {
        CardState.VOID,
        CardState.CANCELLED,
        SocialState.STOPPED,
        FinancialState.STOPPED,
        PaymentState.REGISTERED,
        PaymentState.REFUNDED,
        PaymentState.KEPT,
        PaymentState.WITHDRAWN,
        PaymentState.EXPIRED,
        CustodyState.DELIVERED,
        BatchState.RECEIVED,
        TemporaryState.RETURNED,
        TemporaryState.LOST,
        TemporaryState.DAMAGED,
        BlacklistState.LIFTED,
    }
)

COMING = frozenset(
    {
        CardState.UNFINISHED,
        CardState.RECEIVED,
        CardState.ORDERED,
        CardState.MAKING,
        CardState.MADE,
        CardState.HANDED,
    }
)
"""A card in these states is on its way to the holder and is not yet in use."""

WORKING: frozenset[State] = frozenset(
    {CardState.NORMAL, SocialState.ON, FinancialState.ON, PaymentState.USED, RecordState.CHANGED, RecordState.AGREED}
)
"""Nothing need follow these states: the card is in use, the payment was used, the record says so."""


def state_of(kind: Kind, word: str) -> State:
    """Return the state of this kind that is written with this word; ValueError if there is none."""
    return STATES[kind](word)
