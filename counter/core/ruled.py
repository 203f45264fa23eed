"""A value with the article it comes from: the smallest piece of a city file."""

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

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


@dataclass(frozen=True)
class Refusal:
    """Why something cannot be done now, in one sentence, and where that is written.

    ``blank`` names the blank it is about, where filling that one is the remedy.
    """

    text: str
    article: str = ""
    blank: str = ""

    def __str__(self) -> str:
        return f"{self.text}（{self.article}）" if self.article else self.text
