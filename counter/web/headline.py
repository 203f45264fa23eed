"""The card's state in words, first on the page: what it is, what it means, how long it lasts."""

from dataclasses import dataclass
from datetime import datetime

from counter.core.custody import custody_of, place_of
from counter.core.dates import WorkingDays, time_left
from counter.core.dossier import Dossier, Subject
from counter.core.limit import RUNNING, Limit
from counter.core.pickup import goes_to
from counter.core.states import COMING, CardState, CustodyState, FinancialState, Kind

from .losses import lost_since

MEANS = {
    CardState.NORMAL: ("ok", "卡可以正常使用。"),
    CardState.TEMPORARILY_LOST: ("warn", "卡找回了，办解除挂失；确定找不回的，办正式挂失和补卡。"),
    CardState.LOST: ("bad", "原卡已停用，可以办理补卡。"),
    CardState.UNFINISHED: ("warn", "申领资料还不齐，补齐后继续办理。"),
    CardState.RECEIVED: ("warn", "申领已受理，等待制发窗口处理数据。"),
    CardState.ORDERED: ("warn", "申请已受理，等待制作新卡。"),
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


def headline(
    dossier: Dossier, now: datetime, calendar: WorkingDays, limit: Limit | None = None, branch: str = ""
) -> Headline:
    """The state that matters now: the card on its way where there is one, else the card in use."""
    card = dossier.coming() or dossier.card()
    if card is None or not isinstance(card.state, CardState):
        return Headline("名下无卡", "bad", "没有社会保障卡。")
    tone, text = MEANS[card.state]
    if card.state is CardState.NORMAL:
        text = _functions(dossier, card) or text
    if card.state is CardState.CANCELLED:
        text = _ended(dossier, card) or text
    if card.number and dossier.holder.facts.get("old_face") == card.number:
        text += "卡面仍是变更前的姓名、号码，请补换卡。"
    text = _lying(dossier, card) or text + _goes(card, branch)
    tone = "bad" if limit is not None and limit.stopped is None and limit.late(now.date()) else tone
    left, until = _deadline(card, now, calendar, limit)
    return Headline(card.state.value, tone, text, lost_since(card, dossier), left, until)


def _lying(dossier: Dossier, card: Subject) -> str:
    """Where a finished card is, while it has left the place where it was made and its holder has not got it."""
    custody = custody_of(dossier, card)
    if custody is None or custody.state is CustodyState.DELIVERED or card.state not in COMING:
        return ""
    return f"{'新卡已制好' if card.state is CardState.MADE else '新卡'}，{place_of(dossier, card)}。"


def _ended(dossier: Dossier, card: Subject) -> str:
    """What is left to be done about a cancelled card: its account is still open; or what became of it."""
    account = dossier.function(Kind.FINANCIAL, card)
    if account is not None and account.state is not FinancialState.STOPPED:
        return f"卡已注销，不能再使用；{_functions(dossier, card)}"
    returned = card.facts.get("returned", "")
    return f"卡已注销，卡片{returned}。" if returned else ""


def _functions(dossier: Dossier, card: Subject) -> str:
    found = [(kind.value, dossier.function(kind, card)) for kind in (Kind.SOCIAL, Kind.FINANCIAL)]
    said = [f"{title}{subject.state.value}" for title, subject in found if subject is not None]
    return f"{'，'.join(said)}。" if said else ""


def _goes(card: Subject, branch: str) -> str:
    """Where a card that was applied for elsewhere goes back to."""
    place = goes_to(card, branch)
    if not place:
        return ""
    return f"在{place}领取。" if card.state is CardState.MADE else f"制好后交{place}。" if card.state in RUNNING else ""


def _deadline(
    card: Subject, now: datetime, calendar: WorkingDays, limit: Limit | None
) -> tuple[str, str]:
    """What time is left, and until when."""
    if card.state is CardState.TEMPORARILY_LOST:
        if card.until is None:
            return "", "没有期限，不会自动恢复"
        return time_left(now, card.until), f"{card.until:%-m 月 %-d 日 %H:%M} 自动恢复"
    if limit is None:
        return "", ""
    words, promised = limit.words(now.date(), calendar), limit.promised
    if "立等" in promised.words:
        return words, f"承诺{promised.words}"
    return words, limit.told
