"""Clerks, their passwords, their sessions, and the windows they sit at."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from werkzeug.security import check_password_hash, generate_password_hash

from counter.core.case import Clerk

from .clock import from_ms, to_ms
from .database import Database

TRIES = 5
LOCKED = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=10)
SEEN_EVERY = timedelta(seconds=60)
SHORTEST = 8

CLERK, SUPERVISOR, ADMINISTRATOR = "经办", "主管", "管理员"
ROLES = (CLERK, SUPERVISOR, ADMINISTRATOR)


class LoginError(Exception):
    """The login is refused; the sentence does not tell whether the number exists."""


class WeakPasswordError(Exception):
    """The password chosen is too easy."""

    def __init__(self) -> None:
        super().__init__(f"密码至少 {SHORTEST} 位，要同时有字母和数字，请换一个")


@dataclass(frozen=True, kw_only=True)
class Login:
    """Who is at which window; ``locked`` until the password is typed again.

    ``single_keys`` do something, and a card that is laid down fills the page (``self_filling``), as the clerk chose.
    """

    clerk: Clerk
    window: str
    token: str
    locked: bool = False
    single_keys: bool = True
    self_filling: bool = True


def hashed(password: str) -> str:
    """The password as it is stored (scrypt); WeakPasswordError when it is too easy."""
    simple = password.isalpha() or password.isdigit()
    if len(password) < SHORTEST or simple:
        raise WeakPasswordError
    return generate_password_hash(password)


class Staff:
    """Logs clerks in and out."""

    def __init__(self, database: Database, lock_after: timedelta) -> None:
        self._database, self._lock_after = database, lock_after
        self._dummy = ""

    def add(self, number: str, name: str, role: str, password_hash: str) -> None:
        """Add or replace a clerk. Call it inside ``writing()``."""
        self._database.run(
            "INSERT OR REPLACE INTO staff (number, name, role, password, active, failed, locked_ms, single_keys,"
            " self_filling) VALUES (?,?,?,?,1,0,0,COALESCE((SELECT single_keys FROM staff WHERE number=?),1),"
            "COALESCE((SELECT self_filling FROM staff WHERE number=?),1))",
            number, name, role, password_hash, number, number,
        )

    def names(self) -> list[tuple[str, str, str, bool]]:
        """Number, name, role and whether active, of everybody."""
        rows = self._database.rows("SELECT number, name, role, active FROM staff ORDER BY number")
        return [(r[0], r[1], r[2], bool(r[3])) for r in rows]

    def exists(self, number: str) -> bool:
        """Whether this is somebody's number."""
        return self._database.row("SELECT 1 FROM staff WHERE number=?", number) is not None

    def switch(self, number: str, *, active: bool) -> None:
        """Let somebody in or not; who is switched off is logged out at once."""
        with self._database.writing():
            self._database.run("UPDATE staff SET active=? WHERE number=?", int(active), number)
            if not active:
                self._database.run("DELETE FROM session WHERE clerk=?", number)

    def vouch(self, number: str, password: str, now: datetime) -> Clerk:
        """Whose number and password these are; wrong ones are counted, whatever they are typed for."""
        row = self._database.row(
            "SELECT password, active, failed, locked_ms, name, role FROM staff WHERE number=?", number
        )
        if row is not None and row[3] > to_ms(now):
            raise LoginError(f"连续输错 {TRIES} 次，已暂停登录到 {from_ms(row[3]):%H:%M}，请到时再试或找管理员")
        if row is None and not self._dummy:
            self._dummy = generate_password_hash(secrets.token_hex())
        right = check_password_hash(row[0] if row is not None else self._dummy, password)
        if row is None or not row[1] or not right:
            self._failed(number, now)
            raise LoginError("工号或密码不对，请核对后重新输入")
        if row[2]:
            with self._database.writing():
                self._database.run("UPDATE staff SET failed=0 WHERE number=?", number)
        return Clerk(number=number, name=row[4], role=row[5])

    def log_in(self, number: str, password: str, window: str, now: datetime) -> str:
        """Check the password and open a session; returns the token for the cookie."""
        self.vouch(number, password, now)
        token = secrets.token_urlsafe(32)
        with self._database.writing():
            self._database.run("DELETE FROM session WHERE clerk=?", number)
            self._database.run(
                "INSERT INTO session VALUES (?,?,?,?,?,0)", _hash(token), number, window, to_ms(now), to_ms(now)
            )
        return token

    def _failed(self, number: str, now: datetime) -> None:
        until = to_ms(now + LOCKED)
        with self._database.writing():
            self._database.run(
                "UPDATE staff SET locked_ms=CASE WHEN failed+1>=? THEN ? ELSE locked_ms END,"
                " failed=CASE WHEN failed+1>=? THEN 0 ELSE failed+1 END WHERE number=?",
                TRIES, until, TRIES, number,
            )  # fmt: skip

    def who(self, token: str, now: datetime, *, quiet: bool = False) -> Login | None:
        """Whose session this is; None when it is unknown or too old, locked when nothing was typed for too long.

        ``quiet`` is a request that nobody made by hand: it does not keep the window open.
        """
        row = self._database.row(
            "SELECT s.clerk, s.window, s.made_ms, s.seen_ms, s.locked_ms, p.name, p.role, p.active, p.single_keys,"
            " p.self_filling"
            " FROM session s JOIN staff p ON p.number=s.clerk WHERE s.token=?",
            _hash(token),
        )
        if row is None or not row[7] or now - from_ms(row[2]) > ABSOLUTE:
            return None
        quiet_for = now - from_ms(row[3])
        locked = bool(row[4]) or quiet_for > self._lock_after
        if locked and not row[4]:
            self.lock(token, now)
        elif not locked and not quiet and quiet_for > SEEN_EVERY:
            self._mark(token, now, locked=False)
        clerk = Clerk(number=row[0], name=row[5], role=row[6])
        single, filling = bool(row[8]), bool(row[9])
        return Login(
            clerk=clerk, window=row[1], token=token, locked=locked, single_keys=single, self_filling=filling
        )

    def lock(self, token: str, now: datetime) -> None:
        """Let nothing be seen or done in this session until the password is typed again."""
        self._mark(token, now, locked=True)

    def unlock(self, login: Login, password: str, now: datetime) -> None:
        """Go on with the session; LoginError when the password is wrong."""
        self.vouch(login.clerk.number, password, now)
        self._mark(login.token, now, locked=False)

    def _mark(self, token: str, now: datetime, *, locked: bool) -> None:
        with self._database.writing():
            self._database.run(
                "UPDATE session SET seen_ms=?, locked_ms=? WHERE token=?",
                to_ms(now), to_ms(now) if locked else 0, _hash(token),
            )  # fmt: skip

    def use_single_keys(self, number: str, *, use: bool) -> None:
        """Whether keys without Ctrl or F do something on this clerk's pages."""
        with self._database.writing():
            self._database.run("UPDATE staff SET single_keys=? WHERE number=?", int(use), number)

    def let_fill(self, number: str, *, itself: bool) -> None:
        """Whether a card that is laid down does something on this clerk's pages before a key is pressed."""
        with self._database.writing():
            self._database.run("UPDATE staff SET self_filling=? WHERE number=?", int(itself), number)

    def whose(self, token: str) -> tuple[str, str]:
        """Number and window of a session, however old, whose clerk still works here; it shows nobody anything."""
        row = self._database.row(
            "SELECT s.clerk, s.window FROM session s JOIN staff p ON p.number=s.clerk WHERE s.token=? AND p.active=1",
            _hash(token),
        )
        return ("", "") if row is None else (str(row[0]), str(row[1]))

    def log_out(self, token: str) -> None:
        """End the session."""
        with self._database.writing():
            self._database.run("DELETE FROM session WHERE token=?", _hash(token))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
