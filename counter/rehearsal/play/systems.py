"""The systems beside the province in a visit: what happens to them, and what they must have answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from counter.rehearsal.play.words import At, Turn, VisitError
from counter.rehearsal.systems.nontax import Notice
from counter.rehearsal.systems.registers import Enrolled

if TYPE_CHECKING:
    from counter.rehearsal.play.expect import Check
    from counter.rehearsal.play.stage import Stage
    from counter.rehearsal.play.words import Expect
    from counter.rehearsal.systems import Peer, RehearsalSystems

NAMES = {
    "公安联网核查": "police", "医保": "insurance", "非税": "nontax", "SIMIS": "simis", "市卡管": "citycards",
    "电子社保卡": "ecard", "短信": "sms",
}  # fmt: skip
LONG_SECONDS = 30.0
_MESSAGES = re.compile(r"(\d+) 条(?: 含 (.+))?")
_NOTICE = re.compile(r"通知书 (\S+) (?:(未缴款|查无|已缴款)|票据 (\S+) (\d+\.\d\d))")


def _down(peer: Peer) -> None:
    peer.down()


def _up(peer: Peer) -> None:
    peer.up()


def _slow(peer: Peer) -> None:
    peer.faults.slow = LONG_SECONDS


def _garbled(peer: Peer) -> None:
    peer.faults.garbled = True


def _lose(peer: Peer) -> None:
    peer.faults.lost_answers += 1


def _later(peer: Peer) -> None:
    peer.faults.later += 1


_FAULTS: Mapping[str, Callable[[Peer], None]] = {
    "中断": _down, "恢复": _up, "很慢": _slow, "答非所问": _garbled, "丢失下一次答复": _lose, "先收下下一笔": _later,
}  # fmt: skip
EVENTS = tuple(f"{word}{fault}" for word in NAMES for fault in _FAULTS)
TOLD = frozenset({"公安联网核查", "参保", "非税", *(f"{word}退回下一笔" for word in NAMES)})


def happen(stage: Stage, step: Turn) -> None:
    """Let this happen to one of the systems."""
    systems = stage.world.systems
    word = next((word for word in NAMES if step.event.startswith(word)), "")
    peer = systems.peers.get(NAMES.get(word, ""))
    if step.event == "公安联网核查":
        _police(stage, step)
    elif step.event == "参保":
        _insurance(stage, step)
    elif step.event == "非税":
        _nontax(systems, step)
    elif peer is not None and step.event == f"{word}退回下一笔":
        peer.reject_next(step.words)
    elif peer is not None:
        _FAULTS[step.event.removeprefix(word)](peer)
    if peer is not None and step.event == f"{word}恢复":
        stage.retry()


def _police(stage: Stage, step: Turn) -> None:
    assert stage.holder is not None, "a visit names its holder before the police are asked about them"
    police, holder = stage.world.systems.police, stage.holder
    match step.words:
        case "比对成功":
            police.know(holder.id_number, holder.name)
        case "比对不成功":
            police.know(holder.id_number, f"{holder.name[0]}某")
        case "待比对":
            police.hold(holder.id_number)
        case _:
            raise VisitError(step.at, "只能是 比对成功、比对不成功、待比对")


def _insurance(stage: Stage, step: Turn) -> None:
    assert stage.holder is not None, "a visit names its holder before their insurance"
    enrolled, number = stage.world.systems.insurance.enrolled, stage.holder.id_number
    if step.words == "无":
        enrolled.pop(number, None)
    else:
        area, _, kind = step.words.partition("，")
        enrolled[number] = Enrolled(area, kind, "")


def _nontax(systems: RehearsalSystems, step: Turn) -> None:
    found = _NOTICE.fullmatch(step.words)
    if found is None:
        raise VisitError(step.at, "应写成“通知书 号码 票据 号码 20.00”，或“通知书 号码 未缴款”“通知书 号码 查无”")
    number, state, bill, amount = found.groups()
    if state == "已缴款":
        if not systems.nontax.pay(number):
            raise VisitError(step.at, f"非税系统里没有未缴款的通知书 {number}")
        return
    systems.nontax.notices[number] = None if state == "查无" else Notice(bill or "", amount or "")


def turn_of(at: At, word: str, rest: str) -> Turn | None:
    """One of these events with its words, where the line says one."""
    return Turn(at, word, words=rest) if word in TOLD and rest else None


# what must be so


def checked(check: Check, one: Expect) -> str:
    """核查: what the check page said that a system had answered."""
    title, answer = one.words
    shown = check.done().findings
    return "" if (title, answer) in shown else "、".join(map(" ".join, shown)) or "没有核查"


def messages(check: Check, one: Expect) -> str:
    """短信: how many were sent so far, and that one of them says this; 无 for none."""
    check.desk.round()
    sent = [took.fields["text"] for took in check.desk.world.systems.sms.took]
    number, words = one.words
    if len(sent) == int(number) and (not words or any(words in text for text in sent)):
        return ""
    return f"{len(sent)} 条：{'；'.join(sent)}"


def electronic(check: Check, one: Expect) -> str:
    """电子社保卡: how many were created so far."""
    check.desk.round()
    made = [took.fields["cardNumber"] for took in check.desk.world.systems.ecard.took]
    return "" if len(made) == int(one.words[0]) else f"{len(made)} 张：{'、'.join(made)}"


def received(check: Check, one: Expect) -> str:
    """市卡管收到, SIMIS收到: exactly one record of this kind with these facts."""
    check.desk.round()
    took = check.desk.world.systems.peers[NAMES[one.kind.removesuffix("收到")]].took
    kind, *facts = one.words
    shown = [
        [entry.fields.get("kind", ""), *(f"{k.removeprefix('record.')}={v}" for k, v in entry.fields.items())]
        for entry in took
    ]
    fits = [words for words in shown if words[0] == kind and all(fact in words for fact in facts)]
    return "" if len(fits) == 1 else "；".join(" ".join(words) for words in shown) or "什么也没有收到"


def silent(check: Check, one: Expect) -> str:
    """市卡管, SIMIS: 未收到."""
    return "、".join(took.call for took in check.desk.world.systems.peers[NAMES[one.kind]].took)


def delivered(check: Check, one: Expect) -> str:
    """送达: where the done page says that the last entry's message to this system stands."""
    entry = check.desk.browser.get(f"/entry/{check.done().op_id}")
    word, state = one.words
    shown = [e.text for e in entry.root.marked("data-delivery") if e.attrs["data-delivery"] == NAMES.get(word)]
    return "" if shown and all(text == state for text in shown) else "、".join(shown) or "没有要告诉这个系统的"


def _record(text: str) -> tuple[str, ...] | None:
    kind, *facts = text.split(" ")
    return (kind, *facts) if all("=" in fact for fact in facts) else None


def _sent(text: str) -> tuple[str, ...] | None:
    found = _MESSAGES.fullmatch(text)
    return ("0", "") if text == "无" else (found[1], found[2] or "") if found else None


def _made(text: str) -> tuple[str, ...] | None:
    found = re.fullmatch(r"(\d+) 张", text)
    return ("0",) if text == "无" else (found[1],) if found else None


def _nothing(text: str) -> tuple[str, ...] | None:
    return (text,) if text == "未收到" else None


def _finding(text: str) -> tuple[str, ...] | None:
    title, blank, answer = text.partition(" ")
    return (title, answer) if blank else None


EXPECTED: Mapping[str, Callable[[str], tuple[str, ...] | None]] = {
    "核查": _finding, "送达": _finding, "短信": _sent, "电子社保卡": _made, "市卡管收到": _record, "SIMIS收到": _record,
    "市卡管": _nothing, "SIMIS": _nothing,
}  # fmt: skip
CHECKS: Mapping[str, Callable[[Check, Expect], str]] = {
    "核查": checked, "送达": delivered, "短信": messages, "电子社保卡": electronic, "市卡管收到": received,
    "SIMIS收到": received, "市卡管": silent, "SIMIS": silent,
}  # fmt: skip
