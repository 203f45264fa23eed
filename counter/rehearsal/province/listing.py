"""The blacklist, as the province keeps it: one entry for a person, written by a report or elsewhere."""

from datetime import datetime

from counter.rehearsal.province.book import Book, Call, Reason
from counter.rehearsal.province.listed import Listing
from counter.rehearsal.province.record import Person


def put_on(person: Person, reason: str, since: str, *, article: str = "", by: str = "") -> None:
    """Write that this person stands on the blacklist."""
    person.listing = Listing(on=True, reason=reason, since=since, article=article, by=by)


def enlist(_book: Book, person: Person, call: Call, now: datetime) -> Reason | None:
    """Listed, unless the person stands on the blacklist already."""
    if person.listing is not None and person.listing.on:
        return Reason.LISTED_ALREADY
    facts = call.facts
    since = facts.get("since") or f"{now:%Y-%m-%d}"
    put_on(person, facts.get("reason", ""), since, article=facts.get("article", ""), by=facts.get("by", ""))
    return None


def delist(_book: Book, person: Person, _call: Call, _now: datetime) -> Reason | None:
    """Taken off the blacklist."""
    if person.listing is None or not person.listing.on:
        return Reason.NOT_LISTED
    person.listing.on = False
    return None
