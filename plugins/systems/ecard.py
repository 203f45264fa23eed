"""电子社保卡：制卡成功后同步生成。"""

from counter import Answer, Delivery

from .exchange import Exchange, filled


class ECard:
    """Tells that a card was made, so that its electronic card is created."""

    title = "电子社保卡系统"

    def __init__(self, url: str) -> None:
        self._line = Exchange("ecard", url)

    def tell(self, delivery: Delivery) -> Answer:
        """Create the electronic card to this card."""
        facts = {"idNumber": delivery.id_number, "name": delivery.name, "at": delivery.at.isoformat()}
        facts |= {"cardNumber": delivery.facts.get("card_number", "")}
        return self._line.report("create", delivery.key, filled(facts))
