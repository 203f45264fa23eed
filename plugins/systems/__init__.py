"""The connectors to the systems beside the province. All of them are assumed: see guide.md."""

from collections.abc import Callable, Mapping

from counter import Queue, System, Window, hookimpl

from .citycards import CityCards
from .ecard import ECard
from .insurance import Insurance
from .nontax import NonTax
from .police import Police
from .queue import TicketMachine
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


@hookimpl
def counter_queue(window: Window, url: str) -> Queue | None:
    """Return the queue machine at this address, as this window sees it."""
    return TicketMachine(window, url) if url else None
