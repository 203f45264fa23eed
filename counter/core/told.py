"""What was told to a holder in writing: when, about which operation, what was still missing."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Told:
    """One notice as the audit rows keep it: no names, only papers and blanks; ``lacking`` is empty on a full one."""

    at: datetime
    offer: str
    number: int
    by: str
    lacking: str
    clerk: str
    window: str
    title: str = ""
