"""What happens outside the windows: time, faults, the province, telephones, makers, a program that ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from counter.rehearsal.maker import MAKER_FAULTS

if TYPE_CHECKING:
    from .scene import Guest
    from .walk import Draws, Walk

SPANS = (
    timedelta(minutes=20), timedelta(hours=5), timedelta(days=1), timedelta(days=8), timedelta(days=31),
    timedelta(days=92),
)  # fmt: skip
MENDED = "修好"
Event = Callable[["Walk", "Guest", "Draws"], str]


def _time(walk: Walk, _guest: Guest, draws: Draws) -> str:
    span = draws.pick(SPANS)
    walk.world.clock.pass_time(span)
    return f" {span.days} 天 {span.seconds // 60} 分"


def _down(walk: Walk, _guest: Guest, _draws: Draws) -> str:
    walk.world.province.down()
    return ""


def _up(walk: Walk, guest: Guest, draws: Draws) -> str:
    walk.world.province.up()
    return _sent(walk, guest, draws)


def _sent(walk: Walk, _guest: Guest, _draws: Draws) -> str:
    walk.scene.retry()
    walk.scene.round()
    return ""


def _answer_lost(walk: Walk, _guest: Guest, draws: Draws) -> str:
    walk.world.province.lose_answers(draws.pick([1, 2]))
    return ""


def _answer_later(walk: Walk, _guest: Guest, draws: Draws) -> str:
    twice, hold = draws.pick([False, True]), draws.pick([False, True])
    walk.world.province.answer_later(draws.pick([1, 2]), twice=twice, hold=hold)
    return f"{'，说两遍' if twice else ''}{'，先不说' if hold else ''}"


def _answer_comes(walk: Walk, _guest: Guest, _draws: Draws) -> str:
    walk.world.province.settle()
    walk.scene.round()
    return ""


def _rejects(walk: Walk, _guest: Guest, draws: Draws) -> str:
    code = draws.pick(walk.world.province.codes)
    walk.world.province.reject_next(code.code)
    return f"：{code.text}"


def _phone(walk: Walk, guest: Guest, _draws: Draws) -> str:
    walk.world.province.phone_loss(guest.number)
    return f"：{guest.name}"


def _bank(walk: Walk, guest: Guest, _draws: Draws) -> str:
    walk.world.province.bank_loss(guest.number)
    return f"：{guest.name}"


def _withdrawn(walk: Walk, guest: Guest, _draws: Draws) -> str:
    walk.world.province.withdraw(guest.number)
    return f"：{guest.name}"


def _web(walk: Walk, guest: Guest, draws: Draws) -> str:
    record = next((s.person for s in walk.world.stories if s.person.id_number == guest.number), None)
    if record is None:
        return "（不是本市的人）"
    code = draws.pick(sorted(walk.scene.seats))
    walk.world.province.web_apply(record, walk.scene.banks[0], code)
    return f"：{guest.name}，在 {code} 领"


def _maker(walk: Walk, _guest: Guest, draws: Draws) -> str:
    bench, line = walk.world.bench, draws.pick([*sorted(MAKER_FAULTS), MENDED])
    bench.faults.clear()
    if line == MENDED:
        bench.inside.clear()
    else:
        step, fault = MAKER_FAULTS[line]
        bench.faults[step] = fault
    return f"：{line}"


def _restart(walk: Walk, _guest: Guest, draws: Draws) -> str:
    code = draws.pick(sorted(walk.scene.seats))
    walk.scene.restart(code)
    return f"：{code}"


def _other_system(walk: Walk, _guest: Guest, draws: Draws) -> str:
    used = sorted(name for name in walk.scene.city.systems if name in walk.world.systems.peers)
    if not used:
        return "（没有）"
    peer = walk.world.systems.peers[draws.pick(used)]
    how = draws.pick(["中断", "恢复", "丢失答复", "退回下一笔"])
    match how:
        case "中断":
            peer.down()
        case "恢复":
            peer.up()
        case "丢失答复":
            peer.faults.lost_answers = 1
        case _:
            peer.reject_next("演练退回")
    return f"：{peer.title}{how}"


EVENTS: Mapping[str, Event] = {
    "过": _time, "上送一轮": _sent, "重启": _restart,
    "省系统中断": _down, "省系统恢复": _up, "丢失答复": _answer_lost, "晚些答复": _answer_later,
    "答复来了": _answer_comes, "省里退回下一笔": _rejects, "别的系统": _other_system,
    "12333 临时挂失": _phone, "银行挂失金融账户": _bank, "省里撤出制卡信息": _withdrawn, "网上申请": _web,
    "制卡机": _maker,
}  # fmt: skip
FAULTS = ("省系统中断", "省系统恢复", "省系统恢复", "丢失答复", "晚些答复", "答复来了", "省里退回下一笔", "别的系统")
HAPPENINGS = ("12333 临时挂失", "银行挂失金融账户", "省里撤出制卡信息", "网上申请", "制卡机", "制卡机", "重启")
