"""One person's entry on the blacklist, as the province keeps it and as the official words say it."""

from dataclasses import dataclass

from counter.core.province import BlacklistRecord

ON, OFF = "已列入", "已移出"


@dataclass
class Listing:
    """The entry of one person on the blacklist; ``on`` while it stands."""

    on: bool
    reason: str
    since: str
    article: str = ""
    by: str = ""


def listing_from(record: BlacklistRecord | None) -> Listing | None:
    """The entry as it is put into the province's record."""
    if record is None:
        return None
    return Listing(record.state == ON, record.reason, record.since, record.article, record.by)


def listing_of(listing: Listing | None) -> BlacklistRecord | None:
    """The entry in the official words."""
    if listing is None:
        return None
    return BlacklistRecord(
        state=ON if listing.on else OFF, reason=listing.reason, since=listing.since, article=listing.article,
        by=listing.by,
    )  # fmt: skip
