"""制卡记录、领卡回执、回退回执。"""

from counter import Entry, pickup_title, slip
from printing import Fact, Receipt

from .form import CollectForm, FailedForm, MakeForm, UndoForm


def mark_receipt(entry: Entry[MakeForm]) -> Receipt:
    """The record of a card marked for making."""
    return slip(entry, f"社会保障卡{entry.title}记录", signatures=("经办人签字",))


def failed_receipt(entry: Entry[FailedForm]) -> Receipt:
    """The record of failed data returned."""
    facts = [Fact("失败类型", entry.form.kind.value), Fact("失败原因", entry.form.reason)]
    return slip(entry, f"社会保障卡{entry.title}记录", facts=facts, signatures=("经办人签字",))


def restore_receipt(entry: Entry[MakeForm]) -> Receipt:
    """The record of an application restored after its making failed."""
    return slip(entry, f"社会保障卡{entry.title}记录", signatures=("经办人签字",))


def reprint_receipt(entry: Entry[MakeForm]) -> Receipt:
    """The record of a face printed again: the card and its number are the same."""
    return slip(entry, f"社会保障卡{entry.title}记录", signatures=("制卡人签字",))


def make_receipt(entry: Entry[MakeForm]) -> Receipt:
    """The record of a made card."""
    account = entry.facts.get("bank_account", "")
    change = entry.change("new_card")
    place = pickup_title(change.facts) if change is not None else ""
    facts = [Fact("银行账号尾号", account[-4:])] if account else []
    facts += [Fact("制卡后交", place)] if place else []
    return slip(entry, "社会保障卡制卡记录", facts=facts, signatures=("制卡人签字",))


def collect_receipt(entry: Entry[CollectForm]) -> Receipt:
    """The receipt of a card that was handed over."""
    facts = [Fact("领卡人电话", entry.form.collector_mobile.masked)]
    return slip(entry, "社会保障卡领卡回执", facts=facts, signatures=("领卡人签字",))


def undo_receipt(entry: Entry[UndoForm]) -> Receipt:
    """The receipt of a hand-over taken back."""
    facts = [Fact("回退原因", entry.form.reason), Fact("原流水号", entry.reverses, "number")]
    return slip(entry, f"{entry.title}回执", facts=facts)
