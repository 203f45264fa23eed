"""制卡、补打卡面 step by step: what the province hands out, what the clerk compares, what the maker does."""

from collections.abc import Mapping
from typing import Any

from counter import BEIJING, ActFailed, CardMaker, Does, StepCase
from counter import ActStep as Step

COMPARE = "请先预览，核对照片、姓名、银行无误后再做下一步"
Case = StepCase[Any]


def _bank(case: Case) -> str:
    change = case.entry.change("new_card")
    return change.facts.get("bank", "") if change is not None else ""


def fetch(case: Case) -> Mapping[str, str] | ActFailed:
    """What the province hands out must be of this person, of this name and of this bank."""
    given, entry, bank = case.answer, case.entry, _bank(case)
    if given["id_number"] != entry.id_number or given["name"] != entry.name:
        return ActFailed("省里给的制卡数据不是这位持卡人的（姓名或身份证号不同），没有采用，请与省里核实")
    if bank and given["bank"] != bank:
        return ActFailed(f"省里给的制卡数据是{given['bank']}的卡，申请的是{bank}，没有采用，请与省里核实")
    if not given["number"]:
        return ActFailed("省里没有给卡号，不能制卡，请与省里核实")
    return {"number": given["number"], "bank": given["bank"], "batch": given["batch"]}


def feed(case: Case) -> Mapping[str, str]:
    """A blank card goes in; its bank account is read off it. A face that cannot be printed is told before."""
    maker: CardMaker = case.device
    return maker.feed(case.job, face=case.face)


def feed_made(case: Case) -> Mapping[str, str] | ActFailed:
    """The made card goes in again: it must be the one whose face is to be printed."""
    maker: CardMaker = case.device
    change = case.entry.change("new_card")
    maker.feed(case.job, change.number if change is not None else case.entry.card_number, case.face)
    return {}


def _texts(case: Case) -> Mapping[str, str]:
    change = case.entry.change("new_card")
    number = case.facts.get("number") or (change.number if change is not None else "")
    return {
        "name": case.entry.name, "id_number": case.entry.id_number, "bank": _bank(case), "number": number,
        "issued_on": case.entry.at.astimezone(BEIJING).date().isoformat(),
    }  # fmt: skip


def _out(case: Case) -> None:
    if case.last:
        maker: CardMaker = case.device
        maker.give_out(case.job)


def _writes(part: str) -> Any:
    def write(case: Case) -> Mapping[str, str]:
        maker: CardMaker = case.device
        maker.write(case.job, part, _texts(case), case.answer_of)
        _out(case)
        return {}

    return write


def print_face(case: Case) -> Mapping[str, str]:
    """Name, number, photo go on the face."""
    maker: CardMaker = case.device
    maker.print_face(case.job, _texts(case), case.face)
    _out(case)
    return {}


def laminate(case: Case) -> Mapping[str, str]:
    """The film goes over the face."""
    maker: CardMaker = case.device
    maker.laminate(case.job)
    _out(case)
    return {}


LAY_IN = "打开制卡机电源，把空白卡放入进卡槽：卡面朝上，芯片位置朝里"
LAY_IN_AGAIN = "把这张卡重新放进卡槽：卡面朝上，芯片位置朝里"
PREVIEW = Step[Any](id="preview", does=Does.SHOWS, confirm=COMPARE)
PRINT = Step[Any](id="print", does=Does.WORKS, run=print_face, again=False, wants_face=True)
LAMINATE = Step[Any](id="laminate", does=Does.WORKS, run=laminate, again=False)

MAKING = (
    Step[Any](id="fetch", does=Does.ASKS, run=fetch),
    PREVIEW,
    Step[Any](id="feed", does=Does.WORKS, run=feed, takes_blank=True, hint=LAY_IN, wants_face=True),
    Step[Any](id="write", does=Does.WORKS, run=_writes("whole"), wants_key=True),
    Step[Any](id="write_social", does=Does.WORKS, run=_writes("social"), wants_key=True),
    Step[Any](id="write_financial", does=Does.WORKS, run=_writes("financial"), wants_key=True),
    PRINT,
    LAMINATE,
    Step[Any](id="return", does=Does.TELLS),
)
FEED_MADE = Step[Any](id="feed", does=Does.WORKS, run=feed_made, hint=LAY_IN_AGAIN, wants_face=True)
REPRINTING = (PREVIEW, FEED_MADE, PRINT)
