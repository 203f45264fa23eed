"""The connector to Henan's card system. The function names are public, the rest is assumed: see guide.md."""

from counter import Connector, hookimpl

from .connector import HenanConnector


@hookimpl
def counter_province(name: str, url: str) -> Connector | None:
    """Return Henan's connector when the city lies in Henan."""
    return HenanConnector(url) if name == "henan" else None
