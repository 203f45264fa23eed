"""The keys of virtual cards: each card carries its own, and the rehearsal province can make the same again."""

import hashlib
import hmac

ROOT = b"rehearsal only: nothing real is locked with this"
# Blank cards have no number yet: all of them carry one key for writing.
BLANK = "blank"


def key_of(number: str) -> bytes:
    """The key that was written into the card of this number."""
    return hmac.digest(ROOT, number.encode(), hashlib.sha256)


def answer_to(key: bytes, purpose: str, challenge: str) -> str:
    """What the holder of this key makes of the card's random number."""
    return hmac.digest(key, f"{purpose} {challenge}".encode(), hashlib.sha256).hex()[:16]
