"""The ceiling: the same rows in the same kind of transaction behind Flask and waitress, and nothing else.

No login, no form, no rules, nothing sealed, nothing chained. Run as ``ceiling.py <folder> <port>``.
"""

import secrets
import sys
import time
from pathlib import Path

from flask import Flask, Response, redirect, request

from counter.commands.listen import Listener, open_port, until_stopped
from counter.store.database import Database

SUBJECTS = 5_000
SEALED, LINK, RULES = 900, "0" * 64, "r" * 64
CHANGES = '[{"role":"card","title":"社会保障卡","before":"正常","after":"临时挂失"}]' + " " * 120


def make(folder: Path) -> Database:
    """The counter's own tables with many cards in them."""
    database = Database(folder / "ceiling.db")
    with database.writing():
        database.run("INSERT INTO head VALUES ('b','e',0,?,0)", LINK)
        for n in range(SUBJECTS):
            database.run(
                "INSERT INTO subject VALUES (?,?,'card','正常',1,0,NULL,'',?,0)", f"c{n}", f"p{n}", b"x" * 120
            )
    return database


def create_app(database: Database) -> Flask:
    """One page that writes one operation, one that shows nothing."""
    app = Flask("ceiling")
    sealed = secrets.token_bytes(SEALED)

    @app.get("/login")
    def login() -> str:
        return "ready"

    @app.post("/check/<op_id>")
    def confirm(op_id: str) -> Response:
        assert request.form["csrf_token"]
        write(database, op_id, sealed)
        return redirect(f"/entry/{op_id}", 303)

    return app


def write(database: Database, op_id: str, sealed: bytes) -> None:
    """Subject, journal, outbox, slip and head in one transaction under the one lock."""
    now, run = int(time.time() * 1000), database.run
    with database.writing():
        (seq,) = database.row("SELECT seq FROM head WHERE branch='b'")
        seq += 1
        run(
            "UPDATE subject SET state=?, version=version+1, since_ms=?, sealed=?, entry=? WHERE id=? AND version=1",
            "临时挂失", now, sealed[:120], seq, f"c{seq}",
        )  # fmt: skip
        run(
            f"INSERT INTO journal VALUES ({','.join('?' * 19)})",
            seq, "b", "e", op_id, 0, "loss.temporary", f"p{seq}", "2001", "1", "window", now, now, RULES, "",
            None, CHANGES, sealed, LINK, LINK,
        )  # fmt: skip
        run("INSERT INTO outbox VALUES (?,?,0,0,0,'','')", seq, f"p{seq}")
        run("INSERT INTO slip VALUES (?,1,?,?,1)", seq, now, "2001")
        run("UPDATE head SET seq=?, hash=?, at_ms=? WHERE branch='b'", seq, LINK, now)


if __name__ == "__main__":
    taken = open_port(int(sys.argv[2]))
    kept = make(Path(sys.argv[1]))
    listener = Listener(create_app(kept), taken)  # type: ignore[arg-type]
    listener.start()
    until_stopped(listener.stop)
