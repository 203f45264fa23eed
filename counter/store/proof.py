"""Proof that every kept file is there and unchanged: without the key by its sealed bytes, with it by its name."""

from collections.abc import Mapping
from typing import Any

from .database import Database
from .scans import bound_to, checksum
from .seal import Keyring, SealError


def changed_scan(database: Database) -> str | None:
    """The operation of the first file whose sealed bytes are not those that were kept; needs no key."""
    for op_id, sealed, told in database.rows("SELECT op_id, sealed, seal_sha256 FROM scan ORDER BY id"):
        if checksum(bytes(sealed)) != told:
            return str(op_id)
    return None


def unproved_entry(database: Database, keys: Keyring) -> int | None:
    """The first journal row that names a file which is gone, does not open or is another one."""
    for row in database.rows("SELECT seq, op_id, part, outcome, person, sealed FROM journal ORDER BY seq"):
        seq, op_id, part, outcome, person, sealed = row
        found = database.row("SELECT key FROM person WHERE id=?", person)
        if found is None:
            return int(seq)
        key = keys.person(person, bytes(found[0]))
        payload: Mapping[str, Any] = key.open(bytes(sealed), f"{op_id}.{part}.{outcome}")
        for scan in payload.get("scans", ()):
            kept = database.row("SELECT sealed FROM scan WHERE op_id=? AND sha256=?", op_id, scan["sha256"])
            try:
                raw = b"" if kept is None else key.open_file(bytes(kept[0]), bound_to(op_id, scan["sha256"]))
            except SealError:
                return int(seq)
            if checksum(raw) != scan["sha256"]:
                return int(seq)
    return None
