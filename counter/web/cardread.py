"""What the card on the window's reader says (读卡): into a blank of the form, and on its holder's page."""

from dataclasses import replace

from counter.acts import device_at
from counter.clock import wall
from counter.devices import DeviceError, Reading
from counter.visit import Begun

from .idcard import KEEPS
from .search import named
from .shell import branch, counter, seat


def reader_stands() -> bool:
    """Whether this window has a reader for social security cards."""
    return device_at(branch(), seat().window, "card_reader") is not None


def read_into(begun: Begun, name: str) -> tuple[Begun, dict[str, str], Reading | None]:
    """Read the card into this blank; else the message that stands beside it, with nothing typed lost."""
    blank = next((b for b in begun.offer.form.own if b.name == name and b.reads), None)
    if blank is None:
        return begun, {}, None
    reader = device_at(branch(), seat().window, "card_reader")
    if reader is None:
        return begun, {name: f"{blank.label}：本窗口没有社保卡读卡器，请照卡面录入"}, None
    try:
        reading: Reading = reader.read()
    except DeviceError as error:
        return begun, {name: f"{blank.label}：{error}"}, None
    text = reading.texts.get(blank.reads, "")
    texts = {**begun.draft.texts, name: text}
    return replace(begun, draft=replace(begun.draft, texts=texts)), {}, replace(reading, texts={name: text})


def laid_down(pid: str) -> str:
    """The number of the card that was read at this window just now, where it led to this person."""
    kept = counter().laid.get(seat().window.id)
    if kept is None or wall() - kept[0] > KEEPS:
        return ""
    texts = kept[1].texts
    return texts.get("card_number", "") if pid in named(branch(), texts["id_number"]) else ""
