"""重写 as one act: the temporary card on the reader is the holder's, and the applicant sets its password anew."""

from collections.abc import Mapping

from counter import ActDone, ActFailed, CardReader, Entry

from .form import RewriteForm


def rewrite(entry: Entry[RewriteForm], reader: CardReader, secrets: Mapping[str, str]) -> ActDone | ActFailed:
    """Compare the card with the one that was handed out, and write the new password."""
    change = entry.change("temporary")
    if change is None or reader.read().texts.get("card_number") != change.number:
        return ActFailed("读卡器上的卡不是这位持卡人的临时卡，没有重写。请放上临时卡后重新办理")
    reader.write_anew(secrets["new_password"])
    return ActDone({"password": "已由申领人重新设置"})
