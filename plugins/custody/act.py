"""回执验卡: the returned card lies on the reader of this window."""

from collections.abc import Mapping

from counter import ActDone, ActFailed, CardReader, Entry

from .form import CheckForm


def read_card(entry: Entry[CheckForm], reader: CardReader, _secrets: Mapping[str, str]) -> ActDone | ActFailed:
    """Read the card and compare it with the one the unit had taken."""
    change = entry.change("new_card")
    wanted = change.number if change is not None else entry.card_number
    read = reader.read().texts.get("card_number", "")
    if read != wanted:
        return ActFailed("读卡器上的不是这位持卡人退回的卡，没有保存。请放上这张卡后重新验卡")
    return ActDone({"checked_by": "读卡"})
