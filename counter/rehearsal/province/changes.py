"""Changes of what the province keeps of a person, as it applies them."""

from datetime import date, datetime

from counter.rehearsal.province.book import Book, Call, Reason
from counter.rehearsal.province.record import Person

OWN = ("mobile", "address", "category", "unit_number", "unit_name")


def change_details(_book: Book, person: Person, call: Call, _now: datetime) -> Reason | None:
    """What does not stand on the card; a call that changes nothing lacks something."""
    if not call.facts:
        return Reason.MISSING
    for name, text in call.facts.items():
        if name in OWN:
            setattr(person, name, text)
        else:
            person.facts[name] = text
    return None


def change_identity(book: Book, person: Person, call: Call, now: datetime) -> Reason | None:
    """Another name or number, with proof; the former number leads to the same person from then on."""
    facts = call.facts
    number, name = facts.get("id_number", ""), facts.get("name", "")
    if not (number or name):
        return Reason.MISSING
    if not facts.get("proof"):
        return Reason.NO_PROOF
    holder = book.person(number, now) if number else None
    if holder is not None and holder is not person:
        return Reason.ID_TAKEN
    person.name = name or person.name
    person.sex = facts.get("sex") or person.sex
    person.born_on = date.fromisoformat(facts["born_on"]) if facts.get("born_on") else person.born_on
    if facts.get("old_face"):
        person.facts["old_face"] = facts["old_face"]
    if number and number != person.id_number:
        del book.people[person.id_number]
        book.former[person.id_number] = number
        book.former.pop(number, None)
        person.id_number = number
    return None
