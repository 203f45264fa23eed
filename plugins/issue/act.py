"""制卡 as one act: a card goes into the maker and comes out with a number and a bank account."""

from collections.abc import Mapping

from counter import ActDone, ActFailed, CardMaker, Entry

from .form import MakeForm


def make_card(entry: Entry[MakeForm], maker: CardMaker, _secrets: Mapping[str, str]) -> ActDone | ActFailed:
    """Make the card; the operation id is the job, so the maker never makes it twice."""
    change = entry.change("new_card")
    bank = change.facts.get("bank", "") if change is not None else ""
    made = maker.make(entry.op_id, {"name": entry.name, "id_number": entry.id_number, "bank": bank})
    if not made.get("number"):
        return ActFailed("制卡机没有返回卡号，卡未制成")
    return ActDone(made)
