"""Who confirms besides the clerk: the number and password typed on the check page, held against the staff."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from counter.branch import Branch
from counter.clock import wall
from counter.core.case import Clerk
from counter.core.offer import Offer
from counter.core.ruled import Refusal
from counter.core.second import NUMBER, WORD
from counter.store.staff import LoginError


@dataclass(frozen=True)
class Typed:
    """What was typed as the second person's number and password; the password is never kept."""

    number: str = ""
    password: str = field(default="", repr=False)


NOBODY = Typed()


def typed_in(texts: Mapping[str, str]) -> Typed:
    """What a page sent."""
    return Typed(texts.get(NUMBER, "").strip(), texts.get(WORD, ""))


def second_of(branch: Branch, offer: Offer, clerk: Clerk, typed: Typed) -> Clerk | Refusal | None:
    """Who it is, or why not; nobody is looked for where this offer never wants a second person."""
    if all(part.guide.second is None for part in offer.parts):
        return None
    return vouched(branch, clerk, typed)


def vouched(branch: Branch, clerk: Clerk, typed: Typed) -> Clerk | Refusal | None:
    """Who typed this; the clerk's own number is not even compared, so that no try is counted against it."""
    if not typed.number and not typed.password:
        return None
    if typed.number == clerk.number:
        return clerk
    try:
        return branch.staff.vouch(typed.number, typed.password, wall())
    except LoginError as error:
        return Refusal(f"复核没有通过：{error}")
