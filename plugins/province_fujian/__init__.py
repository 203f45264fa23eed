"""The connector to Fujian's card system. All of it is assumed: see guide.md."""

from counter import Connector, hookimpl

from .connector import FujianConnector


@hookimpl
def counter_province(name: str, url: str) -> Connector | None:
    """Return Fujian's connector when the city lies in Fujian."""
    return FujianConnector(url) if name == "fujian" else None
