"""Fujian's resources, codes and fields beside the counter's own words; all of them assumed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from counter import CardShown, MakerStep

ROOT = "/archive/v1"
KEY = "Business-Key"
NOBODY, NO_SUCH = "PERSON_NOT_FOUND", "NO_SUCH_RESOURCE"


@dataclass(frozen=True)
class Call:
    """One request: method, path, what is always the same in it, and our facts under its field names.

    ``{card}``, ``{old}`` and ``{person}`` in the path stand for the numbers.
    """

    method: str
    path: str
    fixed: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)


_LOSS = {"reason": "reason", "until": "until", "by": "channel"}
_REPLACE = {
    "reason": "reason", "bank": "bank", "new_card_number": "newNumber", "amount": "fee",
    "bill_number": "receipt", "notice_number": "notice", "pay_key": "payment", "photo": "photo",
    "pickup": "pickup", "pickup_name": "pickupName", "channel": "channel",
}
# What an application tells of the person, and what comes back with the person's record.
PERSON = {
    "landline": "phone", "postcode": "postcode", "status": "status", "household": "household",
    "household_address": "householdAddress", "village": "village", "id_kind": "idKind",
    "id_valid_until": "idValidUntil", "nation": "nation", "occupation": "occupation", "insurance": "insurance",
    "insurance_office": "insuranceOffice", "guardian_name": "guardianName", "guardian_id": "guardianId",
}
_APPLY = {
    **PERSON, "sex": "sex", "born_on": "bornOn", "ethnic": "ethnic", "mobile": "mobile", "address": "address",
    "category": "category", "unit_number": "unitNumber", "unit_name": "unitName", "bank": "bank",
    "pickup": "pickup", "pickup_name": "pickupName", "channel": "channel",
}
_PIN = {"reason": "reason", "channel": "channel"}
CALLS: Mapping[str, Call] = {
    "loss.temporary": Call("PUT", "/cards/{card}/loss", {"kind": "oral"}, _LOSS),
    "loss.formal": Call("PUT", "/cards/{card}/loss", {"kind": "formal"}, _LOSS),
    "loss.release": Call("DELETE", "/cards/{card}/loss", facts={"reason": "reason"}),
    "apply.new": Call("POST", "/persons/{person}/application", {"stage": "new"}, _APPLY),
    "apply.enter": Call("POST", "/persons/{person}/application", {"stage": "entered"}, _APPLY),
    "apply.complete": Call("PUT", "/persons/{person}/application", facts=_APPLY),
    "apply.stop": Call("DELETE", "/persons/{person}/application", facts={"reason": "reason"}),
    "apply.stop_old": Call("DELETE", "/cards/{old}", facts={"reason": "reason"}),
    "replace.lost": Call("POST", "/cards/{old}/replacement", {"because": "lost"}, _REPLACE),
    "replace.damaged": Call("POST", "/cards/{old}/replacement", {"because": "damaged"}, _REPLACE),
    "issue.collect": Call("PUT", "/cards/{card}/handover"),
    "issue.undo": Call("DELETE", "/cards/{card}/handover", facts={"reason": "reason"}),
    "custody.approve": Call("PUT", "/cards/{card}/pickup", facts={"pickup": "pickup", "pickup_name": "pickupName"}),
    "activate.social": Call("PUT", "/cards/{card}/functions/social", facts={"password": "password"}),
    "pin.change": Call("PUT", "/cards/{card}/password", {"deed": "changed"}, _PIN),
    "pin.unlock": Call("PUT", "/cards/{card}/password", {"deed": "unlocked"}, _PIN),
    "pin.reset": Call("PUT", "/cards/{card}/password", {"deed": "reset"}, _PIN),
    "activate.financial": Call("PUT", "/cards/{card}/functions/financial", facts={"bank": "bank"}),
}
MADE = Call("PUT", "/persons/{person}/card", facts={"bank_account": "account", "bank": "bank"})
FAILED = Call("DELETE", "/persons/{person}/card", facts={"reason": "reason"})

SEX = {"M": "男", "F": "女"}
STATES = {
    "VALID": "正常", "TEMP_LOST": "临时挂失", "LOST": "正式挂失", "VOID": "作废", "CLOSED": "注销",
    "RECEIVED": "已受理", "ORDERED": "已申请", "MARKED": "制卡中", "MADE": "待领取", "COLLECTED": "待启用",
}
SOCIAL = {"OFF": "未启用", "ON": "已启用", "STOPPED": "停用"}
FINANCIAL = {"OFF": "未激活", "ON": "已激活", "LOST": "挂失", "STOPPED": "停用"}
OUTCOMES = {"done": "accepted", "refused": "rejected"}

_SHOWN = {
    "area": "area", "history": "history", "algorithm": "algorithm",
    "challenge": "challenge", "terminal": "terminal",
}  # fmt: skip
_STEP = {"told": "told", "terminal": "terminal", "id_number": "person", "card_number": "card"}


def shown(card: CardShown) -> dict[str, str]:
    """What a card on the reader shows, under the province's names."""
    return {theirs: getattr(card, ours) for ours, theirs in _SHOWN.items()}


def step(one: MakerStep) -> dict[str, str]:
    """A step of a maker's library, under the province's names; what is not known is left out."""
    told = {theirs: getattr(one, ours) for ours, theirs in _STEP.items()}
    return {name: text for name, text in told.items() if text}
