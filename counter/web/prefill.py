"""What a form says before anybody has typed, and where each word of it is from."""

from collections.abc import Mapping
from datetime import datetime

from counter.clock import wall
from counter.core.blank import By
from counter.core.dossier import Dossier
from counter.core.filled import TODAY, Filled
from counter.core.form import VisitForm
from counter.core.offer import Offer

from .idcard import CHIP, read_at
from .shell import branch

KEPT_HERE = "本网点留存"


def sources(offer: Offer, dossier: Dossier) -> dict[str, Filled]:
    """What is known beforehand: the record, the last entry, and before all the identity card that was read."""
    holder = dossier.holder
    now, texts = branch().clock.now(), holder.texts
    known = {b.name: (b.fill, texts.get(b.fill, "")) for b in offer.form.own if b.fill and b.fill != "today"}
    record = {name: _of_record(text, dossier) for name, (_, text) in known.items() if text}
    dates = {b.name: Filled(text=now.date().isoformat(), source=TODAY) for b in offer.form.own if b.fill == "today"}
    return {**record, **dates, **_echo(offer, holder.id), **_chip(offer, holder.id_number)}


def opening(offer: Offer, filled: Mapping[str, Filled], by: By) -> dict[str, str]:
    """The texts of a form nobody has typed into."""
    texts = {b.name: b.default for b in offer.form.own if b.choices and b.default}
    texts |= {name: one.text for name, one in filled.items()}
    asks_who = any(b.name == "by" for b in offer.form.own)
    return {**texts, **({"by": by.value} if asks_who else {})}


def _of_record(text: str, dossier: Dossier) -> Filled:
    return Filled(text=text, source=dossier.source or branch().city.facts.record, at=dossier.copied_at)


def _chip(offer: Offer, id_number: str) -> dict[str, Filled]:
    found = read_at(id_number)
    if found is None:
        return {}
    at = _clock(found[0])
    texts = {b.name: found[1].texts.get(b.name, "") for b in offer.form.own}
    return {name: Filled(text=text, source=CHIP, at=at, read=True) for name, text in texts.items() if text}


def _clock(at: datetime) -> datetime:
    """A moment of this machine's clock on the branch's."""
    return branch().clock.now() - (wall() - at)


def _echo(offer: Offer, person: str) -> dict[str, Filled]:
    """What was typed for this holder the last time (制卡信息自动回显), but for who had come and what was ticked."""
    last = branch().entries.last_of(person, offer.echoes) if offer.echoes else None
    if last is None:
        return {}
    visit = {b.name for b in VisitForm.own}
    own = {b.name for b in offer.form.own if b.type is not bool} - visit
    texts = last.entry.form.texts()
    return {
        name: Filled(text=text, source=KEPT_HERE, at=last.entry.at, by_day=True)
        for name, text in texts.items()
        if name in own
    }
