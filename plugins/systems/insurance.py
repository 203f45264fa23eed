"""医保、新农合：这个人在哪里、参加哪一种。"""

from counter import Inquiry, Insured, Reply, answers

from .exchange import Exchange, filled

STATES = {"Y": Insured.YES.value, "N": Insured.NO.value}


class Insurance:
    """Asks whether somebody is insured here, in which scheme, at which agency."""

    title = "医疗保险、新农合业务系统"

    def __init__(self, url: str) -> None:
        self._line = Exchange("insurance", url)

    def ask(self, inquiry: Inquiry, seconds: float) -> Reply:
        """Ask about one person."""
        who = {"idNumber": inquiry.id_number, "name": inquiry.name}
        heard = self._line.question("enrolment", who, seconds)
        facts = {name: answers.text(heard, name) for name in ("area", "kind", "agency")}
        return Reply(answer=answers.word(STATES, heard, "insured"), facts=filled(facts))
