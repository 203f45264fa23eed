"""挂失、解除挂失的条件，以及各市可以定的规则。"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from counter import CardState, Case, FinancialState, Kind, Reads, Refusal, Ruled, condition

from .form import LossForm, ReleaseForm

WINDOW = "窗口"


@dataclass(frozen=True, kw_only=True)
class LossRules:
    """The ``[loss]`` table: ``temporary_days`` 0 means that a temporary loss does not end by itself.

    ``bank_phones``: ``银行=电话``, one for each bank whose number is known; ``financial_release``: where the bank's
    own loss is taken back.
    """

    temporary_days: Ruled[int]
    release_from: Ruled[tuple[str, ...]]
    release_channel: Ruled[str]
    bank_phones: Ruled[tuple[str, ...]]
    financial_release: Ruled[str]

    words: ClassVar[Mapping[str, str]] = {
        "temporary_days": "临时挂失期限（天，0 为不自动解挂）",
        "release_from": "可以解除的挂失",
        "release_channel": "解除挂失的渠道",
        "bank_phones": "各银行挂失金融账户的电话",
        "financial_release": "金融账户的挂失在哪里解除",
    }


@condition(Reads.FORM)
def lost_by_today(case: Case[LossForm, LossRules]) -> Refusal | None:
    """The loss has already happened."""
    if case.filled.lost_on <= case.now.date():
        return None
    return Refusal("遗失日期不能晚于今天，请核对后改正", case.guide.article)


@condition(Reads.DOSSIER)
def releasable_here(case: Case[ReleaseForm, LossRules]) -> Refusal | None:
    """The city lets this kind of loss be released."""
    card = case.bound.get("card")
    if card is None or card.state.value in case.rules.release_from.value:
        return None
    text = f"{card.state.value}不能解除"
    return case.guide.refusal(card.state.value) or Refusal(text, case.rules.release_from.source)


@condition(Reads.DOSSIER)
def through_its_channel(case: Case[ReleaseForm, LossRules]) -> Refusal | None:
    """Where the city says so, a temporary loss is released only where it was reported."""
    card = case.bound.get("card")
    rule = case.rules.release_channel
    if card is None or rule.value == "any" or card.state is not CardState.TEMPORARILY_LOST:
        return None
    channel = card.facts.get("lost_by", WINDOW)
    if channel == WINDOW:
        return None
    return Refusal(f"这张卡是经{channel}挂失的，须通过相同渠道解除挂失", rule.source)


@condition(Reads.DOSSIER)
def financial_at_its_bank(case: Case[ReleaseForm, LossRules]) -> Refusal | None:
    """What was reported lost at the bank is taken back there; a loss of the card itself is taken back here."""
    card, rule = case.dossier.card(), case.rules.financial_release
    financial = case.dossier.function(Kind.FINANCIAL, card)
    if case.bound.get("card") is not None or financial is None or financial.state is not FinancialState.LOST:
        return None
    return Refusal(f"金融账户是在银行挂失的，请持卡人到{rule.value}解除，本窗口不能解除", rule.source)
