"""The second person (复核): where a city wants one, another clerk confirms with their own number and password."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from .case import Clerk
from .change import Change
from .guide import Reviewer
from .ruled import Refusal, Ruled
from .states import Kind

if TYPE_CHECKING:
    from .decision import Step

NUMBER, WORD = "second_number", "second_password"
"""The two fields in which the second person types."""


@dataclass(frozen=True)
class SecondRule:
    """Who must confirm besides, and above how many yuan; without ``above`` always."""

    roles: Ruled[tuple[Reviewer, ...]]
    above: Ruled[Decimal] | None = None

    @property
    def words(self) -> str:
        """The roles as a sentence names them."""
        return "或".join(role.value for role in self.roles.value)

    @property
    def source(self) -> str:
        """The article of what makes it necessary."""
        return self.roles.source if self.above is None else self.above.source

    def wants(self, changes: Iterable[Change]) -> bool:
        """Whether what is moved is above the limit."""
        return self.above is None or moved_yuan(changes) > self.above.value


def rule_of(roles: Ruled[tuple[Reviewer, ...]] | None, above: Ruled[Decimal] | None) -> SecondRule | None:
    """The rule that these two values of a city file make; None where the city wants no second person."""
    return None if roles is None else SecondRule(roles, above)


def moved_yuan(changes: Iterable[Change]) -> Decimal:
    """The money of the payments that these changes move."""
    amounts = (c.facts.get("amount", "") for c in changes if c.kind is Kind.PAYMENT and c.before is not c.after)
    return sum((Decimal(amount) for amount in amounts if amount), Decimal(0))


def second_wanted(step: "Step") -> SecondRule | None:
    """Who must confirm this step besides the clerk; None where nobody need."""
    rule = rule_of(step.part.guide.second, step.part.guide.second_above)
    moved = [*step.changes, *(change for member in step.members for change in member.changes)]
    return rule if rule is not None and rule.wants(moved) else None


def not_seconded(step: "Step", second: Clerk | Refusal | None) -> Sequence[Refusal]:
    """Why a step that wants a second person has none; empty when it has, or wants none."""
    rule = second_wanted(step)
    return () if rule is None else not_reviewed(step.part.guide.title, rule, step.case.clerk, second)


def not_reviewed(title: str, rule: SecondRule, clerk: Clerk, second: Clerk | Refusal | None) -> Sequence[Refusal]:
    """Why nobody has confirmed this besides the clerk; empty when somebody has who may."""
    if second is None:
        text = f"{title}须由另一人复核，请{rule.words}在下面输入自己的工号和密码"
        return (Refusal(text, rule.source, NUMBER),)
    if isinstance(second, Refusal):
        return (Refusal(second.text, rule.source, NUMBER),)
    if second.number == clerk.number:
        text = f"复核人不能是经办人自己（工号 {clerk.number}），请由另一人输入工号和密码"
        return (Refusal(text, rule.source, NUMBER),)
    if second.role not in [role.value for role in rule.roles.value]:
        text = f"{second.name}是{second.role}，不能复核{title}，请由{rule.words}复核"
        return (Refusal(text, rule.source, NUMBER),)
    return ()
