"""The connector to Shaanxi's card system. All of it is assumed: see guide.md."""

from counter import Connector, hookimpl

from .connector import ShaanxiConnector


@hookimpl
def counter_province(name: str, url: str) -> Connector | None:
    """Return Shaanxi's connector when the city lies in Shaanxi."""
    return ShaanxiConnector(url) if name == "shaanxi" else None
