"""The laws a walk is held against, by code that knows nothing of how the counter decides.

They read the province's own record, the rows of the cash books and journals, the words of pages, and what the
walker knows of itself: whom it paid for, what it was told.
"""

import re
from collections import Counter as Tally
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .books import Books, CityText, Province
from .replay import NOTHING, Replay, Row

CARD, PAYMENT = "社会保障卡", "缴费"
ENDED = frozenset({"作废", "注销"})
NOT_YET = frozenset({"已受理", "待补正"})
LOST, VALID = "正式挂失", frozenset({"正常", "临时挂失", "待启用"})
CASH, ELSEWHERE = ("现金", "银行存款"), ("银行代收", "刷卡")
QUEUED, WAITING, ACCEPTED, REJECTED, SETTLED = range(5)
FINE = frozenset({200, 404, 409, 422, 503})
Said = frozenset[tuple[str, str]]


class LawError(AssertionError):
    """A law was broken."""

    def __init__(self, law: str, what: str) -> None:
        super().__init__(f"【{law}】{what}")
        self.law = law


@dataclass
class Purse:
    """What was given at one branch and what came back, operation by operation, as the walker counted it out in fen.

    ``ordered`` are payments that were begun without money at the window, ``elsewhere`` what bank and terminal were paid,
    ``held`` what of it is a deposit, given back with a minus.
    """

    cash: dict[str, int] = field(default_factory=dict)
    bank: dict[str, int] = field(default_factory=dict)
    back: dict[str, int] = field(default_factory=dict)
    ordered: set[str] = field(default_factory=set)
    elsewhere: dict[str, int] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)


def one_live_card(cards: Iterable[Mapping[str, Any]], who: str) -> None:
    """一人一卡: of all cards of one person at most one has not ended, an order counted."""
    live = [f"{card['number'] or '（无号）'} {card['state']}" for card in cards if card["state"] not in ENDED | NOT_YET]
    if len(live) > 1:
        raise LawError("一人一卡", f"{who} 同时有 {'、'.join(live)}")


class Laws:
    """The laws over one walk: what must hold after every step, and what must hold once all is told."""

    def __init__(self, text: CityText, province: Province, branches: Mapping[str, Books]) -> None:
        self.text, self.province, self.branches = text, province, branches
        self.ended: dict[str, str] = {}
        self.lost: set[str] = set()
        self.replays = {code: Replay(books) for code, books in branches.items()}
        self.used: Tally[str] = Tally()
        self.purses = {code: Purse() for code in branches}

    # after every step

    def hold(self) -> None:
        """Everything that must be true at any moment."""
        people = self.province.people()
        for person in people.values():
            one_live_card(person["cards"], person["name"])
            for card in person["cards"]:
                self._stays_ended(card)
                self._stays_lost(card)
        self._once(self.province.applied())
        for code, books in self.branches.items():
            self._new_rows(code, books)

    def _stays_ended(self, card: Mapping[str, Any]) -> None:
        number, state = card["number"], card["state"]
        before = self.ended.get(number)
        if number and before is not None and state != before:
            raise LawError("作废的卡不再复活", f"卡 {number} 曾{before}，省里现在是 {state}")
        if number and state in ENDED:
            self.ended[number] = state

    def _stays_lost(self, card: Mapping[str, Any]) -> None:
        number, state = card["number"], card["state"]
        if self.text.formal_loss_is_final and number in self.lost and state not in ENDED | {LOST}:
            raise LawError("正式挂失不撤销", f"卡 {number} 已正式挂失，省里现在是 {state}")
        if number and state == LOST:
            self.lost.add(number)

    def _once(self, applied: Sequence[Mapping[str, Any]]) -> None:
        twice = [key for key, n in Tally(one["key"] for one in applied).items() if n > 1]
        if twice:
            raise LawError("每笔只到省里一次", f"省里办了两次：{'、'.join(twice)}")
        bills = Tally(_standing(applied, "bill_number"))
        again = [bill for bill, n in bills.items() if n > 1]
        if again:
            raise LawError("一张票据只登记一次", f"票据 {'、'.join(again)} 登记了不止一次")

    def _new_rows(self, code: str, books: Books) -> None:
        for row in self.replays[code].on():
            for change in row.changes:
                self._used_once(code, row, change)
            if not row.learnt and row.reverses is None:
                for change in row.changes:
                    self._moves_forward(row.operation, change)
                self._adds_no_second(code, row)
                self._is_paid_for(code, row)
        uneven = books.rows("SELECT seq, SUM(fen) FROM ledger GROUP BY seq HAVING SUM(fen)<>0")
        if uneven:
            raise LawError("每笔账借贷相等", f"{code} 第 {uneven[0][0]} 笔差 {uneven[0][1]} 分")

    def _moves_forward(self, operation: str, change: Mapping[str, Any]) -> None:
        if change["kind"] != CARD:
            return
        if change["before"] in ENDED and change["after"] not in ENDED:
            raise LawError("作废的卡不再复活", f"{operation} 把卡从{change['before']}改成{change['after']}")
        if self.text.formal_loss_is_final and change["before"] == LOST and change["after"] in VALID:
            raise LawError("正式挂失不撤销", f"{operation} 把卡从正式挂失改成{change['after']}")

    def _adds_no_second(self, code: str, row: Row) -> None:
        """No window gives somebody a card, or orders one, who has one by what this branch knows."""
        new = [c for c in row.changes if c["kind"] == CARD and c["before"] == NOTHING and c["after"] not in NOT_YET]
        live = [s for s in self.replays[code].of(row.person, CARD).values() if s not in ENDED | NOT_YET]
        if new and len(live) > 1:
            raise LawError("一人一卡", f"{code} 的 {row.operation} 之后这个人有 {'、'.join(live)}")

    def _is_paid_for(self, code: str, row: Row) -> None:
        """Where the city takes a fee for an operation, no entry of it is without a payment."""
        if row.outcome not in {"", "started"}:
            return
        kind = self.branches[code].rows("SELECT type FROM place WHERE id=?", row.window)
        fen = self.text.fee(row.operation, kind[0][0] if kind else "")
        paid = [c for c in row.changes if c["kind"] == PAYMENT and c["after"] in {"已使用", "押金在存"}]
        if fen and len(paid) != 1:
            raise LawError("该收的费都收", f"{code} 的 {row.operation} 应收 {fen} 分，这一笔带了 {len(paid)} 笔缴费")

    def _used_once(self, code: str, row: Row, change: Mapping[str, Any]) -> None:
        """A payment is used for one thing; what was put back may be used again."""
        if change["kind"] != PAYMENT:
            return
        if change["after"] == "已退费" and change["before"] in {"已退费", "已登记", "押金不退"}:
            raise LawError("一笔缴费只退一次", f"{code} 的 {row.operation} 又退了 {change['subject']}（{change['before']}）")
        spent, whole = change["after"] == "已使用", {"无", "已缴费"}
        step = (change["before"] in whole and spent) - (change["before"] == "已使用" and change["after"] in whole)
        self.used[f"{code}/{change['subject']}"] += step
        if self.used[f"{code}/{change['subject']}"] > 1:
            raise LawError("一笔缴费只用一次", f"{code} 的 {row.operation} 又用了 {change['subject']}")

    # what one page or posting says

    def answered(self, status: int, path: str) -> None:
        """No page ends in an error of the program."""
        if status not in FINE:
            raise LawError("程序不出错", f"{path} 答复 {status}")

    def refused_as_shown(self, offer: str, shown: Said, said: Said, *, whole: bool = False) -> None:
        """What the desk shows as impossible the server refuses, in the same words with the same articles.

        Of a ``whole`` unit the desk says in one sentence what the form says of every card: the articles are the same.
        """
        if not said:
            raise LawError("不能办的服务器也不办", f"{offer} 柜台显示不能办（{words(shown)}），提交后却没有拒绝")
        same = {article for _, article in shown} <= {article for _, article in said} if whole else shown <= said
        if not same:
            raise LawError("不能办的说同样的理由", f"{offer} 柜台说 {words(shown)}；提交后说 {words(said)}")

    def refused_for_more(self, offer: str, shown: Said, said: Said) -> None:
        """What the desk shows as possible is refused only for what form, findings or papers added."""
        late = {(text, article) for text, article in said - shown if self.text.known_at_desk(offer, text)}
        if late:
            raise LawError("能办的只因填写被拒", f"{offer} 柜台显示可以办，提交后却说 {words(frozenset(late))}")

    def by_the_city_file(self, offer: str, asked: Mapping[str, str], *, child: bool, down: bool) -> None:
        """What came to the check page is done by whom, where and when the city file lets it be done."""
        by, window = asked["by"], asked["window"]
        for part in offer.split("+"):
            rule = self.text.operations[part]
            if window not in rule.windows:
                raise LawError("只在该办的窗口办", f"{part} 在 {window} 窗口通过了，城市文件只许 {sorted(rule.windows)}")
            if by == "代办" and not rule.agent:
                raise LawError("不许代办的不代办", f"{part} 由代办人办通过了")
            if down and rule.offline == "refuse":
                raise LawError("连不上省里不办的不办", f"{part} 在省系统中断时通过了")
        if asked["who"] and (by == "监护人") != child:
            raise LawError("未成年人由监护人办", f"{offer} 由{by}办通过了，持卡人{'未' if child else '已'}成年")

    def reviewed_by_another(self, offer: str, *, by_oneself: bool, done: bool) -> None:
        """Where a second person is asked for, it is not the clerk."""
        if by_oneself and done:
            raise LawError("复核的是另一人", f"{offer} 由经办人自己复核，也办成了")

    def asks_for_papers(self, offer: str, lacking: str, said: Said) -> None:
        """A paper of the city's list that was not brought is asked for; nothing is done without it."""
        if f"还缺：{lacking}" not in {text for text, _ in said}:
            raise LawError("缺材料的不办", f"{offer} 没有带“{lacking}”，没有说还缺：{words(said)}")

    def costs_what_is_written(self, offer: str, window: str, shown: int) -> None:
        """The check page names the fee of the city file."""
        fee = sum(self.text.fee(part, window) for part in offer.split("+") if self.text.within(part, window))
        if shown != fee:
            raise LawError("收费照城市文件", f"{offer} 核对页说收 {shown} 分，城市文件是 {fee} 分")

    def not_sent_back(self, code: str, op_id: str, offer: str) -> None:
        """What was decided on what the province said just now is not sent back by it."""
        rows = self.branches[code].rows(
            "SELECT o.answer, o.code FROM outbox o JOIN journal j ON j.seq=o.seq WHERE j.op_id=? AND o.state IN (3,4)"
            " AND o.code<>''", op_id)
        if rows:
            raise LawError("省里不无故退回", f"{code} 的 {offer} 刚照省里的记录办成，省里却退回：{rows[0]}")

    def nothing_written(self, before: Mapping[str, int], after: Mapping[str, int], what: str) -> None:
        """A refused step has written nothing."""
        if before != after:
            raise LawError("拒绝的不留痕", f"{what}被拒绝，却写了 {dict(after)}，原来是 {dict(before)}")

    def counts(self, code: str) -> dict[str, int]:
        """How much is written that only an operation writes."""
        books = self.branches[code]
        return {
            "办理": books.one("SELECT COUNT(*) FROM journal WHERE operation NOT IN ('learnt','province.rejected')"),
            "上送": books.one("SELECT COUNT(*) FROM outbox"),
            "账": books.one("SELECT COUNT(*) FROM ledger"),
            "号码": books.one("SELECT COUNT(*) FROM taken"),
            "回执": books.one("SELECT COUNT(*) FROM slip WHERE number=1"),
        }

    # money

    def money(self) -> None:
        """What was given is on the books, no more and no less, and the province knows each payment once."""
        known: dict[str, str] = {}
        for code, books in self.branches.items():
            purse = self.purses[code]
            heard = self.replays[code].heard_of
            payments = {k: s for k, s in books.rows("SELECT id, state FROM subject WHERE kind=?", PAYMENT) if k not in heard}
            known |= payments
            given = {*purse.cash, *purse.bank, *purse.ordered}
            here = {subject.partition(".")[0] for subject in payments}
            if here != given:
                more, less = here - given, given - here
                raise LawError("收多少记多少", f"{code} 多记了 {sorted(more)}，没有记 {sorted(less)}")
            mine = sum(purse.cash.values()) - sum(purse.back.values())
            held = books.one(
                f"SELECT COALESCE(SUM(fen),0) FROM ledger WHERE account IN ({','.join('?' * len(CASH))})", *CASH)
            if held != mine:
                raise LawError("收多少记多少", f"{code} 现金账 {held} 分，实收减实退 {mine} 分")
            held = books.one("SELECT TOTAL(fen) FROM ledger WHERE account IN (?,?)", *ELSEWHERE)
            mine = sum(purse.elsewhere.values())
            if held != mine:
                raise LawError("收多少记多少", f"{code} 银行和刷卡账 {held} 分，实收减实退 {mine} 分")
        self._registered(known)
        self._deposits()

    def _deposits(self) -> None:
        """What lies as a deposit is what was taken as one and has not gone back, over all branches."""
        held = sum(books.one("SELECT TOTAL(fen) FROM ledger WHERE account='押金'") for books in self.branches.values())
        mine = sum(sum(purse.held.values()) for purse in self.purses.values())
        if held != -mine:
            raise LawError("押金收多少退多少", f"押金账 {-held} 分，实收减实退 {mine} 分")

    def _registered(self, payments: Mapping[str, str]) -> None:
        told = Tally(_standing(self.province.applied(), "pay_key"))
        for key, times in told.items():
            if times > 1 or key not in payments:
                raise LawError("每笔缴费只登记一次", f"省里登记了 {times} 次 {key}，网点上是 {payments.get(key, '没有')}")
            if payments[key] in {"已退费", "已开单"}:
                raise LawError("每笔缴费只登记一次", f"{key} 在省里登记了，网点上却是{payments[key]}")

    # when all has been told

    def at_rest(self) -> None:
        """Everything that must be true once nothing waits any more, and nobody has anything to decide."""
        applied = {_entry_key(one["key"]) for one in self.province.applied()}
        accepted: set[str] = set()
        for code, books in self.branches.items():
            rows = books.rows(
                "SELECT j.op_id || '.' || j.part, o.state, o.person, j.operation FROM outbox o"
                " JOIN journal j ON j.seq=o.seq ORDER BY o.seq")
            for key, state, person, operation in rows:
                self._told(code, key, (state, person, operation), applied)
                if state == ACCEPTED:
                    accepted.add(key)
            dropped = books.rows(
                "SELECT j.op_id || '.' || j.part, j.operation FROM outbox o JOIN journal j ON j.seq=o.seq WHERE o.state=?"
                " AND o.code='' AND NOT EXISTS (SELECT 1 FROM journal r WHERE r.reverses=j.seq)", SETTLED)
            if dropped:
                raise LawError("每笔只到省里一次", f"{code} 的 {dropped} 没有送，也没有回退")
            if wrong := self.replays[code].differs():
                raise LawError("现状照日志", f"{code}：{wrong}")
        strange = applied - accepted
        if strange:
            raise LawError("每笔只到省里一次", f"省里办了 {sorted(strange)}，没有一个网点认作已确认")

    def agree(self, code: str, name: str, shown: Sequence[tuple[str, ...]], record: Mapping[str, Any] | None) -> None:
        """With nothing waiting, a branch shows the cards as the province has them."""
        here = sorted(row for row in shown if row[2] != "待补正")
        cards = record["cards"] if record is not None else []
        there = [(c["number"], c["bank"], c["state"], c["social"], c["financial"]) for c in cards]
        left = list(there)
        for row in here:
            same = next((card for card in left if _looks(row, card)), None)
            if same is None:
                raise LawError("网点与省里一致", f"{code} 显示 {name} 的卡 {row}，省里是 {there}")
            left.remove(same)
        if left:
            raise LawError("网点与省里一致", f"{code} 没有显示 {name} 的卡 {left}")

    def _told(self, code: str, key: str, row: tuple[int, str, str], applied: set[str]) -> None:
        state, person, operation = row
        if state in (QUEUED, WAITING) and not self._held(code, person):
            why = self.branches[code].rows("SELECT * FROM outbox WHERE person=? ORDER BY seq", person)
            raise LawError("每笔只到省里一次", f"{code} 的 {operation} {key} 没有送到省里，也没有什么挡着它：{why}")

    def _held(self, code: str, person: str) -> bool:
        books = self.branches[code]
        return bool(books.one("SELECT COUNT(*) FROM outbox WHERE person=? AND state=?", person, REJECTED))


def words(said: Said) -> str:
    """Refusals as a sentence."""
    return "；".join(f"{text}（{article}）" if article else text for text, article in sorted(said)) or "（没有话）"


def _looks(row: tuple[str, ...], card: tuple[str, ...]) -> bool:
    """Whether a row of the page, its number masked, is this card."""
    number, *rest = row
    wanted = "".join("." if sign == "*" else re.escape(sign) for sign in number)
    if not card[0]:
        return number.startswith("（") and rest[:2] == list(card[1:3])
    return bool(re.fullmatch(wanted, card[0])) and rest == list(card[1:])


def _standing(applied: Sequence[Mapping[str, Any]], fact: str) -> list[str]:
    """What the payments that are registered by now say here: one that was taken back does not count any more."""
    registered: dict[str, list[str]] = {}
    for one in applied:
        mine = registered.setdefault(one.get("id_number", ""), [])
        if _cancels(one) and mine:
            mine.pop()
        elif one["facts"].get("pay_key") or one["facts"].get("bill_number"):
            mine.append(one["facts"].get(fact, ""))
    return [said for mine in registered.values() for said in mine if said]


def _cancels(one: Mapping[str, Any]) -> bool:
    return "cancelpayment" in str(one["call"]).lower()


def _entry_key(key: str) -> str:
    """The entry behind a call: its operation and part; marks and their like come before it under a longer key."""
    return key.partition("/")[0]
