"""What the province was told during a visit, in the words of a visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.rehearsal.province import fujian, henan, shaanxi

if TYPE_CHECKING:
    from collections.abc import Mapping

    from counter.rehearsal.play.desk import Desk
    from counter.rehearsal.province.intake import Applied
    from counter.rehearsal.province.words import Shape

SHAPES: Mapping[str, Mapping[str, Shape]] = {
    "henan": henan.SHAPES,
    "shaanxi": shaanxi.SHAPES,
    "fujian": {f"{method} {path}": shape for (method, path), shape in fujian.ROUTES.items()},
}
WORDS = {
    "lose_temporarily": "临时挂失", "lose_formally": "正式挂失", "release": "解除挂失",
    "apply_new": "申领", "receive": "申领受理", "work_on": "申领数据处理", "review": "核实制卡信息",
    "end": "终止申领", "stop_card": "停用旧卡",
    "replace_lost": "遗失补卡", "replace_damaged": "损坏换卡", "register_payment": "交费登记",
    "cancel_payment": "撤销交费登记",
    "mark": "即制卡标注", "made": "制卡成功", "failed": "制卡失败", "collect": "领卡",
    "undo_collect": "领卡回退", "hand_on": "领取网点变更", "enable_social": "启用社保功能",
    "change_password": "修改密码", "unlock_password": "解锁密码", "reset_password": "重置密码",
    "restore": "恢复申请", "enable_financial": "激活金融账户", "change_details": "个人信息变更",
    "change_identity": "姓名、号码变更",
    "enlist": "列入黑名单", "delist": "移出黑名单",
    "cancel_card": "注销", "cancel_social": "注销社保功能", "close_account": "注销金融账户", "take_back": "收回卡片",
    "issue_temporary": "临时卡发放", "renew_temporary": "临时卡续期", "rewrite_temporary": "临时卡重写",
    "return_temporary": "临时卡收回", "refund_temporary": "退临时卡押金", "stop_temporary": "临时卡丢失损坏",
}  # fmt: skip
DEEDS = {
    "loss.temporary": "lose_temporarily", "loss.formal": "lose_formally", "replace.lost": "replace_lost",
    "replace.damaged": "replace_damaged", "issue.make": "made", "issue.failed": "failed", "issue.collect": "collect",
    "apply.new": "apply_new", "apply.enter": "receive", "issue.undo": "undo_collect",
    "custody.unit": "collect", "custody.reissue": "collect", "custody.undo": "undo_collect",
    "custody.check": "undo_collect", "custody.manual": "undo_collect",
    "activate.social": "enable_social",
    "pin.change": "change_password", "pin.unlock": "unlock_password", "pin.reset": "reset_password",
    "change.details": "change_details", "change.identity": "change_identity",
}  # fmt: skip
FACTS = {
    "amount": "金额", "bill_number": "票号", "notice_number": "通知书号", "bank": "银行", "reason": "原因",
    "temporary_number": "临时卡", "cause": "情形", "kept": "押金不退", "listed": "列入黑名单",
    "pickup": "领取网点", "category": "人员类别", "unit_number": "单位编号", "password": "密码",
    "mobile": "手机", "address": "地址", "landline": "固定电话", "occupation": "职业", "name": "姓名",
    "id_number": "号码", "old_face": "旧卡面",
    "certificate": "证明编号", "returned": "卡片",
}  # fmt: skip


def calls_of(desk: Desk) -> list[tuple[str, Applied]]:
    """Every call the province applied, oldest first, each by its word."""
    province = desk.world.province
    shapes = SHAPES[province.province]
    offers = {deed.op_id: deed.offer.split("+") for deed in desk.deeds if deed.op_id}
    return [(_word(applied, shapes, offers), applied) for applied in province.applied]


def _word(applied: Applied, shapes: Mapping[str, Shape], offers: Mapping[str, list[str]]) -> str:
    """The word for one call; where one call serves several deeds, the operation that sent it tells which."""
    deeds = set(shapes[applied.call].deeds.values())
    if len(deeds) == 1:
        return WORDS.get(deeds.pop(), applied.call)
    op_id, part, *_ = applied.key.split(".")
    parts = offers.get(op_id, [])
    # The cards of a unit are told one by one, each with a part of its own behind the unit's.
    sender = parts[min(int(part), len(parts) - 1)] if parts and part.isdigit() else ""
    sent = DEEDS.get(sender, "")
    if sent == "made" and not applied.facts.get("new_card_number"):
        sent = "failed"
    return WORDS[sent] if sent in deeds else applied.call


def shown_facts(applied: Applied) -> list[str]:
    """The facts of one call as a visit writes them."""
    facts = [f"{word}={applied.facts[name]}" for name, word in FACTS.items() if applied.facts.get(name)]
    return [*([f"卡号={applied.card_number}"] if applied.card_number else []), *facts]
