"""SIMIS：社保卡启用。"""

from counter import Answer, Delivery

from .exchange import Exchange, filled


class Simis:
    """Tells SIMIS that a card (or a temporary card) is to be enabled."""

    title = "SIMIS"

    def __init__(self, url: str) -> None:
        self._line = Exchange("simis", url)

    def tell(self, delivery: Delivery) -> Answer:
        """Enable the card of this person; ``kind`` says which card it is."""
        facts = {"idNumber": delivery.id_number, "name": delivery.name, "at": delivery.at.isoformat()}
        facts |= {"cardNumber": delivery.facts.get("card_number", ""), "kind": delivery.facts.get("kind", "")}
        return self._line.report("enable", delivery.key, filled(facts))
