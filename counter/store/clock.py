"""Beijing time and milliseconds since 1970, back and forth."""

from datetime import datetime

from counter.core.dates import BEIJING


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970."""
    return int(moment.timestamp() * 1000)


def from_ms(ms: int) -> datetime:
    """The moment in Beijing time."""
    return datetime.fromtimestamp(ms / 1000, BEIJING)
