"""The rehearsal systems that are only asked: the police register, and who is insured."""

from dataclasses import dataclass

from counter.rehearsal.systems.peer import Fields, Peer

MATCH, DIFFERS, PENDING = "1", "2", "3"
NOBODY, OTHER_NAME, NOT_YET = "A", "B", "C"


@dataclass
class Registered:
    """One person in the police register; ``pending`` while nothing can be compared."""

    name: str
    photo: bool = True
    pending: bool = False


class Police(Peer):
    """Knows names by numbers, and whether there is a photo."""

    name, title = "police", "公安联网核查系统"
    questions = frozenset({"compare"})

    def __init__(self) -> None:
        super().__init__()
        self.register: dict[str, Registered] = {}

    def know(self, id_number: str, name: str) -> None:
        """Register somebody under their own name."""
        self.register[id_number] = Registered(name)

    def hold(self, id_number: str) -> None:
        """Compare this number later only."""
        self.register.setdefault(id_number, Registered("")).pending = True

    def look(self, call: str, fields: Fields) -> Fields:  # noqa: ARG002 - there is one question only
        """Compare number and name."""
        found = self.register.get(fields.get("idNumber", ""))
        photo = "1" if found is not None and found.photo else "0"
        if found is None:
            return {"result": DIFFERS, "reason": NOBODY, "photo": photo}
        if found.pending:
            return {"result": PENDING, "reason": NOT_YET, "photo": photo}
        if found.name != fields.get("name"):
            return {"result": DIFFERS, "reason": OTHER_NAME, "photo": photo}
        return {"result": MATCH, "reason": "", "photo": photo}


@dataclass(frozen=True)
class Enrolled:
    """Where and in what somebody is insured."""

    area: str
    kind: str
    agency: str


class Insurance(Peer):
    """Knows who is insured where, in which scheme."""

    name, title = "insurance", "医疗保险、新农合业务系统"
    questions = frozenset({"enrolment"})

    def __init__(self) -> None:
        super().__init__()
        self.enrolled: dict[str, Enrolled] = {}

    def know(self, id_number: str, area: str = "", category: str = "") -> None:
        """Enrol somebody, in the scheme of their category."""
        worker = "职工" in category
        kind = "城镇职工基本医疗保险" if worker else "新型农村合作医疗"
        agency = "市医保中心" if worker else "市新农合中心"
        self.enrolled[id_number] = Enrolled(area or "本市", kind, agency)

    def look(self, call: str, fields: Fields) -> Fields:  # noqa: ARG002 - there is one question only
        """Whether this number is insured."""
        found = self.enrolled.get(fields.get("idNumber", ""))
        if found is None:
            return {"insured": "N", "area": "", "kind": "", "agency": ""}
        return {"insured": "Y", "area": found.area, "kind": found.kind, "agency": found.agency}
