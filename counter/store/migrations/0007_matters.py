"""The work lists as a table, and who works on whom."""

from typing import Any

TABLES = """
CREATE TABLE "matter" ("kind" VARCHAR(12) NOT NULL, "about" VARCHAR(60) NOT NULL, "person" VARCHAR(36) NOT NULL, "unit" VARCHAR(20) NOT NULL, "operations" VARCHAR(200) NOT NULL, "since_ms" INTEGER NOT NULL, "due" VARCHAR(10) NOT NULL, "near" VARCHAR(10) NOT NULL, "sure" INTEGER NOT NULL, "working" INTEGER NOT NULL, PRIMARY KEY ("kind", "about")) WITHOUT ROWID;
CREATE INDEX "matter_person" ON "matter" ("person");
CREATE INDEX "matter_unit" ON "matter" ("unit");
CREATE INDEX "matter_kind_since_ms" ON "matter" ("kind", "since_ms");
CREATE INDEX "matter_kind_due_near" ON "matter" ("kind", "due", "near");
CREATE TABLE "claim" ("person" VARCHAR(36) NOT NULL PRIMARY KEY, "clerk" VARCHAR(20) NOT NULL, "window" VARCHAR(20) NOT NULL, "at_ms" INTEGER NOT NULL, "until_ms" INTEGER NOT NULL);
CREATE INDEX "claim_clerk" ON "claim" ("clerk");
CREATE INDEX "draft_clerk" ON "draft" ("clerk");
CREATE INDEX "work_seq" ON "work" ("seq");
"""


def up(migrator: Any, db: Any) -> None:
    """Add both tables; the lists are filled when the branch is opened."""
    for statement in TABLES.strip().split("\n"):
        db.execute_sql(statement)
