"""A window that can be locked, and a clerk's own choice about single keys."""

from typing import Any

TABLES = """
ALTER TABLE "session" ADD COLUMN "locked_ms" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "staff" ADD COLUMN "single_keys" INTEGER NOT NULL DEFAULT 1;
"""


def up(migrator: Any, db: Any) -> None:
    """Add the two columns."""
    for statement in TABLES.strip().split("\n"):
        db.execute_sql(statement)
