"""临时挂失、正式挂失、解除挂失的回执。"""

from counter import Entry, slip
from printing import Fact, Receipt

from .form import LossForm, ReleaseForm


def loss_receipt(entry: Entry[LossForm]) -> Receipt:
    """The receipt of a loss: when it takes effect, and when it ends by itself."""
    change = entry.change("card")
    facts = [
        Fact("挂失原因", entry.form.cause.value),
        Fact("遗失日期", entry.form.lost_on.isoformat()),
        Fact("挂失生效", f"{entry.at:%Y-%m-%d %H:%M:%S}"),
    ]
    if change is not None and change.until is not None:
        facts.append(Fact("自动解挂", f"{change.until:%Y-%m-%d %H:%M}"))
    return slip(entry, f"社会保障卡{entry.title}回执", facts=facts)


def release_receipt(entry: Entry[ReleaseForm]) -> Receipt:
    """The receipt of a release."""
    return slip(entry, f"社会保障卡{entry.title}回执", facts=[Fact("恢复使用", f"{entry.at:%Y-%m-%d %H:%M:%S}")])
