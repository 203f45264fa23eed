"""The steps of acts, and the stock of blank cards."""

from typing import Any

TABLES = """
CREATE TABLE "step" ("seq" INTEGER NOT NULL, "step" VARCHAR(20) NOT NULL, "card" INTEGER NOT NULL, "try" INTEGER NOT NULL, "state" VARCHAR(12) NOT NULL, "clerk" VARCHAR(20) NOT NULL, "device" VARCHAR(40) NOT NULL, "started_ms" INTEGER NOT NULL, "ended_ms" INTEGER, "sealed" BLOB NOT NULL, PRIMARY KEY ("seq", "step", "try")) WITHOUT ROWID;
CREATE TABLE "stock" ("id" INTEGER NOT NULL PRIMARY KEY, "at_ms" INTEGER NOT NULL, "batch" VARCHAR(40) NOT NULL, "bank" VARCHAR(40) NOT NULL, "kind" VARCHAR(12) NOT NULL, "count" INTEGER NOT NULL, "clerk" VARCHAR(20) NOT NULL, "window" VARCHAR(20) NOT NULL, "seq" INTEGER, "note" VARCHAR(200) NOT NULL, "prev" VARCHAR(64) NOT NULL, "hash" VARCHAR(64) NOT NULL);
CREATE INDEX "stock_batch" ON "stock" ("batch");
CREATE INDEX "stock_seq" ON "stock" ("seq");
"""

GUARDS = """
CREATE TRIGGER step_no_delete BEFORE DELETE ON step BEGIN SELECT RAISE(ABORT, 'step rows never go'); END;
CREATE TRIGGER stock_no_update BEFORE UPDATE ON stock BEGIN SELECT RAISE(ABORT, 'stock rows never change'); END;
CREATE TRIGGER stock_no_delete BEFORE DELETE ON stock BEGIN SELECT RAISE(ABORT, 'stock rows never go'); END;
"""


def up(migrator: Any, db: Any) -> None:
    """Add the tables and what guards them."""
    for statement in [*TABLES.split(";\n"), *GUARDS.strip().split("\n")]:
        if statement.strip():
            db.execute_sql(statement)
