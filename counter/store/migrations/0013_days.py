"""The days of the windows, and indexes by time so that the stocks of one day are read by that day only."""

from typing import Any

TABLES = """
CREATE TABLE "day" ("id" INTEGER NOT NULL PRIMARY KEY, "at_ms" INTEGER NOT NULL, "day" VARCHAR(10) NOT NULL, "window" VARCHAR(20) NOT NULL, "kind" VARCHAR(12) NOT NULL, "number" VARCHAR(60) NOT NULL, "clerk" VARCHAR(20) NOT NULL, "second" VARCHAR(20) NOT NULL, "about" INTEGER, "content" TEXT NOT NULL, "prev" VARCHAR(64) NOT NULL, "hash" VARCHAR(64) NOT NULL);
CREATE INDEX "day_day_window" ON "day" ("day", "window");
CREATE TRIGGER day_no_update BEFORE UPDATE ON day BEGIN SELECT RAISE(ABORT, 'day rows never change'); END;
CREATE TRIGGER day_no_delete BEFORE DELETE ON day BEGIN SELECT RAISE(ABORT, 'day rows never go'); END;
CREATE INDEX "stock_at_ms" ON "stock" ("at_ms");
CREATE INDEX "bill_at_ms" ON "bill" ("at_ms");
"""


def up(migrator: Any, db: Any) -> None:
    """Add the table, what guards it, and the indexes."""
    for statement in TABLES.strip().split("\n"):
        db.execute_sql(statement)
