"""What a person's or a unit's page offers: the possible in the order of probability, the impossible by reason."""

from collections.abc import Sequence
from typing import Any

from counter.core.decision import Accepted, Refused
from counter.core.dossier import Dossier
from counter.core.guide import Moment, Tariff
from counter.core.offer import Offer
from counter.core.order import by_probability, by_reason
from counter.visit import desk as decide_desk

from .shell import branch, seat


def offered(dossier: Dossier) -> dict[str, Any]:
    """For the page: what can be done, what cannot, and how much of that is done elsewhere."""
    seen = decide_desk(branch(), dossier.holder.id, seat())
    operations = {key: one for key, one in branch().catalogue.operations.items() if key in branch().city.operations}
    can = [one.verdict for one in seen if isinstance(one.verdict, Accepted)]
    barred = by_reason(
        [(s.offer, s.verdict) for s in seen if isinstance(s.verdict, Refused) and not s.offer.last.operation.quiet],
        dossier,
    )
    elsewhere = [one for one in barred if one.elsewhere]
    return {
        "can": by_probability(can, dossier, operations),
        "here": [one for one in barred if not one.elsewhere],
        "elsewhere": elsewhere,
        "barred_offers": [offer for one in barred for offer in one.offers],
        "elsewhere_count": sum(len(one.offers) for one in elsewhere),
        "cost": cost,
    }


def cost(offer: Offer) -> str:
    """What the offer costs, in a few words."""
    ids = {part.operation.id for part in offer.parts}
    entered = [t for t in branch().city.tariff.values() if ids & set(t.pays_with)]
    if entered:
        first = offer.parts[0].operation
        enters = first.unique is not None and first.postings is not None
        return f"{'登记已缴的' if enters else '缴'} {_yuan(entered)}"
    tariffs = [part.tariff for part in offer.parts if part.tariff is not None and part.tariff.yuan.value]
    if not tariffs:
        return "免费"
    return f"先缴费 {_yuan(tariffs)}" if tariffs[0].moment.value is Moment.BEFORE else _yuan(tariffs)


def _yuan(tariffs: Sequence[Tariff]) -> str:
    return "、".join(f"{t.yuan.value:.2f} 元{'（假定）' if t.yuan.assumed else ''}" for t in tariffs)
