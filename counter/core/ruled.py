"""A value with the article it comes from: the smallest piece of a city file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Ruled(Generic[T]):
    """One legal value: from which article, since when, and whether it is only assumed."""

    value: T
    article: str = ""
    assumed: bool = False
    since: date | None = None
    note: str = ""

    @property
    def source(self) -> str:
        """The article as a clerk reads it, with the assumption said aloud."""
        if self.assumed:
            return f"{self.article}（文件未载明，按假定执行）" if self.article else "文件未载明，按假定执行"
        return self.article


@dataclass(frozen=True, kw_only=True)
class RuledStep:
    """One step of an act in one city: which step it is, what the document calls it, and where that is written."""

    step: str
    title: str
    article: str = ""
    assumed: bool = False
    note: str = ""

    @property
    def source(self) -> str:
        """The article as a clerk reads it, with the assumption said aloud."""
        return Ruled(value=self.step, article=self.article, assumed=self.assumed).source


@dataclass(frozen=True, kw_only=True)
class Course:
    """How an act in steps goes in one city, as a table of the city file.

    ``waits``: the steps after telling the province wait for its answer. ``counts_blanks``: blank cards are counted,
    and without one nothing is made. ``fails_whole``: a step without a word of success is a failure of the whole act,
    no other blank card is tried. ``give_up`` is what ending it as failed is called; ``unanswered`` what the clerk does
    when the province does not answer.
    """

    steps: tuple[RuledStep, ...]
    waits: Ruled[bool]
    counts_blanks: Ruled[bool]
    fails_whole: Ruled[bool]
    give_up: Ruled[str]
    unanswered: Ruled[str]

    words: ClassVar[Mapping[str, str]] = {
        "waits": "报省以后的步骤等省里的成功提示",
        "counts_blanks": "登记空白卡的数量，用完不能制卡",
        "fails_whole": "没有成功提示就是没有制成，不换卡再做",
        "give_up": "不再做下去叫什么",
        "unanswered": "收不到成功提示时",
    }


@dataclass(frozen=True)
class Refusal:
    """Why something cannot be done now, in one sentence, and where that is written.

    ``blank`` names the blank it is about, where filling that one is the remedy; ``elsewhere``: another window, bank or
    role does it, whatever state the holder's card is in.
    """

    text: str
    article: str = ""
    blank: str = ""
    elsewhere: bool = False

    def __str__(self) -> str:
        return f"{self.text}（{self.article}）" if self.article else self.text
