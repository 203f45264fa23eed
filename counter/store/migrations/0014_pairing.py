"""Which windows have a program of their own at their computer."""

from typing import Any

TABLES = """
CREATE TABLE "pairing" ("window" VARCHAR(20) NOT NULL PRIMARY KEY, "code" VARCHAR(64) NOT NULL DEFAULT '', "until_ms" BIGINT NOT NULL DEFAULT 0, "tries" INTEGER NOT NULL DEFAULT 0, "secret" VARCHAR(64) NOT NULL DEFAULT '', "paired_ms" BIGINT NOT NULL DEFAULT 0, "kinds" VARCHAR(80) NOT NULL DEFAULT '');
"""


def up(migrator: Any, db: Any) -> None:
    """Add the table."""
    for statement in TABLES.strip().split("\n"):
        db.execute_sql(statement)
