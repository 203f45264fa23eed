"""启用回执、激活回执。"""

from counter import Entry, slip
from printing import Fact, Receipt

from .form import FinancialForm, SocialForm


def social_receipt(entry: Entry[SocialForm]) -> Receipt:
    """The receipt of an enabled social function."""
    change = entry.change("social")
    facts = [Fact("社保功能", change.words, "state")] if change is not None else []
    facts.append(Fact("初始密码", entry.facts.get("password", "")))
    return slip(entry, "社会保障卡启用回执", facts=facts)


def financial_receipt(entry: Entry[FinancialForm]) -> Receipt:
    """The receipt of an activated bank account."""
    change = entry.change("financial")
    facts = [Fact("金融功能", change.words, "state")] if change is not None else []
    return slip(entry, "社会保障卡金融账户激活回执", facts=facts)
