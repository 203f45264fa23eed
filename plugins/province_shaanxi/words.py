"""Shaanxi's calls, codes and fields beside the counter's own words; all of them assumed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from counter import CardShown, MakerStep

PATH = "/sbk/jsonrpc"
DONE, WAITING = 0, 1
NOBODY, BUSY = 4101, -32000
NOT_UNDERSTOOD = frozenset({-32700, -32600, -32601})


@dataclass(frozen=True)
class Call:
    """One method, and our facts under its parameter names; ``card`` as in ``own``, ``old``, ``""``."""

    method: str
    card: str = "own"
    facts: Mapping[str, str] = field(default_factory=dict)


_REPLACE = {
    "reason": "yy", "bank": "yh", "new_card_number": "xkh", "amount": "je", "bill_number": "pj",
    "notice_number": "tzs", "pay_key": "jf", "photo": "zp",
    "pickup": "lkwd", "pickup_name": "lkwdmc", "channel": "blqd",
}
# What an application tells of the person, and what comes back with the person's record.
PERSON = {
    "landline": "dh", "postcode": "yb", "status": "ryzt", "household": "hkxz", "household_address": "hkdz",
    "village": "cbh", "id_kind": "zjlx", "id_valid_until": "zjyxq", "nation": "gj", "occupation": "zy",
    "guardian_name": "jhr", "guardian_id": "jhrzj",
}
_OF_THE_PERSON = {
    **PERSON, "mobile": "sjh", "address": "dz", "category": "rylb", "unit_number": "dwbh", "unit_name": "dwmc",
}
_APPLY = {
    **PERSON, "sex": "xb", "born_on": "csrq", "ethnic": "mz", "mobile": "sjh", "address": "dz", "category": "rylb",
    "unit_number": "dwbh", "unit_name": "dwmc", "bank": "yh",
    "pickup": "lkwd", "pickup_name": "lkwdmc", "channel": "blqd",
}
_TEMPORARY = {"temporary_number": "lskh"}
_STOPPED = {**_TEMPORARY, "cause": "sx", "kept": "bt", "listed": "hmd"}
CALLS: Mapping[str, Call] = {
    "loss.temporary": Call("guashi.koutou", facts={"reason": "yy", "until": "zzsj", "by": "qd"}),
    "loss.formal": Call("guashi.zhengshi", facts={"reason": "yy", "by": "qd"}),
    "loss.release": Call("jiegua", facts={"reason": "yy"}),
    "apply.new": Call("shenling", "", _APPLY),
    "apply.review": Call("shenling.heshi", "", _APPLY),
    "apply.stop": Call("shenling.zhongzhi", "", {"reason": "yy"}),
    "replace.lost": Call("buka", "old", _REPLACE),
    "replace.damaged": Call("huanka", "old", _REPLACE),
    "change.details": Call("xinxi.biangeng", "", _OF_THE_PERSON),
    "issue.collect": Call("lingka"),
    "issue.undo": Call("lingka.huitui", facts={"reason": "yy"}),
    "custody.approve": Call("lingka.wangdian", facts={"pickup": "lkwd", "pickup_name": "lkwdmc"}),
    "activate.social": Call("qiyong.shebao", facts={"password": "mm"}),
    "pin.change": Call("mima.xiugai", facts={"channel": "qd"}),
    "pin.unlock": Call("mima.jiesuo", facts={"channel": "qd", "reason": "yy"}),
    "pin.reset": Call("mima.chongzhi", facts={"channel": "qd", "reason": "yy"}),
    "blacklist.list": Call("hmd.lieru", "", {"reason": "yy", "since": "rq", "article": "yj", "by": "lrdw"}),
    "blacklist.lift": Call("hmd.jiechu", "", {"reason": "yy"}),
    "cancel.social": Call("zhuxiao.shebao", facts={"reason": "yy", "certificate": "zm"}),
    "cancel.financial": Call("zhuxiao.jinrong", facts={"certificate": "zm"}),
    "cancel.return": Call("zhuxiao.shouhui", facts={"returned": "sh"}),
    "activate.financial": Call("qiyong.jinrong", facts={"bank": "yh"}),
    "tempcard.issue": Call("linshika.fafang", "", {
        **_TEMPORARY, "until": "yxz", "branch": "ffwd", "branch_name": "ffwdmc", "coupon": "hzd", "amount": "je"}),
    "tempcard.renew": Call("linshika.xuqi", "", {**_TEMPORARY, "until": "yxz"}),
    "tempcard.return": Call("linshika.shouhui", "", _TEMPORARY),
    "tempcard.refund": Call("linshika.tuikuan", "", {"coupon": "hzd", "amount": "je"}),
    "tempcard.lost": Call("linshika.shixiao", "", _STOPPED),
    "tempcard.damaged": Call("linshika.shixiao", "", _STOPPED),
}
MADE = Call("zhika.chenggong", "", {"bank_account": "yhzh", "bank": "yh"})
FAILED = Call("zhika.shibai", "", {"reason": "yy"})

STATES = {
    10: "正常", 21: "临时挂失", 22: "正式挂失", 90: "作废", 91: "注销",
    5: "已受理", 1: "已申请", 2: "制卡中", 3: "待领取", 4: "待启用",
}
LISTED = {1: "已列入", 0: "已移出"}
SOCIAL = {0: "未启用", 1: "已启用", 9: "停用"}
FINANCIAL = {0: "未激活", 1: "已激活", 2: "挂失", 9: "停用"}
TEMPORARY = {1: "使用中", 7: "已到期", 8: "已收回", 81: "已丢失", 82: "已损坏"}
DEPOSIT = {0: "", 1: "押金在存", 2: "已退费", 3: "押金不退"}

_SHOWN = {
    "area": "xzqh", "history": "fwxx", "algorithm": "sf",
    "card_id": "kbm", "challenge": "sjs", "terminal": "zd",
}  # fmt: skip
_STEP = {"function": "bz", "told": "nr", "terminal": "zd", "id_number": "sfzh", "card_number": "kh"}


def shown(card: CardShown) -> dict[str, str]:
    """What a card on the reader shows, under the province's names."""
    return {theirs: getattr(card, ours) for ours, theirs in _SHOWN.items()}


def step(one: MakerStep) -> dict[str, str]:
    """A step of a maker's library, under the province's names; what is not known is left out."""
    told = {theirs: getattr(one, ours) for ours, theirs in _STEP.items()}
    return {name: text for name, text in told.items() if text}
