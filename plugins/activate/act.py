"""启用 as one act: the card on the reader is the holder's, and its initial password is changed."""

from collections.abc import Mapping

from counter import ActDone, ActFailed, CardReader, Entry

from .form import SocialForm

UNCHANGED = "未修改，请尽快修改"
CHANGED = "已当面修改"


def enable(entry: Entry[SocialForm], reader: CardReader | None, secrets: Mapping[str, str]) -> ActDone | ActFailed:
    """Compare the card with the holder's; change its password where one was given.

    Without a reader the number is compared by eye (输入社会保障号), and no password changes.
    """
    if reader is None:
        return ActDone({"password": UNCHANGED})
    reading = reader.read()
    if reading.texts.get("card_number") != entry.card_number:
        return ActFailed("读卡器上的卡不是这位持卡人的新卡，没有启用。请放上新卡后重新办理")
    new = secrets.get("new_password", "")
    if not new:
        return ActDone({"password": UNCHANGED})
    left = reader.change_password(secrets.get("old_password", ""), new)
    if left == 0:
        return ActFailed("初始密码不对，这张卡的密码已锁定，没有启用。请先办理密码解锁")
    if left is not None:
        return ActFailed(f"初始密码不对，卡内密码没有改变，还可以试 {left} 次。请持卡人核对后重新办理")
    return ActDone({"password": CHANGED})
