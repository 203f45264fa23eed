"""What is done to a card where no branch has a window: a hospital, a pharmacy, an app, a query machine."""

from collections.abc import Mapping

from counter.rehearsal.province.passwords import CHANGED, INITIAL
from counter.rehearsal.province.record import Card, Stage, Use


def enable(card: Card) -> Mapping[str, str]:
    """The social function is enabled with the initial password (定点医院、定点药店); returns what is told of it."""
    card.stage, card.social, card.password = Stage.VALID, Use.ON, INITIAL
    return {"stage": card.stage.value, "social": card.social.value, "password": card.password}


def change_password(card: Card) -> Mapping[str, str]:
    """The holder changed the password without a window; returns what is told of it."""
    card.password = CHANGED
    return {"stage": card.stage.value, "password": card.password}
