"""密码业务的回执单。"""

from counter import Entry, slip
from printing import Fact, Receipt

from .form import ChangeForm, ResetForm, UnlockForm


def pin_receipt(entry: Entry[ChangeForm] | Entry[UnlockForm] | Entry[ResetForm]) -> Receipt:
    """What was done to the password; never the password itself."""
    form, facts = entry.form, []
    if isinstance(form, UnlockForm) and form.reason:
        facts.append(Fact("办理原因", form.reason))
    facts.append(Fact("社保功能密码", entry.facts.get("password", "已办理")))
    return slip(entry, f"社会保障卡{entry.title}回执单", facts=facts)
