"""The stock of numbered bills."""

from typing import Any

TABLES = """
CREATE TABLE "bill" ("id" INTEGER NOT NULL PRIMARY KEY, "at_ms" INTEGER NOT NULL, "batch" VARCHAR(40) NOT NULL, "kind" VARCHAR(12) NOT NULL, "first" VARCHAR(30) NOT NULL, "count" INTEGER NOT NULL, "clerk" VARCHAR(20) NOT NULL, "window" VARCHAR(20) NOT NULL, "seq" INTEGER, "note" VARCHAR(200) NOT NULL, "prev" VARCHAR(64) NOT NULL, "hash" VARCHAR(64) NOT NULL);
CREATE INDEX "bill_batch" ON "bill" ("batch");
CREATE INDEX "bill_seq" ON "bill" ("seq");
CREATE TRIGGER bill_no_update BEFORE UPDATE ON bill BEGIN SELECT RAISE(ABORT, 'bill rows never change'); END;
CREATE TRIGGER bill_no_delete BEFORE DELETE ON bill BEGIN SELECT RAISE(ABORT, 'bill rows never go'); END;
"""


def up(migrator: Any, db: Any) -> None:
    """Add the table and what guards it."""
    for statement in TABLES.strip().split("\n"):
        db.execute_sql(statement)
