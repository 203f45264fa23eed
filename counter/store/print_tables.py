"""The tables of what is printed: which printer stands where for which paper, and every paper on its way."""

from peewee import AutoField, BigIntegerField, BlobField, CharField, CompositeKey, IntegerField, Model


class Printer(Model):
    """What prints one kind of paper at one window."""

    window = CharField(20)
    kind = CharField(12)
    address = CharField(200)
    media = CharField(12)

    class Meta:
        primary_key = CompositeKey("window", "kind")
        without_rowid = True


class PrintJob(Model):
    """One paper: a copy of what an entry hands out, or, without one, a test; once for each entry, kind and copy."""

    id = AutoField()
    seq = BigIntegerField(null=True)
    kind = CharField(12)
    number = IntegerField()
    name = CharField(60, unique=True)
    window = CharField(20)
    printer = CharField(200)
    media = CharField(12)
    stage = CharField(12)
    handle = CharField(40, default="")
    reason = CharField(80, default="")
    clerk = CharField(20)
    at_ms = BigIntegerField()
    ended_ms = BigIntegerField(null=True)
    why = CharField(40, default="")
    said_by = CharField(20, default="")
    titled = CharField(60, default="")

    class Meta:
        table_name = "print_job"
        indexes = (
            (("seq", "kind", "number"), True), (("printer", "stage", "id"), False), (("window", "stage", "id"), False),
        )  # fmt: skip


class PrintWords(Model):
    """What a paper of no entry says, sealed; ``about`` is the row of the day it is a paper of."""

    job_id = IntegerField(primary_key=True)
    person = CharField(36)
    about = BigIntegerField(null=True)
    at_ms = BigIntegerField(index=True)
    sealed = BlobField()

    class Meta:
        table_name = "print_words"
