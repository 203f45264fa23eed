"""启用的条件，以及各市可以定的规则。"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from counter import CardState, Case, Reads, Refusal, Ruled, condition

from .form import FinancialForm, SocialForm


@dataclass(frozen=True, kw_only=True)
class ActivateRules:
    """The ``[activate]`` table."""

    initial_password_must_change: Ruled[bool]

    words: ClassVar[Mapping[str, str]] = {"initial_password_must_change": "启用时须改初始密码"}


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
    said = case.guide.refusals.get(card.state.value)
    if said is not None:
        return Refusal(said.value, said.source)
    return Refusal(f"卡为{card.state.value}状态，不能激活金融账户", case.guide.article)
