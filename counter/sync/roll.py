"""The province's list of a unit's people, or of a batch's cards: asked and learnt as one answer."""

from counter.branch import Branch
from counter.core.case import Finding

from .courier import UNREACHED, Courier
from .learn import learn_answer

ROLL_SECONDS = 10.0


def roll(branch: Branch, courier: Courier, number: str, kind: str = "unit") -> Finding:
    """Ask for everybody of this unit or batch and learn each; the finding says whether it could be asked."""
    now, source = branch.clock.now(), branch.city.facts.record
    if branch.connector is None:
        return Finding(source=source, asked_at=now, available=False, answer="没有配置省级系统")
    keys = ("member", "at") if kind == "unit" else (kind,)
    known_here = [person for key in keys for person in branch.people.find(key, number)]
    asked = {person: branch.people.standing(person) for person in known_here}
    try:
        records = branch.connector.roll(kind, number, ROLL_SECONDS)
    except UNREACHED as error:
        courier.lost(error)
        return Finding(source=source, asked_at=now, available=False, answer=str(error))
    courier.found()
    with branch.database.writing():
        for record in records:
            known = branch.people.find("id", record.id_number)
            learn_answer(branch, record, asked.get(known[0]) if known else None)
    return Finding(source=source, asked_at=now, available=True, answer=f"{len(records)} 人")
