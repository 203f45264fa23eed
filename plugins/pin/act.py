"""What is done to the card on the reader: each act once, and never tried again by itself."""

from collections.abc import Mapping
from typing import Any

from counter import ActDone, ActFailed, CardReader, Entry, KeyedReader

from .form import ChangeForm, ResetForm, UnlockForm

LOCKED = "这张卡的密码已锁定，没有改变；记得密码的办理解锁，忘记密码的办理重置"


def _another(entry: Entry[Any], reader: CardReader | KeyedReader) -> ActFailed | None:
    """Whether another card than the holder's lies on the reader."""
    if reader.read().texts.get("card_number") == entry.card_number:
        return None
    return ActFailed(f"读卡器上的卡不是{entry.name}现在用的卡，什么也没有改变。请放上持卡人的社保卡后重新办理")


def change(entry: Entry[ChangeForm], reader: CardReader, secrets: Mapping[str, str]) -> ActDone | ActFailed:
    """Change the password of the holder's card with the old one; a wrong one costs a try."""
    wrong = _another(entry, reader)
    if wrong is not None:
        return wrong
    if reader.password_locked():
        return ActFailed(LOCKED)
    left = reader.change_password(secrets.get("old_password", ""), secrets.get("new_password", ""))
    if left is None:
        return ActDone({"password": "已由持卡人当面修改"})
    if left:
        return ActFailed(f"旧密码不对，密码没有改变，还可以试 {left} 次。请持卡人核对后重新办理")
    return ActFailed("旧密码不对，" + LOCKED)


def unlock(entry: Entry[UnlockForm], reader: KeyedReader, _secrets: Mapping[str, str]) -> ActDone | ActFailed:
    """Let a locked card take its password again."""
    wrong = _another(entry, reader)
    if wrong is not None:
        return wrong
    if not reader.password_locked():
        return ActFailed("这张卡的密码没有锁定，不用解锁；忘记密码的办理重置")
    reader.unlock()
    return ActDone({"password": "已解锁，密码不变"})


def reset(entry: Entry[ResetForm], reader: KeyedReader, secrets: Mapping[str, str]) -> ActDone | ActFailed:
    """Give the card a new password; it is unlocked by that as well."""
    wrong = _another(entry, reader)
    if wrong is not None:
        return wrong
    reader.reset_password(secrets.get("new_password", ""))
    return ActDone({"password": f"已由{entry.form.by.value}当面重新设置"})
