"""What the systems beside the province still have to be told, and work items about it."""

from typing import Any

STATEMENTS = (
    'CREATE TABLE "delivery" ("id" INTEGER NOT NULL PRIMARY KEY, "key" VARCHAR(70) NOT NULL, "seq" INTEGER NOT NULL, "person" VARCHAR(36) NOT NULL, "system" VARCHAR(20) NOT NULL, "state" INTEGER NOT NULL, "tries" INTEGER NOT NULL, "next_ms" INTEGER NOT NULL, "sealed" BLOB NOT NULL, "code" VARCHAR(20) NOT NULL, "said" BLOB NOT NULL)',
    'CREATE UNIQUE INDEX "delivery_key" ON "delivery" ("key")',
    'CREATE INDEX "delivery_seq" ON "delivery" ("seq")',
    'CREATE INDEX "delivery_system_state" ON "delivery" ("system", "state")',
    'CREATE INDEX "delivery_system_person" ON "delivery" ("system", "person")',
    'ALTER TABLE "work" ADD COLUMN "delivery" INTEGER',
)


def up(migrator: Any, db: Any) -> None:
    """Create the table, and let a work item name a row of it."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
