"""The connectors to the systems beside the province. All of them are assumed: see guide.md."""

from collections.abc import Callable, Mapping

from counter import System, hookimpl

from .citycards import CityCards
from .ecard import ECard
from .insurance import Insurance
from .nontax import NonTax
from .police import Police
from .simis import Simis
from .sms import Sms

CONNECTORS: Mapping[str, Callable[[str], System]] = {
    "police": Police,
    "insurance": Insurance,
    "nontax": NonTax,
    "simis": Simis,
    "citycards": CityCards,
    "ecard": ECard,
    "sms": Sms,
}


@hookimpl
def counter_system(name: str, url: str) -> System | None:
    """Return the connector to the system of this name."""
    return CONNECTORS[name](url) if name in CONNECTORS else None
