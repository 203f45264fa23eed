"""Break the counter on purpose, one thing at a time, and see which law notices: ``python -m tests.life.broken``.

Each break is one that a careless change could make. What no walk notices within its budget is told as such.
"""

import argparse
import logging
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import count
from typing import Any
from unittest.mock import patch

from counter.core import decision
from counter.core.ruled import Refusal
from counter.core.states import CardState, PaymentState
from counter.store.drafts import Drafts
from counter.store.journal import Journal
from counter.store.outbox import Outbox
from counter.sync import courier, reject
from counter.web import visits
from plugins.apply import conditions as apply_conditions
from plugins.fees import paid
from plugins.issue import conditions as issue_conditions
from plugins.loss import RELEASE
from plugins.loss import conditions as loss_conditions
from plugins.tempcard import REFUND as DEPOSIT_BACK
from plugins.tempcard import conditions as temporary_conditions

from .laws import LawError
from .machine import machine_for, walk_life

Break = Callable[[ExitStack], None]


@contextmanager
def muted(*conditions: Any) -> Iterator[None]:
    """These conditions say nothing any more."""
    kept = [(one, one.check) for one in conditions]
    for one in conditions:
        object.__setattr__(one, "check", lambda _case: None)
    try:
        yield
    finally:
        for one, check in kept:
            object.__setattr__(one, "check", check)


@contextmanager
def opened(move: Any, *states: Any) -> Iterator[None]:
    """This move may start from these states too."""
    kept = move.before
    object.__setattr__(move, "before", kept | frozenset(states))
    try:
        yield
    finally:
        object.__setattr__(move, "before", kept)


def _where(place: Any, name: str, new: Any) -> Break:
    return lambda stack: stack.enter_context(patch.object(place, name, new))


def _at_form_only(name: str, instead: Callable[[list[Refusal]], list[Refusal]]) -> Break:
    """What the deciding says of the desk's matters changes once a form is there."""
    true = getattr(decision, name)
    return _where(decision, name, lambda part, case: true(part, case) if case.form is None else instead(true(part, case)))


def _not_at_desk(name: str) -> Break:
    true = getattr(decision, name)
    return _where(decision, name, lambda part, case: [] if case.form is None else true(part, case))


def _ledger(change: Callable[[Any], Any]) -> Break:
    true = Journal.append

    def append(self: Journal, rows: Any, key: Any, now: Any) -> Any:
        return true(self, [replace(row, ledger=change(list(row.ledger))) for row in rows], key, now)

    return _where(Journal, "append", append)


def _sent_anew(stack: ExitStack) -> None:
    true, numbers = courier.report_of, count(1)

    def report_of(branch: Any, kept: Any) -> Any:
        report = true(branch, kept)
        return replace(report, op_id=f"{report.op_id}x{next(numbers)}")

    stack.enter_context(patch.object(courier, "report_of", report_of))


def _dropped(stack: ExitStack) -> None:
    def tried(self: Outbox, seq: int, _next: Any) -> None:
        self._database.run("UPDATE outbox SET state=4 WHERE seq=?", seq)

    stack.enter_context(patch.object(Outbox, "tried", tried))


def _twice(stack: ExitStack) -> None:
    stack.enter_context(patch.object(Drafts, "drop", lambda _self, _op: True))
    stack.enter_context(patch.object(Journal, "done", lambda _self, _op: False))


def _leaves_a_trace(stack: ExitStack) -> None:
    true, numbers = visits.carry_out, count(1)

    def carry_out(branch: Any, *given: Any, **named: Any) -> Any:
        refused = true(branch, *given, **named)
        if refused is not None:
            with branch.database.writing():
                branch.database.run("INSERT INTO taken VALUES ('x',?,0)", str(next(numbers)))
        return refused

    stack.enter_context(patch.object(visits, "carry_out", carry_out))


def _deaf(stack: ExitStack) -> None:
    true = courier.learn_answer

    def learn_answer(branch: Any, record: Any, asked: Any) -> Any:
        return True if branch.identity.code.endswith("2") and asked is not None else true(branch, record, asked)

    stack.enter_context(patch.object(courier, "learn_answer", learn_answer))


class _Never:
    REFUSE = object()


BREAKS: Mapping[str, tuple[str, Break]] = {
    "正式挂失可以解除": ("shangluo", lambda s: s.enter_context(muted(loss_conditions.releasable_here))),
    "已有卡还能申领": ("shangluo", lambda s: s.enter_context(muted(apply_conditions.nothing_in_the_way))),
    "作废的卡可以解挂": ("shangluo", lambda s: [s.enter_context(opened(RELEASE.moves[0], CardState.VOID)),
                                     s.enter_context(muted(loss_conditions.releasable_here))]),
    "没有答复的换个号再送": ("shangluo", _sent_anew),
    "没有答复的不再送": ("shangluo", _dropped),
    "账只记一边": ("shangluo", _ledger(lambda rows: rows[:-1])),
    "账记两遍": ("shangluo", _ledger(lambda rows: rows + rows)),
    "不收费": ("shangluo", _where(decision, "fee_of", lambda _part: None)),
    "不在该办的窗口，服务器不拦": ("shangluo", _at_form_only("_window", lambda _said: [])),
    "服务器说别的条款": ("shangluo", _at_form_only("_window", lambda said: [replace(r, article="规范 第一条") for r in said])),
    "柜台不说要到发卡银行": ("shangluo", _not_at_desk("_bank")),
    "缺材料也办": ("shangluo", _where(decision, "papers_for", lambda *_given: ())),
    "孩子自己来也办": ("shishi", _where(decision, "_guardian", lambda *_given: [])),
    "省里连不上也办": ("xinxiang", _where(decision, "Offline", _Never)),
    "确认两遍办两笔": ("shangluo", _twice),
    "拒绝了还写": ("shangluo", _leaves_a_trace),
    "一个网点不听省里的": ("shishi", _deaf),
    "退回的不恢复": ("shangluo", _where(reject, "_put_back", lambda *_given, **_named: [])),
    "自己给自己复核": ("xinxiang", _where(decision, "not_seconded", lambda *_given: ())),
    "激活了还回退": ("shishi", lambda s: s.enter_context(muted(issue_conditions.account_is_not_open))),
    "缴费退两遍": ("xinxiang", lambda s: s.enter_context(opened(paid.REFUND.moves[0], PaymentState.REFUNDED))),
    "押金退两遍": ("xinxiang", lambda s: [s.enter_context(opened(DEPOSIT_BACK.moves[0], PaymentState.REFUNDED)),
                                  s.enter_context(muted(temporary_conditions.deposit_is_held))]),
}  # fmt: skip


def noticed(name: str, seconds: float, seed: int) -> str:
    """Which law noticed this break; empty when none did in this time."""
    city, broken = BREAKS[name]
    end = time.monotonic() + seconds
    with ExitStack() as stack:
        broken(stack)
        while time.monotonic() < end:
            try:
                walk_life(machine_for(city), 2, 60, seed)
            except LawError as error:
                return f"{error.law}（种子 {seed}）"
            except Exception as error:  # noqa: BLE001 - whatever else stops a walk is no law, and is told
                return f"不是规矩：{type(error).__name__} {str(error)[:80]}"
            seed += 1
    return ""


def main() -> int:
    """Every break, or those that are named; 1 when one was not noticed."""
    asked = argparse.ArgumentParser(prog="python -m tests.life.broken", description=__doc__)
    asked.add_argument("names", nargs="*", choices=[[], *BREAKS], metavar="名称")
    asked.add_argument("--seconds", type=float, default=120)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    logging.disable(logging.ERROR)
    missed = 0
    for name in given.names or BREAKS:
        law = noticed(name, given.seconds, given.seed)
        missed += not law
        print(f"{name}：{law or '没有发现'}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
