"""The blacklist (社会保障卡管理黑名单): whether a holder stands on it, in which words, what the province says of it."""

from collections.abc import Mapping

from .change import Change
from .dossier import Dossier, Subject
from .province import BlacklistRecord
from .states import ABSENT, BlacklistState, Kind, State, state_of

NAME = "社会保障卡管理黑名单"
TOLD = ("reason", "since", "article", "by")
"""What is kept of an entry: why, since which day, by which article, and who listed the holder."""


def listed(dossier: Dossier) -> Subject | None:
    """The entry with which the holder stands on the blacklist; None without one."""
    return next((one for one in dossier.of(Kind.BLACKLIST) if one.state is BlacklistState.LISTED), None)


def listing_words(entry: Subject) -> str:
    """已列入社会保障卡管理黑名单：原因，日期，依据, as far as they are known."""
    facts = entry.facts
    since, article = facts.get("since", ""), facts.get("article", "")
    said = [
        facts.get("reason", "") or "原因未写明", f"{since} 起" if since else "", facts.get("by", ""),
        f"依据 {article}" if article else "",
    ]  # fmt: skip
    return f"已列入{NAME}：{'，'.join(word for word in said if word)}"


def told_listing(
    dossier: Dossier, record: BlacklistRecord | None, op_id: str, waiting: Mapping[str, frozenset[State]]
) -> tuple[Change, ...]:
    """What the province's word changes here; nothing where it says nothing, or while an entry of ours is on its way."""
    mine = dossier.of(Kind.BLACKLIST)
    if record is None or any(one.id in waiting for one in mine):
        return ()
    state = state_of(Kind.BLACKLIST, record.state)
    known = listed(dossier) or next(iter(mine), None)
    facts = {name: text for name in TOLD if (text := getattr(record, name))}
    same = known is not None and known.state is state
    if (known is None and state is BlacklistState.LIFTED) or (same and not _newer(known, facts)):
        return ()
    return (
        Change(
            role="learnt", title=Kind.BLACKLIST.value, subject=known.id if known is not None else f"{op_id}.blacklist",
            kind=Kind.BLACKLIST, before=known.state if known is not None else ABSENT, after=state,
            version=known.version if known is not None else 0,
            facts={**(known.facts if known is not None else {}), **facts},
        ),
    )  # fmt: skip


def _newer(known: Subject | None, facts: Mapping[str, str]) -> bool:
    """Whether the same state was written for another reason or on another day."""
    return known is not None and any(facts.get(name, "") != known.facts.get(name, "") for name in ("reason", "since"))
