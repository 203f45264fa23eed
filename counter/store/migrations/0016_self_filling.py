"""A clerk's own choice whether a card that is laid down fills the page by itself."""

from typing import Any


def up(migrator: Any, db: Any) -> None:
    """Add the column."""
    db.execute_sql('ALTER TABLE "staff" ADD COLUMN "self_filling" INTEGER NOT NULL DEFAULT 1')
