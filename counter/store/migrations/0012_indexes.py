"""Indexes for what every page and every start asks: a branch with a million people answers as fast as a small one."""

from typing import Any

STATEMENTS = (
    'CREATE INDEX "journal_at_ms" ON "journal" ("at_ms")',
    'CREATE INDEX "journal_outcome" ON "journal" ("outcome")',
    'CREATE INDEX "subject_kind_state_since_ms" ON "subject" ("kind", "state", "since_ms")',
    'CREATE INDEX "audit_what_at_ms" ON "audit" ("what", "at_ms")',
    'CREATE INDEX "bill_kind" ON "bill" ("kind")',
    'CREATE INDEX "act_state" ON "act" ("state")',
    'CREATE INDEX "step_state" ON "step" ("state")',
)


def up(migrator: Any, db: Any) -> None:
    """Make the indexes; on a large branch that takes a minute, once."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
