"""What follows from the questions an operation needs answered, and from those nobody could answer."""

from collections.abc import Mapping, Sequence

from .case import NEW_NUMBER, Finding, Need
from .city import City
from .offer import Part
from .ruled import Refusal
from .system import SystemRules, Unasked


def needed(parts: Sequence[Part], city: City) -> tuple[Need, ...]:
    """The questions of these operations to the province and to systems that this city uses, each once."""
    needs = (need for part in parts for need in part.operation.needs)
    return tuple({need.id: need for need in needs if need.of_province or need.id in city.systems}.values())


def looked_into(parts: Sequence[Part], city: City) -> tuple[Need, ...]:
    """The questions of these operations that a page shows: those to systems, and who has a new number."""
    new = [NEW_NUMBER] if any(NEW_NUMBER in part.operation.needs for part in parts) else []
    return (*new, *needed(parts, city))


def _open(part: Part, findings: Mapping[str, Finding], city: City) -> list[tuple[SystemRules, str]]:
    """The systems that have given no answer, each with why."""
    out = []
    for need in needed([part], city):
        finding = findings.get(need.id)
        if need.of_province:
            continue
        if finding is None or not finding.available:
            out.append((city.systems[need.id], finding.answer if finding is not None else "还没有问"))
    return out


def unasked_refusals(part: Part, findings: Mapping[str, Finding], city: City) -> list[Refusal]:
    """What cannot be done because the city does not let it go without the answer."""
    out = []
    for rules, why in _open(part, findings, city):
        rule = rules.unavailable
        if rule is None or rule.value is Unasked.REFUSE:
            wait = rule.note if rule is not None and rule.note else f"{part.guide.title}须等恢复后办理"
            source = rule.source if rule is not None else part.guide.article
            out.append(Refusal(f"{rules.title}现在问不到（{why}），{wait}", source))
    return out


def unasked_marks(part: Part, findings: Mapping[str, Finding], city: City) -> tuple[str, ...]:
    """What page and slip say of the answers the city lets it go without."""
    return tuple(
        f"{rules.title}当时问不到，{rule.note or '未经核对先办'}（{rule.source}）。"
        for rules, _ in _open(part, findings, city)
        if (rule := rules.unavailable) is not None and rule.value is Unasked.ACCEPT
    )
