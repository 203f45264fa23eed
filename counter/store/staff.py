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
IDLE = timedelta(minutes=30)
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
    """Who is at which window."""

    clerk: Clerk
    window: str
    token: str


def hashed(password: str) -> str:
    """The password as it is stored (scrypt); WeakPasswordError when it is too easy."""
    simple = password.isalpha() or password.isdigit()
    if len(password) < SHORTEST or simple:
        raise WeakPasswordError
    return generate_password_hash(password)


class Staff:
    """Logs clerks in and out."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._dummy = ""

    def add(self, number: str, name: str, role: str, password_hash: str) -> None:
        """Add or replace a clerk. Call it inside ``writing()``."""
        self._database.run(
            "INSERT OR REPLACE INTO staff VALUES (?,?,?,?,1,0,0)", number, name, role, password_hash
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
                "INSERT INTO session VALUES (?,?,?,?,?)", _hash(token), number, window, to_ms(now), to_ms(now)
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

    def who(self, token: str, now: datetime) -> Login | None:
        """Whose session this is; None when it is unknown, idle too long, or too old."""
        row = self._database.row(
            "SELECT s.clerk, s.window, s.made_ms, s.seen_ms, p.name, p.role, p.active FROM session s"
            " JOIN staff p ON p.number=s.clerk WHERE s.token=?",
            _hash(token),
        )
        if row is None or not row[6]:
            return None
        made, seen = from_ms(row[2]), from_ms(row[3])
        if now - seen > IDLE or now - made > ABSOLUTE:
            return None
        if now - seen > SEEN_EVERY:
            with self._database.writing():
                self._database.run("UPDATE session SET seen_ms=? WHERE token=?", to_ms(now), _hash(token))
        return Login(clerk=Clerk(number=row[0], name=row[4], role=row[5]), window=row[1], token=token)

    def log_out(self, token: str) -> None:
        """End the session."""
        with self._database.writing():
            self._database.run("DELETE FROM session WHERE token=?", _hash(token))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
