"""Which printer stands at which window for which paper, every paper on its way to one, the words of those of no entry."""

from typing import Any

TABLES = """
CREATE TABLE "printer" ("window" VARCHAR(20) NOT NULL, "kind" VARCHAR(12) NOT NULL, "address" VARCHAR(200) NOT NULL, "media" VARCHAR(12) NOT NULL, PRIMARY KEY ("window", "kind")) WITHOUT ROWID;
CREATE TABLE "print_job" ("id" INTEGER NOT NULL PRIMARY KEY, "seq" BIGINT, "kind" VARCHAR(12) NOT NULL, "number" INTEGER NOT NULL, "name" VARCHAR(60) NOT NULL, "window" VARCHAR(20) NOT NULL, "printer" VARCHAR(200) NOT NULL, "media" VARCHAR(12) NOT NULL, "stage" VARCHAR(12) NOT NULL, "handle" VARCHAR(40) NOT NULL DEFAULT '', "reason" VARCHAR(80) NOT NULL DEFAULT '', "clerk" VARCHAR(20) NOT NULL, "at_ms" BIGINT NOT NULL, "ended_ms" BIGINT, "why" VARCHAR(40) NOT NULL DEFAULT '', "said_by" VARCHAR(20) NOT NULL DEFAULT '', "titled" VARCHAR(60) NOT NULL DEFAULT '');
CREATE TABLE "print_words" ("job_id" INTEGER NOT NULL PRIMARY KEY, "person" VARCHAR(36) NOT NULL, "about" BIGINT, "at_ms" BIGINT NOT NULL, "sealed" BLOB NOT NULL);
CREATE UNIQUE INDEX "print_job_name" ON "print_job" ("name");
CREATE INDEX "print_words_at_ms" ON "print_words" ("at_ms");
CREATE UNIQUE INDEX "print_job_seq_kind_number" ON "print_job" ("seq", "kind", "number");
CREATE INDEX "print_job_printer_stage_id" ON "print_job" ("printer", "stage", "id");
CREATE INDEX "print_job_window_stage_id" ON "print_job" ("window", "stage", "id");
"""


def up(migrator: Any, db: Any) -> None:
    """Add the tables."""
    for statement in TABLES.strip().split("\n"):
        db.execute_sql(statement)
