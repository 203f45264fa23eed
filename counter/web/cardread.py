"""What the card on the window's reader says (读卡): into a blank of the form, and on its holder's page."""

from collections.abc import Mapping
from dataclasses import replace

from counter.acts import device_at
from counter.clock import wall
from counter.core.filled import READ_FROM, Filled
from counter.devices import DeviceError, Reading
from counter.store.drafts import Draft
from counter.visit import Begun

from .idcard import CHIP, KEEPS
from .search import named
from .shell import branch, counter, seat

NAMED = {
    "card_reader": ("社保卡读卡器", "卡面", "社保卡芯片"),
    "id_reader": ("身份证读卡器", "证件", CHIP),
}
"""Each kind of reader: its name, what is read off by eye without it, and what its readings come from."""


def readers() -> frozenset[str]:
    """Which kinds of reader this window has."""
    kinds = {kind for kind, _ in READ_FROM.values()}
    return frozenset(kind for kind in kinds if device_at(branch(), seat().window, kind) is not None)


def read_into(begun: Begun, name: str) -> tuple[Begun, dict[str, str]]:
    """Read the card into this blank and those beside it; else the message, with nothing typed lost."""
    blank = next((b for b in begun.offer.form.own if b.name == name and b.reads), None)
    if blank is None:
        return begun, {}
    kind, _ = READ_FROM[blank.reads]
    reader = device_at(branch(), seat().window, kind)
    if reader is None:
        return begun, {name: f"{blank.label}：本窗口没有{NAMED[kind][0]}，请照{NAMED[kind][1]}录入"}
    try:
        reading: Reading = reader.read()
    except DeviceError as error:
        return begun, {name: f"{blank.label}：{error}"}
    own = [b for b in begun.offer.form.own if b.reads and READ_FROM[b.reads][0] == kind]
    texts = {b.name: reading.texts.get(b.reads, "") for b in own if b.name == name or kind == "id_reader"}
    return replace(begun, draft=with_reading(begun.draft, kind, texts)), {}


def with_reading(draft: Draft, kind: str, texts: Mapping[str, str]) -> Draft:
    """The draft with these texts of a reading; each that says something keeps where it is from, and since when."""
    now, source = branch().clock.now(), NAMED[kind][2]
    filled = {name: Filled(text=text, source=source, at=now, read=True) for name, text in texts.items() if text}
    return replace(draft, texts={**draft.texts, **texts}, filled={**draft.filled, **filled})


def laid_down(pid: str) -> str:
    """The number of the card that was read at this window just now, where it led to this person."""
    kept = counter().laid.get(seat().window.id)
    if kept is None or wall() - kept[0] > KEEPS:
        return ""
    texts = kept[1].texts
    return texts.get("card_number", "") if pid in named(branch(), texts.get("id_number", "")) else ""
