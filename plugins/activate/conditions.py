"""启用的条件，以及各市可以定的规则。"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from counter import CardState, Case, Reads, Refusal, Ruled, condition

from .district import CrossDistrict, Insured, insured, is_replacement
from .form import FinancialForm, SocialForm


@dataclass(frozen=True, kw_only=True)
class ActivateRules:
    """The ``[activate]`` table."""

    initial_password_must_change: Ruled[bool]
    cross_district: Ruled[CrossDistrict]

    words: ClassVar[Mapping[str, str]] = {
        "initial_password_must_change": "启用时须改初始密码",
        "cross_district": "参保地在别的区县的补换卡，在窗口启用",
    }


@condition(Reads.DOSSIER)
def insured_in_this_district(case: Case[SocialForm, ActivateRules]) -> Refusal | None:
    """A card replaced across districts is enabled where its holder is insured, if the city says so."""
    rule, waits = case.rules.cross_district, "new_card" in case.bound and is_replacement(case)
    if rule.value is not CrossDistrict.REFUSE or not waits or insured(case) is not Insured.ELSEWHERE:
        return None
    area = case.dossier.holder.facts["insured_area"]
    text = f"参保地是{area}，不在{case.window.district}：跨区域补换的卡，社保账户须到{area}的定点药店或定点医院激活"
    return Refusal(text, rule.source)


@condition(Reads.DOSSIER)
def district_to_be_compared(case: Case[SocialForm, ActivateRules]) -> Refusal | None:
    """Where the program cannot compare, or the city only warns, the clerk is told to look."""
    rule, where = case.rules.cross_district, insured(case)
    if rule.value is CrossDistrict.ALLOW or not is_replacement(case) or where is Insured.HERE:
        return None
    area = case.dossier.holder.facts.get("insured_area", "") or "没有登记"
    here = case.window.district or "没有登记"
    text = f"参保地（{area}）与本网点所属行政区（{here}）没有比对上，请经办人核对；跨区域补换的，社保账户到参保地激活"
    return Refusal(text, rule.source)


@condition(Reads.SECRETS)
def password_is_changed(case: Case[SocialForm, ActivateRules]) -> Refusal | None:
    """Where the city says so, the initial password is changed at once."""
    form, rule = case.filled, case.rules.initial_password_must_change
    if not rule.value or (form.old_password and form.new_password):
        return None
    return Refusal("启用时须由持卡人当面修改初始密码，请输入初始密码和新密码", rule.source)


@condition(Reads.SECRETS)
def password_is_good(case: Case[SocialForm, ActivateRules]) -> Refusal | None:
    """The new password fits the city's word, differs from the old one and was typed twice alike."""
    form = case.filled
    if not form.new_password:
        return None
    if form.new_password == form.old_password:
        return Refusal("新密码与初始密码相同，请持卡人换一个", case.guide.article)
    said = case.passwords.refused(form.new_password, form.again or "", case.guide.article)
    if said is None and not form.old_password:
        said = Refusal("请持卡人输入初始密码", case.guide.article)
    return said


@condition(Reads.DOSSIER)
def card_in_hand(case: Case[FinancialForm, ActivateRules]) -> Refusal | None:
    """The card is with the holder and not lost."""
    card = case.dossier.card()
    if card is None or "financial" not in case.bound or card.state in (CardState.HANDED, CardState.NORMAL):
        return None
    text = f"卡为{card.state.value}状态，不能激活金融账户"
    return case.guide.refusal(card.state.value) or Refusal(text, case.guide.article)
