"""The password of a card's social function: what the city says of one, and why a new one is not taken."""

from dataclasses import dataclass
from enum import Enum

from .ruled import Refusal, Ruled

FACT = "password"


class PasswordState(Enum):
    """What is known of a card's password, kept as the card's fact ``password``; it is never the password itself."""

    INITIAL = "初始"
    CHANGED = "已改"


@dataclass(frozen=True, kw_only=True)
class PasswordRules:
    """The ``[password]`` table: how many digits, and what every card begins with; empty where that is not known."""

    digits: Ruled[int]
    initial: Ruled[str]

    def refused(self, new: str, again: str, article: str) -> Refusal | None:
        """Why this new password is not taken; None where it is."""
        if not (new.isascii() and new.isdigit() and len(new) == self.digits.value):
            return Refusal(f"新密码应为 {self.digits.value} 位数字，请持卡人重新输入", self.digits.source)
        if new != again:
            return Refusal("两遍新密码不一样，请持卡人重新输入", article)
        if new == self.initial.value:
            return Refusal("新密码不能是初始密码，请持卡人换一个", self.initial.source)
        return None
