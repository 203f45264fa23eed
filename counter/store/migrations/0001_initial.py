"""The first tables; the journal can only grow."""

from typing import Any

TABLES = """
CREATE TABLE "person" ("id" VARCHAR(36) NOT NULL PRIMARY KEY, "key" BLOB NOT NULL, "sealed" BLOB NOT NULL, "copied_ms" INTEGER NOT NULL, "source" VARCHAR(40) NOT NULL);
CREATE TABLE "find" ("kind" VARCHAR(12) NOT NULL, "hash" VARCHAR(32) NOT NULL, "person" VARCHAR(36) NOT NULL, PRIMARY KEY ("hash", "kind", "person")) WITHOUT ROWID;
CREATE INDEX "find_person" ON "find" ("person");
CREATE TABLE "subject" ("id" VARCHAR(60) NOT NULL PRIMARY KEY, "person" VARCHAR(36) NOT NULL, "kind" VARCHAR(12) NOT NULL, "state" VARCHAR(12) NOT NULL, "version" INTEGER NOT NULL, "since_ms" INTEGER NOT NULL, "until_ms" INTEGER, "card" VARCHAR(60) NOT NULL, "sealed" BLOB NOT NULL, "entry" INTEGER NOT NULL);
CREATE INDEX "subject_person" ON "subject" ("person");
CREATE TABLE "journal" ("seq" INTEGER NOT NULL PRIMARY KEY, "branch" VARCHAR(20) NOT NULL, "epoch" VARCHAR(36) NOT NULL, "op_id" VARCHAR(36) NOT NULL, "part" INTEGER NOT NULL, "operation" VARCHAR(40) NOT NULL, "person" VARCHAR(36) NOT NULL, "clerk" VARCHAR(20) NOT NULL, "window" VARCHAR(20) NOT NULL, "origin" VARCHAR(20) NOT NULL, "at_ms" INTEGER NOT NULL, "wall_ms" INTEGER NOT NULL, "rules" VARCHAR(64) NOT NULL, "outcome" VARCHAR(12) NOT NULL, "reverses" INTEGER, "changes" TEXT NOT NULL, "sealed" BLOB NOT NULL, "prev" VARCHAR(64) NOT NULL, "hash" VARCHAR(64) NOT NULL);
CREATE INDEX "journal_person" ON "journal" ("person");
CREATE INDEX "journal_reverses" ON "journal" ("reverses");
CREATE UNIQUE INDEX "journal_op_id_part_outcome" ON "journal" ("op_id", "part", "outcome");
CREATE TABLE "head" ("branch" VARCHAR(20) NOT NULL PRIMARY KEY, "epoch" VARCHAR(36) NOT NULL, "seq" INTEGER NOT NULL, "hash" VARCHAR(64) NOT NULL, "at_ms" INTEGER NOT NULL);
CREATE TABLE "outbox" ("seq" INTEGER NOT NULL PRIMARY KEY, "person" VARCHAR(36) NOT NULL, "state" INTEGER NOT NULL, "tries" INTEGER NOT NULL, "next_ms" INTEGER NOT NULL, "code" VARCHAR(20) NOT NULL, "answer" TEXT NOT NULL);
CREATE INDEX "outbox_person" ON "outbox" ("person");
CREATE INDEX "outbox_state_seq" ON "outbox" ("state", "seq");
CREATE TABLE "inbox" ("source" VARCHAR(40) NOT NULL, "message" VARCHAR(80) NOT NULL, "at_ms" INTEGER NOT NULL, PRIMARY KEY ("source", "message")) WITHOUT ROWID;
CREATE TABLE "ledger" ("id" INTEGER NOT NULL PRIMARY KEY, "seq" INTEGER NOT NULL, "account" VARCHAR(20) NOT NULL, "fen" INTEGER NOT NULL);
CREATE INDEX "ledger_seq" ON "ledger" ("seq");
CREATE TABLE "taken" ("kind" VARCHAR(20) NOT NULL, "number" VARCHAR(40) NOT NULL, "seq" INTEGER NOT NULL, PRIMARY KEY ("kind", "number")) WITHOUT ROWID;
CREATE TABLE "slip" ("seq" INTEGER NOT NULL, "number" INTEGER NOT NULL, "at_ms" INTEGER NOT NULL, "clerk" VARCHAR(20) NOT NULL, "awaiting" INTEGER NOT NULL, PRIMARY KEY ("seq", "number")) WITHOUT ROWID;
CREATE TABLE "act" ("seq" INTEGER NOT NULL PRIMARY KEY, "state" VARCHAR(12) NOT NULL, "device" VARCHAR(40) NOT NULL, "started_ms" INTEGER NOT NULL, "ended_ms" INTEGER);
CREATE TABLE "work" ("id" INTEGER NOT NULL PRIMARY KEY, "kind" VARCHAR(20) NOT NULL, "seq" INTEGER, "person" VARCHAR(36) NOT NULL, "sealed" BLOB NOT NULL, "state" VARCHAR(12) NOT NULL, "opened_ms" INTEGER NOT NULL, "decided_ms" INTEGER, "decided_by" VARCHAR(20) NOT NULL, "decision" VARCHAR(40) NOT NULL);
CREATE INDEX "work_person" ON "work" ("person");
CREATE INDEX "work_state" ON "work" ("state");
CREATE TABLE "draft" ("op_id" VARCHAR(36) NOT NULL PRIMARY KEY, "clerk" VARCHAR(20) NOT NULL, "window" VARCHAR(20) NOT NULL, "person" VARCHAR(36) NOT NULL, "offer" VARCHAR(120) NOT NULL, "made_ms" INTEGER NOT NULL, "checked" INTEGER NOT NULL, "sealed" BLOB NOT NULL);
CREATE INDEX "draft_person" ON "draft" ("person");
CREATE TABLE "staff" ("number" VARCHAR(20) NOT NULL PRIMARY KEY, "name" VARCHAR(40) NOT NULL, "role" VARCHAR(12) NOT NULL, "password" TEXT NOT NULL, "active" INTEGER NOT NULL, "failed" INTEGER NOT NULL, "locked_ms" INTEGER NOT NULL);
CREATE TABLE "place" ("id" VARCHAR(20) NOT NULL PRIMARY KEY, "title" VARCHAR(40) NOT NULL, "type" VARCHAR(20) NOT NULL, "bank" VARCHAR(40) NOT NULL);
CREATE TABLE "session" ("token" VARCHAR(64) NOT NULL PRIMARY KEY, "clerk" VARCHAR(20) NOT NULL, "window" VARCHAR(20) NOT NULL, "made_ms" INTEGER NOT NULL, "seen_ms" INTEGER NOT NULL);
CREATE INDEX "session_clerk" ON "session" ("clerk");
CREATE TABLE "audit" ("id" INTEGER NOT NULL PRIMARY KEY, "at_ms" INTEGER NOT NULL, "clerk" VARCHAR(20) NOT NULL, "window" VARCHAR(20) NOT NULL, "what" VARCHAR(40) NOT NULL, "person" VARCHAR(36) NOT NULL, "ok" INTEGER NOT NULL, "note" VARCHAR(200) NOT NULL);
CREATE TABLE "setting" ("key" VARCHAR(40) NOT NULL PRIMARY KEY, "value" TEXT NOT NULL);
"""

GUARDS = """
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'journal rows never change'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'journal rows never go'); END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows never change'); END;
CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'ledger rows never change'); END;
CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'ledger rows never go'); END;
"""


def up(migrator: Any, db: Any) -> None:
    """Create everything."""
    for statement in [*TABLES.split(";\n"), *GUARDS.strip().split("\n")]:
        if statement.strip():
            db.execute_sql(statement)
