"""The ceiling: the same rows in the same kind of transaction behind Flask and waitress, and nothing else.

No login, no form, no rules, nothing sealed, nothing chained. ``ceiling.py models <folder> <port>`` writes the
rows as a plain Flask application does, through peewee's models; ``ceiling.py sql`` by hand-written SQL.
"""

import secrets
import sys
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask, request
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from werkzeug.utils import redirect

from counter.commands.listen import Listener, open_port, until_stopped
from counter.devices.remote.remotes import Remotes
from counter.store.database import Database

SUBJECTS = 5_000
SEALED, LINK, RULES = secrets.token_bytes(900), "0" * 64, "r" * 64
CHANGES = '[{"role":"card","title":"社会保障卡","before":"正常","after":"临时挂失"}]' + " " * 120
Write = Callable[[Database, str], None]


def make(folder: Path) -> Database:
    """The counter's own tables with many cards in them."""
    database = Database(folder / "ceiling.db")
    with database.writing():
        database.run("INSERT INTO head VALUES ('b','e',0,?,0)", LINK)
        for n in range(SUBJECTS):
            database.run(
                "INSERT INTO subject VALUES (?,?,'card','正常',1,0,NULL,'',?,0)", f"c{n}", f"p{n}", SEALED[:120]
            )
    return database


def create_app(database: Database, write: Write) -> Flask:
    """One page that writes one operation, one that shows nothing."""
    app = Flask("ceiling")

    @app.get("/login")
    def login() -> str:
        return "ready"

    @app.post("/check/<op_id>")
    def confirm(op_id: str) -> ResponseReturnValue:
        assert request.form["csrf_token"]
        with database.writing():
            write(database, op_id)
        return redirect(f"/entry/{op_id}", 303, Response)

    return app


def by_sql(database: Database, op_id: str) -> None:
    """Subject, journal, outbox, slip and head, each by one statement."""
    now, run = int(time.time() * 1000), database.run
    head = database.row("SELECT seq FROM head WHERE branch='b'")
    assert head is not None
    seq = head[0] + 1
    run(
        "UPDATE subject SET state=?, version=version+1, since_ms=?, sealed=?, entry=? WHERE id=? AND version=1",
        "临时挂失", now, SEALED[:120], seq, f"c{seq}",
    )  # fmt: skip
    run(
        f"INSERT INTO journal VALUES ({','.join('?' * 19)})",
        seq, "b", "e", op_id, 0, "loss.temporary", f"p{seq}", "2001", "1", "window", now, now, RULES, "",
        None, CHANGES, SEALED, LINK, LINK,
    )  # fmt: skip
    run("INSERT INTO outbox VALUES (?,?,0,0,0,'','')", seq, f"p{seq}")
    run("INSERT INTO slip VALUES (?,1,?,?,1)", seq, now, "2001")
    run("UPDATE head SET seq=?, hash=?, at_ms=? WHERE branch='b'", seq, LINK, now)


def by_models(database: Database, op_id: str) -> None:
    """The same five rows by peewee's models."""
    now, tables = int(time.time() * 1000), database.tables
    seq = tables.Head.get_by_id("b").seq + 1
    card = tables.Subject
    changed = {card.state: "临时挂失", card.version: card.version + 1, card.since_ms: now}
    stored = {card.sealed: SEALED[:120], card.entry: seq}
    card.update({**changed, **stored}).where(card.id == f"c{seq}", card.version == 1).execute()
    tables.Journal.insert(
        seq=seq, branch="b", epoch="e", op_id=op_id, part=0, operation="loss.temporary", person=f"p{seq}",
        clerk="2001", window="1", origin="window", at_ms=now, wall_ms=now, rules=RULES, outcome="",
        reverses=None, changes=CHANGES, sealed=SEALED, prev=LINK, hash=LINK,
    ).execute()  # fmt: skip
    tables.Outbox.insert(
        seq=seq, person=f"p{seq}", state=0, tries=0, next_ms=0, code="", answer=""
    ).execute()
    tables.Slip.insert(seq=seq, number=1, at_ms=now, clerk="2001", awaiting=True).execute()
    tables.Head.update(seq=seq, hash=LINK, at_ms=now).where(tables.Head.branch == "b").execute()


if __name__ == "__main__":
    way, place, port = sys.argv[1:]
    taken = open_port(int(port))
    app = create_app(make(Path(place)), {"sql": by_sql, "models": by_models}[way])
    app.remotes = Remotes()  # type: ignore[attr-defined]
    listener = Listener(app, taken)  # type: ignore[arg-type]
    listener.start()
    until_stopped(listener.stop)
