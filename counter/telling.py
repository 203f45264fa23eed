"""What a journal row tells the systems beside the province, worked out while it is written."""

from collections.abc import Sequence
from typing import Any

from counter.catalogue import Catalogue
from counter.core.entry import Entry
from counter.core.system import Message
from counter.core.telling import UNTOLD, messages_of, tells_anything
from counter.store.entries import Entries
from counter.store.journal import Row
from counter.store.people import People


class Telling:
    """Reads a row back as its entry and gives its messages; an act tells once it is done, not when it starts."""

    def __init__(self, catalogue: Catalogue, people: People, entries: Entries) -> None:
        self._catalogue, self._people, self._entries = catalogue, people, entries

    def __call__(self, seq: int, row: Row) -> Sequence[Message]:
        """The messages of the row just written; the same transaction keeps them."""
        operation = self._catalogue.operations.get(row.operation)
        city = self._catalogue.city
        if operation is None or row.outcome not in ("", "done") or not tells_anything(operation, city):
            return ()
        kept = self._entries.at(seq)
        assert kept is not None, "the row was just written"
        first = self._entries.of_operation(row.op_id)[0].entry
        untold = first.facts.get(UNTOLD) == "是"
        return messages_of(kept.entry, operation, city, self.mobile(kept.entry, row.person), untold=untold)

    def mobile(self, entry: Entry[Any], person: str) -> str:
        """Where the holder is reached: as typed now, as left when the card was ordered, as the record has it."""
        ordered = next((c.facts["mobile"] for c in entry.changes if c.facts.get("mobile")), "")
        typed = entry.form.texts().get("mobile", "") or ordered
        if typed:
            return typed
        dossier = self._people.dossier(person)
        return dossier.holder.facts.get("mobile", "") if dossier is not None else ""
