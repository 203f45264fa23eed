"""临时挂失、正式挂失、解除挂失的回执。"""

from datetime import datetime

from counter import CardState, Entry, slip
from printing import Fact, Receipt

from .form import LossForm, ReleaseForm

SECOND = "%Y-%m-%d %H:%M:%S"


def loss_receipt(entry: Entry[LossForm]) -> Receipt:
    """The receipt of a loss: who took it in, when it takes effect to the second, and when it ends by itself."""
    change = entry.change("card")
    kept = change.facts if change is not None else {}
    facts = [
        Fact("挂失原因", entry.form.cause.value),
        Fact("遗失日期", entry.form.lost_on.isoformat()),
        Fact("挂失渠道", kept.get("lost_by", "")),
        Fact("挂失生效", f"{entry.at:{SECOND}}"),
    ]
    if change is not None and change.before is CardState.TEMPORARILY_LOST and kept.get("earlier_at"):
        since = datetime.fromisoformat(kept["earlier_at"])
        facts.append(Fact("此前临时挂失", f"{since:{SECOND}} 起（{kept.get('earlier_by', '')}）"))
    if change is not None and change.until is not None:
        facts.append(Fact("自动解挂", f"{change.until:{SECOND}}"))
    if kept.get("bank_phone"):
        facts.append(Fact("金融账户挂失电话", kept["bank_phone"]))
    return slip(entry, f"社会保障卡{entry.title}回执", facts=facts)


def release_receipt(entry: Entry[ReleaseForm]) -> Receipt:
    """The receipt of a release; a loss of the financial account goes on at the bank."""
    change = entry.change("card")
    facts = [Fact("恢复使用", f"{entry.at:{SECOND}}")]
    if change is not None and change.facts.get("bank_still"):
        facts.append(Fact("金融账户", "仍在银行挂失，请到发卡银行解除"))
    return slip(entry, f"社会保障卡{entry.title}回执", facts=facts)
