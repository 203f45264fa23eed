"""Read a visit: a document of Chinese lines, strictly, one line one step."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from counter.core.dates import BEIJING
from counter.rehearsal.play import dayend, money, systems, temporary, units
from counter.rehearsal.play.brought import brought
from counter.rehearsal.play.lines import EVENTS, EXPECTED, listed
from counter.rehearsal.play.words import (
    At,
    Card,
    Come,
    Do,
    Expect,
    Holder,
    Papers,
    Sit,
    Step,
    Turn,
    Visit,
    VisitError,
)

CITIES = {"商洛": "shangluo", "新乡": "xinxiang", "石狮": "shishi"}
ALL = "全部"
EMPTIED = "（空）"
MORE_OF_A_CARD = ("至", "渠道", "社保功能", "金融功能", "批次", "领取网点", "密码")
_CHANGE = re.compile(r"^([^：]+)：(\S+) → (\S+)$")
_PASSES = re.compile(r"^过(?: (\d+) 天)?(?: (\d+) 小时)?$")


class Reader:
    """Goes through the lines once, knowing what may come next."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.head: dict[str, str] = {}
        self.steps: list[Step] = []
        self.branch = self.district = ""
        self.open: Do | None = None
        self.expecting = False

    def line(self, at: At) -> None:
        """Take one line that is not empty."""
        if at.text == "则：":
            self.open, self.expecting = None, True
            return
        word, mark, rest = (part.strip() for part in at.text.partition("："))
        if self.expecting and self._expectation(at, word, rest if mark else ""):
            return
        self.expecting = False
        if self.open is not None:
            self._filling(at, word, rest if mark else "")
        elif mark and word in {"标题", "依据", "城市", "时间"}:
            if word in self.head or self.steps:
                raise VisitError(at, "写了两次，或不在开头")
            self.head[word] = rest
        else:
            self._step(at, word, rest if mark else "")

    def _expectation(self, at: At, word: str, rest: str) -> bool:
        if word in EXPECTED:
            words = EXPECTED[word](rest)
            if not rest or words is None:
                raise VisitError(at, "写法不对，请看 docs/visits.md")
            self.steps.append(Expect(at, word, words))
            return True
        change = _CHANGE.match(at.text)
        if change is not None:
            self.steps.append(Expect(at, "变化", (change[1], change[2], change[3])))
        return change is not None

    def _filling(self, at: At, word: str, rest: str) -> None:
        assert self.open is not None, "only called while an operation is open"
        if word == "所带材料":
            self.open.papers = _papers(rest)
        elif brought(self.open, at, word, rest):
            return
        elif word == "带来的卡":
            self.open.blanks.append((at, "清点的卡号", rest))
        elif " = " in at.text:
            label, _, value = at.text.partition(" = ")
            self.open.blanks.append((at, label.strip(), "" if value.strip() == EMPTIED else value.strip()))
        else:
            raise VisitError(at, "不是填写的一项；办理之后写“项目 = 内容”“所带材料：…”“照片：…”“扫描：…”，然后写“则：”")

    def _step(self, at: At, word: str, rest: str) -> None:
        passes = _PASSES.match(at.text)
        if at.text in EVENTS or at.text in systems.EVENTS:
            self.steps.append(Turn(at, at.text))
        elif passes is not None and (passes[1] or passes[2]):
            amount = timedelta(days=int(passes[1] or 0), hours=int(passes[2] or 0))
            self.steps.append(Turn(at, "过", amount))
        elif word in _STEPS and rest:
            _STEPS[word](self, at, rest)
        elif (turn := next((t for part in TURNS if (t := part(at, word, rest)) is not None), None)) is not None:
            self.steps.append(turn)
        else:
            others = f"{systems.EVENTS[0]}（别的系统见 docs/visits.md）"
            allowed = "、".join([*_STEPS, *EVENTS, others, "过 N 天 N 小时", "则："])
            raise VisitError(at, f"看不懂；可以写的有 {allowed}")

    def sit(self, at: At, rest: str) -> None:
        """窗口：after 网点."""
        if not self.branch:
            raise VisitError(at, "前面没有写“网点：”")
        self.steps.append(Sit(at, self.branch, *rest.partition("，")[::2], self.district))

    def place(self, _at: At, rest: str) -> None:
        """网点：the branch for the windows that follow, and the district it lies in."""
        self.branch, _, self.district = rest.partition("，")

    def holder(self, at: At, rest: str) -> None:
        """持卡人：name，identity number."""
        parts = rest.split("，")
        if len(parts) != len(("name", "id_number")):
            raise VisitError(at, "应写成“持卡人：姓名，身份证号”")
        self.steps.append(Holder(at, parts[0], parts[1]))

    def card(self, at: At, rest: str) -> None:
        """卡：number，bank，state …, right below the holder."""
        holder = self.steps[-1] if self.steps else None
        if not isinstance(holder, Holder):
            raise VisitError(at, "应紧接在“持卡人：”下面")
        if rest == "省里没有这个人":
            self.steps[-1] = replace(holder, registered=False)
        elif rest != "无":
            self.steps[-1] = replace(holder, cards=(*holder.cards, _card(at, rest)))

    def come(self, at: At, rest: str) -> None:
        """来人：本人, or 代办|监护人，name，identity number，relation，mobile."""
        by, *facts = rest.split("，")
        labels = ("来人姓名", "来人身份证号", "与持卡人关系", "来人手机号码")
        if by not in {"本人", "代办", "监护人"} or len(facts) != (0 if by == "本人" else len(labels)):
            raise VisitError(at, "应写成“来人：本人”，或“来人：代办，姓名，身份证号，关系，手机号码”")
        self.steps.append(Come(at, by, tuple(zip(labels, facts, strict=False))))

    @staticmethod
    def told(word: str, reader: "Reader", at: At, rest: str) -> None:
        """Something happens, with its words."""
        reader.steps.append(Turn(at, word, words=rest))

    def lay_down(self, at: At, rest: str) -> None:
        """放上卡：the number of the card that is laid on the reader."""
        self.steps.append(Turn(at, units.LAY_DOWN, words=rest))

    def do(self, at: At, rest: str) -> None:
        """办理：the title of the operation."""
        self.open = Do(at, rest)
        self.steps.append(self.open)


TURNS = (systems.turn_of, money.turn_of, dayend.turn_of)
# Happenings that say what: the province's own words, why, the bank, the document, the channel.
TOLD = ("省里退回下一笔", "省里撤出制卡信息", "网上申请", "按证件新增", "网上临时挂失", "网上解除挂失")
_STEPS: dict[str, Callable[[Reader, At, str], None]] = {
    "网点": Reader.place,
    "窗口": Reader.sit,
    "持卡人": Reader.holder,
    "卡": Reader.card,
    "来人": Reader.come,
    "办理": Reader.do,
    **{word: partial(Reader.told, word) for word in TOLD},
    units.LAY_DOWN: Reader.lay_down,
    temporary.LAY_DOWN: temporary.lay_down,
    **units.STEPS,
}


def _papers(rest: str) -> Papers:
    if rest == ALL:
        return Papers()
    if rest.startswith("缺 "):
        return Papers(everything=True, named=listed(rest.removeprefix("缺 ")))
    return Papers(everything=False, named=() if rest == "无" else listed(rest))


def _card(at: At, rest: str) -> Card:
    number, bank, state, *more = [*rest.split("，"), "", ""][: max(3, rest.count("，") + 1)]
    facts: dict[str, str] = {}
    for part in more:
        word, blank, value = part.partition(" ")
        if word not in MORE_OF_A_CARD or not blank:
            raise VisitError(at, f"里的“{part}”看不懂；可以写 {'、'.join(MORE_OF_A_CARD)}，空一格再写内容")
        facts[word] = value
    if not state:
        raise VisitError(at, "应写成“卡：卡号，银行，状态”，或“卡：无”")
    return Card(
        number, bank, state, facts.get("社保功能", ""), facts.get("金融功能", ""),
        _time(at, facts["至"]) if "至" in facts else None,
        facts.get("渠道", ""), facts.get("批次", ""), facts.get("领取网点", ""),
        facts.get("密码", ""),
    )  # fmt: skip


def _time(at: At, text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=BEIJING)
    except ValueError:
        raise VisitError(at, "里的时间应写成 2026-11-20 10:31 的样子") from None


def read_visit(path: Path) -> Visit:
    """Read one visit; VisitError names the line that is not understood."""
    reader = Reader(path.name)
    last = At(path.name, 1, "")
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if raw.strip():
            last = At(path.name, number, raw.strip())
            reader.line(last)
    head = reader.head
    for word in ("标题", "依据", "城市", "时间"):
        if not head.get(word):
            raise VisitError(At(path.name, 1, ""), f"开头没有写“{word}：”")
    if head["城市"] not in CITIES:
        raise VisitError(At(path.name, 1, head["城市"]), f"不是认识的城市，可用的有 {'、'.join(CITIES)}")
    _complete(reader.steps, last)
    return Visit(
        path.name, head["标题"], listed(head["依据"]), CITIES[head["城市"]],
        _time(At(path.name, 1, head["时间"]), head["时间"]), tuple(reader.steps),
    )  # fmt: skip


def _complete(steps: list[Step], last: At) -> None:
    """Every operation is followed by what is expected of it, and the visit expects something at all."""
    for step, after in zip(steps, [*steps[1:], None], strict=True):
        if isinstance(step, Do) and not isinstance(after, Expect):
            raise VisitError(step.at, "之后没有写“则：”和应有的结果")
    if not isinstance(steps[-1] if steps else None, Expect):
        raise VisitError(last, "是最后一行；一次来访要以应有的结果结束")
