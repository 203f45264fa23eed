"""What a form says before anybody has typed."""

from counter.core.blank import By
from counter.core.dossier import Holder
from counter.core.form import VisitForm
from counter.core.offer import Offer

from .idcard import read_of
from .shell import branch


def prefilled(offer: Offer, holder: Holder, by: By) -> dict[str, str]:
    """What is known beforehand: the record, the last entry, and before all the identity card that was read."""
    facts = {**holder.texts, "today": branch().clock.now().date().isoformat()}
    texts = {b.name: facts.get(b.fill, "") for b in offer.form.own if b.fill}
    texts |= {b.name: b.default for b in offer.form.own if b.choices and b.default}
    texts |= _echo(offer, holder.id)
    reading = read_of(holder.id_number)
    texts |= {b.name: reading.texts[b.name] for b in offer.form.own if reading is not None and b.name in reading.texts}
    asks_who = any(b.name == "by" for b in offer.form.own)
    return {**texts, **({"by": by.value} if asks_who else {})}


def _echo(offer: Offer, person: str) -> dict[str, str]:
    """What was typed for this holder the last time (制卡信息自动回显), but for who had come and what was ticked."""
    last = branch().entries.last_of(person, offer.echoes) if offer.echoes else None
    if last is None:
        return {}
    visit = {b.name for b in VisitForm.own}
    own = {b.name for b in offer.form.own if b.type is not bool} - visit
    return {name: text for name, text in last.entry.form.texts().items() if name in own}
