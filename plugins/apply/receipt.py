"""申领各步的回执。"""

import re
from dataclasses import replace

from counter import Entry, pickup_title, slip
from printing import Fact, Item, Listing, Receipt

from .form import ApplyForm, CompleteForm, EndForm, ReviewForm, StopOldForm, UnfinishedForm


def _how_to_reach(form: ApplyForm) -> list[Fact]:
    if form.mobile is not None:
        return [Fact("联系手机", form.mobile.masked)]
    return [Fact("固定电话", form.landline.masked)] if form.landline is not None else []


def apply_receipt(entry: Entry[ApplyForm]) -> Receipt:
    """The receipt of an application that was accepted."""
    facts = [Fact("新卡", change.after.value, "state") for change in entry.changes if change.role == "new_card"]
    if entry.form.bank:
        facts.append(Fact("服务银行", entry.form.bank))
    facts += _how_to_reach(entry.form)
    places = (pickup_title(change.facts) for change in entry.changes if change.role == "new_card")
    facts += [Fact("领卡网点", place) for place in places if place]
    of_card = "" if entry.title.startswith("社会保障卡") else "社会保障卡"
    return slip(entry, f"{of_card}{entry.title}受理回执", facts=facts)


def unfinished_receipt(entry: Entry[UnfinishedForm]) -> Receipt:
    """What is still to be brought, one line each."""
    missing = tuple(Item(part.strip()) for part in re.split("[，。；、]", entry.form.missing) if part.strip())
    plain = slip(entry, "社会保障卡申领资料补正告知单", facts=_how_to_reach(entry.form))
    return replace(plain, lists=(*plain.lists, Listing("还需补正", missing)))


def stop_old_receipt(entry: Entry[StopOldForm]) -> Receipt:
    """The receipt of an old card stopped with consent."""
    facts = [Fact("旧卡所在市", entry.form.held_in), Fact("旧卡卡号", entry.form.held_number, "number")]
    return slip(entry, "社会保障卡停用回执", facts=facts)


def complete_receipt(entry: Entry[CompleteForm]) -> Receipt:
    """The record that an application's data are complete."""
    return slip(entry, "社会保障卡申领数据处理记录", signatures=("数据处理人签字",))


def review_receipt(entry: Entry[ReviewForm]) -> Receipt:
    """The record that an application was checked with the applicant."""
    facts = _how_to_reach(entry.form)
    return slip(entry, "社会保障卡制卡信息核实记录", facts=facts, signatures=("申领人签字", "核实人签字"))


def end_receipt(entry: Entry[EndForm]) -> Receipt:
    """Why the application ended."""
    return slip(entry, f"社会保障卡{entry.title}回执", facts=[Fact("原因", entry.form.reason)])
