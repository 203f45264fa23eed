"""市卡管：发卡管理里的交接、发卡、回执、回卡、回退记录。"""

from counter import Answer, Delivery

from .exchange import Exchange, filled


class CityCards:
    """Tells the city's card system what happened to a finished card, in the words of its own menu.

    The message's facts: ``kind`` (交接申请、交接处理、个人发卡 ...), ``card_number``, and whatever else the
    record has; everything but these two goes under ``record``'s own names.
    """

    title = "市卡管系统"

    def __init__(self, url: str) -> None:
        self._line = Exchange("citycards", url)

    def tell(self, delivery: Delivery) -> Answer:
        """Hand over one record."""
        facts = dict(delivery.facts)
        known = {
            "kind": facts.pop("kind", ""),
            "cardNumber": facts.pop("card_number", ""),
            "idNumber": delivery.id_number,
            "name": delivery.name,
            "branch": delivery.branch,
            "at": delivery.at.isoformat(),
        }
        more = {f"record.{name}": text for name, text in facts.items()}
        return self._line.report("record", delivery.key, filled({**known, **more}))
