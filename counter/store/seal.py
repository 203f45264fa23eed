"""Personal fields leave the program only sealed, and are found again only by keyed hashes.

AES-256-GCM under a key per person, itself wrapped by the branch's key; HMAC-SHA-256 for finding.
"""

import hmac
import json
import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
KEY = 32
RESTORE = "没有原来的密钥文件，库里的个人信息无法打开，请从备份恢复它"


class KeyFileError(Exception):
    """The branch's key file is missing, damaged or readable by others."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"密钥文件 {path.name} {why}")


class SealError(Exception):
    """A sealed field does not open: it was changed, or the key is another."""

    def __init__(self) -> None:
        super().__init__("有一条记录的密封校验不通过，数据可能被改动过，请停止办理并联系信息中心")


def canonical(value: Any) -> bytes:
    """JSON with one spelling only, so that it can be hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


class PersonKey:
    """Seals and opens the fields of one person."""

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)

    def seal(self, value: Any, bound_to: str) -> bytes:
        """Seal a JSON value so that it opens only where it belongs."""
        return self.seal_file(canonical(value), bound_to)

    def open(self, sealed: bytes, bound_to: str) -> Any:
        """Open what ``seal`` gave; SealError if one bit of it differs."""
        return json.loads(self.open_file(sealed, bound_to))

    def seal_file(self, raw: bytes, bound_to: str) -> bytes:
        """Seal a whole file, byte for byte."""
        nonce = os.urandom(NONCE)
        return nonce + self._aead.encrypt(nonce, raw, bound_to.encode())

    def open_file(self, sealed: bytes, bound_to: str) -> bytes:
        """Open what ``seal_file`` gave; SealError if one bit of it differs."""
        try:
            return self._aead.decrypt(sealed[:NONCE], sealed[NONCE:], bound_to.encode())
        except InvalidTag:
            raise SealError from None


class Keyring:
    """The branch's key: wraps persons' keys and makes the hashes by which things are found."""

    def __init__(self, secret: bytes) -> None:
        wrap, self._find = secret[:KEY], secret[KEY:]
        self._wrap = AESGCM(wrap)
        self.person = lru_cache(maxsize=2048)(self._person)

    @classmethod
    def load(cls, path: Path, *, create: bool = False) -> "Keyring":
        """Read the key file, or make one (mode 0600) for a new branch."""
        if create and not path.exists():
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(2 * KEY))
        if not path.exists():
            raise KeyFileError(path, f"不见了。{RESTORE}")
        if path.stat().st_mode & 0o077:
            raise KeyFileError(path, "的权限太宽，请改为只有本程序的用户可读（0600）")
        secret = path.read_bytes()
        if len(secret) != 2 * KEY:
            raise KeyFileError(path, f"长度不对，已损坏。{RESTORE}")
        return cls(secret)

    def new_person(self, person: str) -> bytes:
        """A new key for this person, wrapped."""
        nonce = os.urandom(NONCE)
        return nonce + self._wrap.encrypt(nonce, secrets.token_bytes(KEY), person.encode())

    def _person(self, person: str, wrapped: bytes) -> PersonKey:
        try:
            return PersonKey(self._wrap.decrypt(wrapped[:NONCE], wrapped[NONCE:], person.encode()))
        except InvalidTag:
            raise SealError from None

    def hash(self, kind: str, value: str) -> str:
        """The keyed hash under which this value is found (32 hex digits)."""
        return hmac.digest(self._find, f"{kind}\0{value}".encode(), "sha256").hex()[:32]

    def branch(self) -> PersonKey:
        """The key for what belongs to no person (drafts of look-ups, device results)."""
        return PersonKey(hmac.digest(self._find, b"branch", "sha256"))
