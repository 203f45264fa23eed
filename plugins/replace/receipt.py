"""补卡、换卡的受理回执。"""

from counter import Entry, pickup_title, slip
from printing import Fact, Receipt

from .form import DamagedForm, LostForm


def replace_receipt(entry: Entry[LostForm] | Entry[DamagedForm]) -> Receipt:
    """The receipt of an accepted replacement."""
    new = entry.change("new_card")
    bank = new.facts.get("bank", "") if new is not None else ""
    changed = "（已变更）" if entry.form.new_bank else ""
    facts = [Fact("新卡", "已申请", "state"), Fact("联系手机", entry.form.mobile.masked)]
    if entry.form.reason:
        facts.append(Fact("补换原因", entry.form.reason))
    if bank:
        facts.append(Fact("服务银行", bank + changed))
    if new is not None and pickup_title(new.facts):
        facts.append(Fact("领卡网点", pickup_title(new.facts)))
    if entry.form.new_photo:
        size = f"（{entry.form.photo.shown}）" if entry.form.photo is not None else ""
        facts.append(Fact("照片", f"更换最新照片{size}"))
    return slip(entry, f"社会保障卡{entry.title}受理回执", facts=facts)
