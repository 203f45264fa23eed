"""Photos and scanned papers, sealed; once an entry names them they neither change nor go."""

from typing import Any

STATEMENTS = (
    'CREATE TABLE "scan" ("id" INTEGER NOT NULL PRIMARY KEY, "op_id" VARCHAR(36) NOT NULL, "person" VARCHAR(36) NOT NULL, "kind" VARCHAR(12) NOT NULL, "title" VARCHAR(80) NOT NULL, "media" VARCHAR(20) NOT NULL, "sha256" VARCHAR(64) NOT NULL, "bytes" INTEGER NOT NULL, "pages" INTEGER NOT NULL, "width" INTEGER NOT NULL, "height" INTEGER NOT NULL, "at_ms" INTEGER NOT NULL, "sealed" BLOB NOT NULL, "seal_sha256" VARCHAR(64) NOT NULL)',
    'CREATE INDEX "scan_person" ON "scan" ("person")',
    'CREATE UNIQUE INDEX "scan_op_id_kind_title_sha256" ON "scan" ("op_id", "kind", "title", "sha256")',
    "CREATE TRIGGER scan_no_update BEFORE UPDATE ON scan BEGIN SELECT RAISE(ABORT, 'scans never change'); END",
    "CREATE TRIGGER scan_no_delete BEFORE DELETE ON scan WHEN EXISTS (SELECT 1 FROM journal WHERE op_id=OLD.op_id) BEGIN SELECT RAISE(ABORT, 'scans of an entry never go'); END",
    "CREATE TRIGGER scan_no_late BEFORE INSERT ON scan WHEN EXISTS (SELECT 1 FROM journal WHERE op_id=NEW.op_id) BEGIN SELECT RAISE(ABORT, 'no scan joins an entry later'); END",
)


def up(migrator: Any, db: Any) -> None:
    """Create the table and its guards."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
