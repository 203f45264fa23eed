"""列入、移出黑名单的条件，黑名单上的人哪些业务不办，以及各市可以定的规则。"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from counter import Case, Reads, Refusal, Ruled, condition, listed, listing_words

from .form import ListForm


@dataclass(frozen=True, kw_only=True)
class BlacklistRules:
    """The ``[blacklist]`` table: who keeps it, and which operations are refused to somebody on it.

    ``refused`` names operations by their ids; every other one goes on, with what stands on the list shown.
    """

    keepers: Ruled[tuple[str, ...]]
    refused: Ruled[tuple[str, ...]]

    words: ClassVar[Mapping[str, str]] = {
        "keepers": "谁可以列入、移出黑名单",
        "refused": "黑名单上的人不能办的业务",
    }


@condition(Reads.DOSSIER)
def by_a_keeper(case: Case[Any, BlacklistRules]) -> Refusal | None:
    """Only those the city names write on the list."""
    rule = case.rules.keepers
    if case.clerk.role in rule.value:
        return None
    return Refusal(f"{case.guide.title}由{'、'.join(rule.value)}办理", rule.source, elsewhere=True)


@condition(Reads.DOSSIER)
def not_listed_yet(case: Case[ListForm, BlacklistRules]) -> Refusal | None:
    """One person stands on the list once."""
    entry = listed(case.dossier)
    if entry is None:
        return None
    return case.guide.refusal(entry.state.value) or Refusal(f"{listing_words(entry)}，不用重复列入", case.guide.article)


@condition(Reads.FORM)
def happened_by_today(case: Case[ListForm, BlacklistRules]) -> Refusal | None:
    """What somebody is listed for has already happened."""
    if case.filled.happened_on <= case.now.date():
        return None
    return Refusal("发生日期不能晚于今天，请核对后改正", case.guide.article, "happened_on")


@condition(Reads.DOSSIER)
def listed_holders_are_refused(case: Case[Any, BlacklistRules]) -> Refusal | None:
    """Of somebody on the list the operations the city names are refused, with reason, day and article."""
    rule, entry = case.rules.refused, listed(case.dossier)
    if case.operation not in rule.value or entry is None:
        return None
    return Refusal(f"{listing_words(entry)}；{case.guide.title}要移出以后再办", rule.source)
