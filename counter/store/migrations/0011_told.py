"""What was noted about a person is found without reading every audit row."""

from typing import Any


def up(migrator: Any, db: Any) -> None:
    """Create the index."""
    db.execute_sql('CREATE INDEX "audit_person_what" ON "audit" ("person", "what")')
