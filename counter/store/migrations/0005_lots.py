"""The batches of finished cards this branch has heard of."""

from typing import Any


def up(migrator: Any, db: Any) -> None:
    """Create the table."""
    db.execute_sql('CREATE TABLE "lot" ("number" VARCHAR(24) NOT NULL PRIMARY KEY, "seen_ms" INTEGER NOT NULL)')
