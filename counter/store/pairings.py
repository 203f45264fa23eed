"""Which windows have a program of their own: a code to pair it once, then a secret; the branch keeps only hashes."""

import hmac
import secrets
from datetime import datetime, timedelta

from .clock import from_ms, to_ms
from .database import Database
from .seal import Keyring

VALID = timedelta(minutes=10)
TRIES = 5
_DIGITS = 8
# As long as no program has told what it has.
_ANY = ("card_reader", "id_reader")


class Pairings:
    """At most one code and one secret a window."""

    def __init__(self, database: Database, keys: Keyring) -> None:
        self._database, self._keys = database, keys
        self._secrets: dict[str, str] = {}
        self._kinds: dict[str, tuple[str, ...]] = {}
        for window, secret, kinds in database.rows("SELECT window, secret, kinds FROM pairing WHERE secret<>''"):
            self._secrets[window], self._kinds[window] = secret, tuple(kinds.split(",")) if kinds else ()

    def paired(self) -> dict[str, tuple[str, ...]]:
        """The paired windows with the kinds of device they have."""
        return dict(self._kinds)

    def since(self) -> dict[str, datetime]:
        """When each paired window was paired."""
        rows = self._database.rows("SELECT window, paired_ms FROM pairing WHERE secret<>''")
        return {window: from_ms(at) for window, at in rows}

    def make_code(self, window: str, now: datetime) -> str:
        """A new code for this window, in the place of an older one; a paired program stays until the code is used."""
        code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"
        with self._database.writing():
            self._database.run(
                "INSERT INTO pairing (window, code, until_ms) VALUES (?,?,?)"
                " ON CONFLICT (window) DO UPDATE SET code=excluded.code, until_ms=excluded.until_ms, tries=0",
                window, self._hash("code", window, code), to_ms(now + VALID),
            )  # fmt: skip
        return f"{code[: _DIGITS // 2]}-{code[_DIGITS // 2 :]}"

    def waits(self, window: str, now: datetime) -> bool:
        """Whether a code of this window is waiting to be used."""
        row = self._database.row("SELECT until_ms FROM pairing WHERE window=? AND code<>''", window)
        return row is not None and row[0] > to_ms(now)

    def pair(self, window: str, code: str, now: datetime) -> str:
        """The secret for whoever brings this window's code; empty for a wrong one, and after some the code is void."""
        digits = "".join(one for one in code if one.isascii() and one.isdecimal())
        secret = secrets.token_urlsafe(32)
        with self._database.writing():
            row = self._database.row("SELECT code FROM pairing WHERE window=? AND until_ms>?", window, to_ms(now))
            if row is None or not row[0]:
                return ""
            if not hmac.compare_digest(row[0], self._hash("code", window, digits)):
                self._database.run(
                    "UPDATE pairing SET tries=tries+1, code=CASE WHEN tries+1>=? THEN '' ELSE code END WHERE window=?",
                    TRIES, window,
                )  # fmt: skip
                return ""
            hashed = self._hash("secret", window, secret)
            self._database.run(
                "UPDATE pairing SET code='', secret=?, paired_ms=?, kinds=? WHERE window=?",
                hashed, to_ms(now), ",".join(_ANY), window,
            )  # fmt: skip
        self._secrets[window], self._kinds[window] = hashed, _ANY
        return secret

    def unpair(self, window: str) -> None:
        """Let the program of this window in no more."""
        with self._database.writing():
            self._database.run("DELETE FROM pairing WHERE window=?", window)
        self._secrets.pop(window, None)
        self._kinds.pop(window, None)

    def right(self, window: str, secret: str) -> bool:
        """Whether this is the secret of this window."""
        kept = self._secrets.get(window, "")
        return bool(kept) and hmac.compare_digest(kept, self._hash("secret", window, secret))

    def has(self, window: str, kinds: tuple[str, ...]) -> None:
        """Keep what the program of this window has."""
        if self._kinds.get(window) == kinds:
            return
        with self._database.writing():
            self._database.run("UPDATE pairing SET kinds=? WHERE window=?", ",".join(kinds), window)
        self._kinds[window] = kinds

    def _hash(self, what: str, window: str, text: str) -> str:
        return self._keys.hash(f"pairing {what}", f"{window} {text}")
