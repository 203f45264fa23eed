"""交接单、签收单、回执登记单、验卡单、入库单、重发回执。"""

from collections.abc import Callable
from typing import Any

from counter import Entry, IdNumber, Name, slip
from printing import Fact, Receipt, Table

from .form import CheckForm, ManualForm, ReceiptForm, ReceiveForm, ReissueForm, RequestForm, StoreForm, UnitForm

TICK = "□"
COLUMNS = ("卡号", "姓名", "社会保障号码", "核对")


def cards_of(entry: Entry[Any]) -> Table:
    """Every card of the entry on a line of its own, with a box to tick."""
    rows = tuple(
        (one.card_number, Name(one.name).masked, IdNumber(one.id_number).masked, TICK) for one in entry.cards
    )
    return Table(f"成品卡清单（共 {len(rows)} 张）", COLUMNS, rows)


def _collector(form: RequestForm | UnitForm) -> list[Fact]:
    return [
        Fact("领卡人", form.collector_name, "name"),
        Fact("领卡人身份证号", form.collector_id.masked, "number"),
        Fact("领卡人电话", form.collector_mobile.masked, "number"),
    ]


def _short(shortage: str | None) -> list[Fact]:
    return [Fact("缺卡说明", shortage)] if shortage else []


def request_slip(entry: Entry[RequestForm]) -> Receipt:
    """The request, kept until somebody else has approved it."""
    form = entry.form
    batches = [Fact("批次", str(form.batches))] if form.batches is not None else []
    facts = [*batches, *_collector(form), *_short(form.shortage)]
    return slip(entry, "成品卡交接申请单", facts=facts, table=cards_of(entry), signatures=("申请人签字",))


def handover_sheet(entry: Entry[Any]) -> Receipt:
    """The hand-over sheet (交接单): who takes which cards."""
    form, batch = entry.form, entry.change("batch")
    facts = _collector(form) if isinstance(form, UnitForm) else []
    if batch is not None:
        told = (("批次", "batches"), ("领卡人", "collector"), ("领卡人身份证号", "collector_id"),
                ("领卡人电话", "collector_mobile"), ("交接申请人工号", "clerk"))
        facts += [
            Fact(label, batch.facts[name], "name" if name == "collector" else "text")
            for label, name in told
            if batch.facts.get(name)
        ]
    return slip(
        entry, "成品卡交接单", facts=facts, table=cards_of(entry), signatures=("交卡人签字", "领卡人签字")
    )


def list_slip(title: str, signature: str) -> Callable[[Entry[Any]], Receipt]:
    """A slip that lists the cards of its entry."""

    def listed(entry: Entry[Any]) -> Receipt:
        form = entry.form
        facts = []
        if isinstance(form, ReceiveForm):
            facts = _short(form.shortage)
        elif isinstance(form, ReceiptForm):
            facts = [Fact("交回人", form.brought_by, "name"), Fact("交回日期", form.brought_on.isoformat())]
        elif isinstance(form, StoreForm):
            facts = [Fact("存放位置", form.place, "state")]
        return slip(entry, title, facts=facts, table=cards_of(entry), signatures=(signature,))

    return listed


def undo_slip(entry: Entry[Any]) -> Receipt:
    """What was taken back, and why."""
    facts = [Fact("原因", entry.form.reason), Fact("原流水号", entry.reverses, "number")]
    return slip(entry, f"{entry.title}单", facts=facts, table=cards_of(entry), signatures=("经办人签字",))


def check_slip(entry: Entry[Any]) -> Receipt:
    """How a returned card was found."""
    form: CheckForm = entry.form
    facts = [Fact("回执原因", form.reason), Fact("验卡结果", form.result, "state")]
    way = f"手动验卡（{form.unread}）" if isinstance(form, ManualForm) else "读卡"
    facts.append(Fact("验卡方式", way))
    return slip(entry, "回执验卡单", facts=facts, signatures=("验卡人签字",))


def reissue_slip(entry: Entry[ReissueForm]) -> Receipt:
    """The receipt of a card given out of the stock."""
    custody = entry.change("custody")
    place = custody.facts.get("place", "") if custody is not None else ""
    facts = [Fact("取自", place), Fact("领卡人电话", entry.form.collector_mobile.masked)]
    return slip(entry, "社会保障卡重发回执", facts=facts, signatures=("领卡人签字",))
