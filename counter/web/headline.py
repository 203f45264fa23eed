"""The card's state in words, first on the page: what it is, what it means, how long it lasts."""

from dataclasses import dataclass
from datetime import datetime

from counter.core.dates import time_left
from counter.core.dossier import Dossier, Subject
from counter.core.states import CardState

MEANS = {
    CardState.NORMAL: ("ok", "卡可以正常使用。"),
    CardState.TEMPORARILY_LOST: ("warn", "卡找回了，办解除挂失；确定找不回的，办正式挂失和补卡。"),
    CardState.LOST: ("bad", "原卡已停用，可以办理补卡。"),
    CardState.ORDERED: ("warn", "已受理补换卡，等待制作新卡。"),
    CardState.MAKING: ("warn", "新卡正在制作。"),
    CardState.MADE: ("warn", "新卡已制好，等待领取。"),
    CardState.HANDED: ("warn", "新卡已领取，还没有启用。"),
    CardState.VOID: ("bad", "卡已作废，不能再使用。"),
    CardState.CANCELLED: ("bad", "卡已注销，不能再使用。"),
}


@dataclass(frozen=True)
class Headline:
    """One line for the clerk: the word, what follows from it, since when, and what time is left."""

    word: str
    tone: str
    text: str
    since: str = ""
    left: str = ""
    until: str = ""


def headline(dossier: Dossier, now: datetime) -> Headline:
    """The state that matters now: the card on its way where there is one, else the card in use."""
    card = dossier.coming() or dossier.card()
    if card is None or not isinstance(card.state, CardState):
        return Headline("名下无卡", "bad", "没有社会保障卡。")
    tone, text = MEANS[card.state]
    left, until = "", ""
    if card.state is CardState.TEMPORARILY_LOST and card.until is not None:
        left = time_left(now, card.until)
        until = f"{card.until:%m 月 %d 日 %H:%M} 自动恢复"
    return Headline(card.state.value, tone, text, _since(card), left, until)


def _since(card: Subject) -> str:
    by = card.facts.get("lost_by", "")
    lost = card.state in (CardState.TEMPORARILY_LOST, CardState.LOST)
    way = f" 经{by}挂失" if by and lost else f"起{card.state.value}"
    return f"{card.since:%Y-%m-%d %H:%M}{way}"
