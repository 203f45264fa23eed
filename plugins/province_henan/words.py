"""Henan's calls, codes and fields beside the counter's own words.

Public: the function names, and the codes 01 (already done), 08 (no answer) and 09 (parameter missing).
Assumed: everything else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from counter import CardShown, MakerStep

PATH = "/hnsbk/service"
DONE, WAITING, NOBODY, ALREADY, HAS_BATCH = "00", "20", "02", "01", "03"
NO_ANSWER, NO_SUCH_FUNCTION = "08", "19"
PAID_LATELY = "11"


@dataclass(frozen=True)
class Call:
    """One call: its function, what is always the same in it, and our facts under its field names.

    ``card`` says which card number goes along: ``""`` none, ``own`` the report's, ``old`` the replaced one.
    """

    function: str
    card: str = "own"
    fixed: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)


_LOSS = {"reason": "reason", "until": "until", "by": "channel"}
_REPLACE = {
    "reason": "reason", "bank": "bank", "new_card_number": "newCardNumber", "photo": "photo",
    "pickup": "pickup", "pickup_name": "pickupName", "channel": "channel",
}
# What an application tells of the person, and what comes back with the person's record.
PERSON = {
    "landline": "phone", "postcode": "postcode", "status": "personStatus", "household": "hukouType",
    "household_address": "hukouAddress", "village": "villageNo", "id_kind": "certType",
    "id_valid_until": "certValid", "nation": "country", "occupation": "occupation",
    "guardian_name": "guardianName", "guardian_id": "guardianNo", "old_face": "oldFaceCard",
}
_OF_THE_PERSON = {
    **PERSON, "mobile": "mobile", "address": "address", "category": "personType", "unit_number": "unitNo",
    "unit_name": "unitName",
}
_APPLY = {
    **PERSON, "bank": "bank", "sex": "sex", "born_on": "birthday", "ethnic": "nation", "mobile": "mobile",
    "address": "address", "category": "personType", "unit_number": "unitNo", "unit_name": "unitName",
    "pickup": "pickup", "pickup_name": "pickupName", "channel": "channel",
}
_PIN = {"reason": "reason", "channel": "channel"}
_TEMPORARY = {"temporary_number": "tempCardNumber"}
_STOPPED = {**_TEMPORARY, "kept": "keepDeposit", "listed": "blacklist"}
CALLS: Mapping[str, Call] = {
    "loss.temporary": Call("reportLostCard", fixed={"lossType": "1"}, facts=_LOSS),
    "loss.formal": Call("reportLostCard", fixed={"lossType": "2"}, facts=_LOSS),
    "loss.release": Call("cancelLostCard", facts={"reason": "reason"}),
    "apply.new": Call("applyNewCard", "", facts=_APPLY),
    "apply.stop": Call("cancelNewCard", "", facts={"reason": "reason"}),
    "replace.lost": Call("applyCardReplacement", "old", {"replaceType": "5_遗失补卡"}, _REPLACE),
    "replace.damaged": Call("applyCardReplacement", "old", {"replaceType": "6_损坏换卡"}, _REPLACE),
    "fees.register": Call("registerPayment", "", facts={
        "amount": "amount", "bill_number": "billNumber", "notice_number": "noticeNumber",
        "pay_key": "payKey"}),
    "change.details": Call("changePersonInfo", "", {"changeType": "1"}, _OF_THE_PERSON),
    "change.identity": Call("changePersonInfo", "", {"changeType": "2"}, {
        "name": "newName", "id_number": "newIdNumber", "sex": "sex", "born_on": "birthday", "old_face": "oldFaceCard"}),
    "fees.unregister": Call("cancelPayment", "", facts={"reason": "reason"}),
    "issue.mark": Call("markCard", ""),
    "issue.failed": Call("returnCardData", "", {"result": "failed"}, {"fail_type": "failType", "reason": "reason"}),
    "issue.restore": Call("restoreFailedCard", ""),
    "issue.collect": Call("enableCard", fixed={"step": "领取"}),
    "issue.undo": Call("enableCard", fixed={"step": "回退"}, facts={"reason": "reason"}),
    "custody.approve": Call("setPickup", facts={"pickup": "pickup", "pickup_name": "pickupName"}),
    "activate.social": Call("enableCard", fixed={"step": "启用"}, facts={"password": "pinStatus"}),
    "pin.change": Call("maintainPin", fixed={"step": "修改密码"}, facts=_PIN),
    "pin.unlock": Call("maintainPin", fixed={"step": "解锁密码"}, facts=_PIN),
    "pin.reset": Call("maintainPin", fixed={"step": "重置密码"}, facts=_PIN),
    "cancel.card": Call("cancelCard", facts={"reason": "reason", "returned": "cardReturned"}),
    "activate.financial": Call("activateBankAccount", facts={"bank": "bank"}),
    "tempcard.issue": Call("issueTempCard", "", facts={
        **_TEMPORARY, "until": "validUntil", "branch": "issuer", "branch_name": "issuerName", "coupon": "receiptNo",
        "amount": "amount"}),
    "tempcard.rewrite": Call("rewriteTempCard", "", facts=_TEMPORARY),
    "tempcard.return": Call("returnTempCard", "", facts=_TEMPORARY),
    "tempcard.lost": Call("stopTempCard", "", {"stopType": "丢失"}, _STOPPED),
    "tempcard.damaged": Call("stopTempCard", "", {"stopType": "损坏"}, _STOPPED),
}
RETURN_MADE = Call("returnCardData", "new", {"result": "ok"}, {"bank_account": "bankAccount", "bank": "bank"})
RETURN_FAILED = Call("returnCardData", "", {"result": "failed"}, {
    "fail_type": "failType", "reason": "reason"})

SEX = {"1": "男", "2": "女"}
STATES = {
    "1": "正常", "2": "临时挂失", "3": "正式挂失", "4": "作废", "5": "注销",
    "5A": "已受理", "6": "已申请", "7": "制卡中", "8": "待领取", "9": "待启用",
}
SOCIAL = {"0": "未启用", "1": "已启用", "2": "停用"}
PASSWORD = {"": "", "0": "初始", "1": "已改"}
FINANCIAL = {"0": "未激活", "1": "已激活", "2": "挂失", "3": "停用"}
TEMPORARY = {"1": "使用中", "2": "已到期", "3": "已收回", "4": "已丢失", "5": "已损坏"}
DEPOSIT = {"": "", "1": "押金在存", "2": "已退费", "3": "押金不退"}

_SHOWN = {
    "area": "area", "history": "atrHistory", "algorithm": "algorithm",
    "card_id": "cardId", "challenge": "challenge", "terminal": "terminal",
}  # fmt: skip
_STEP = {
    "function": "step", "told": "content", "terminal": "terminal",
    "id_number": "idNumber", "card_number": "cardNumber",
}  # fmt: skip


def shown(card: CardShown) -> dict[str, str]:
    """What a card on the reader shows, under the province's names."""
    return {theirs: getattr(card, ours) for ours, theirs in _SHOWN.items()}


def step(one: MakerStep) -> dict[str, str]:
    """A step of a maker's library, under the province's names; what is not known is left out."""
    told = {theirs: getattr(one, ours) for ours, theirs in _STEP.items()}
    return {name: text for name, text in told.items() if text}
