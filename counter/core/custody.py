"""Where a finished card is (保管), in the words a holder can be told."""

from .dossier import Dossier, Subject
from .pickup import pickup_title
from .states import CardState, CustodyState, Kind

WORDS = {
    CustodyState.REQUESTED: "已申请交接至{unit}，等待审核",
    CustodyState.SENT: "已交出，正在送往{unit}，还没有签收",
    CustodyState.RECEIVED: "在{unit}",
    CustodyState.UNIT: "已由{unit}领走",
    CustodyState.RETURNED: "已由{unit}退回，还没有入库",
    CustodyState.STORED: "在库，存放于{place}，验卡结果“{result}”",
    CustodyState.DELIVERED: "已发到本人手中",
}
ADVICE = {
    CustodyState.REQUESTED: "要在这里领的，请先撤回交接申请",
    CustodyState.SENT: "请等对方签收后到那里领取",
    CustodyState.RECEIVED: "请到那里领取",
    CustodyState.UNIT: "请向该单位领取",
    CustodyState.RETURNED: "入库后办理重发",
    CustodyState.STORED: "请从库里取出，办理重发",
    CustodyState.DELIVERED: "不用再领",
}


def custody_of(dossier: Dossier, card: Subject | None) -> Subject | None:
    """Where the card was last put here; nothing once its holder has had it by another way."""
    custody = dossier.function(Kind.CUSTODY, card)
    if card is None or custody is None or custody.state is CustodyState.DELIVERED or card.state is CardState.MADE:
        return custody
    return custody if custody.state is CustodyState.UNIT and card.state is CardState.HANDED else None


def advice_of(dossier: Dossier, card: Subject | None, branch: str) -> str:
    """What to tell a holder whose card does not lie here: where it is, and where to have it."""
    place = place_of(dossier, card)
    custody = custody_of(dossier, card)
    if custody is None:
        mine = card is not None and card.facts.get("pickup") == branch
        return "这张卡还没有送到本网点，签收后再领取" if mine else f"这张卡的{place}，请到那里领取"
    assert isinstance(custody.state, CustodyState), "custody has its own states"
    return f"这张卡{place}，{ADVICE[custody.state]}"


def place_of(dossier: Dossier, card: Subject | None) -> str:
    """Where this card is; empty while nothing is known but that it lies where it was made."""
    custody = custody_of(dossier, card)
    if card is None or (custody is None and card.state is not CardState.MADE):
        return ""
    if custody is None:
        place = pickup_title(card.facts)
        return f"领取网点是{' ' * place.isascii()}{place}" if place else ""
    assert isinstance(custody.state, CustodyState), "custody has its own states"
    unit = custody.facts.get("unit_name") or "别处"
    facts = {"place": "库房", "result": "没有记", **custody.facts}
    return WORDS[custody.state].format(**{**facts, "unit": unit})


def is_at(dossier: Dossier, card: Subject | None, branch: str) -> bool:
    """Whether the card lies at this branch, so that it can be handed over here.

    A card to be collected here that was made elsewhere is here once somebody has signed for it.
    """
    custody = custody_of(dossier, card)
    if custody is not None:
        return custody.state is CustodyState.RECEIVED and custody.facts.get("unit") == branch
    pickup = card.facts.get("pickup", "") if card is not None else ""
    return not pickup or (pickup == branch and made_here(dossier, card))


def made_here(dossier: Dossier, card: Subject | None) -> bool:
    """Whether a window of this branch made the card."""
    return card is not None and any(
        change.subject == card.id and change.after is CardState.MADE and change.before is not CardState.MADE
        for past in dossier.past
        if past.origin == "window"
        for change in past.moved
    )
