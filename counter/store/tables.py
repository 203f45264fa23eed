"""The tables, as peewee models; texts with personal content are sealed bytes here."""

from typing import Any

from peewee import (
    AutoField,
    BigIntegerField,
    BlobField,
    BooleanField,
    CharField,
    CompositeKey,
    IntegerField,
    Model,
    TextField,
)

from .bill_tables import Bill
from .day_tables import Day
from .exchanged import Delivery, Inbox, Outbox
from .print_tables import Printer, PrintJob, PrintWords
from .staff_tables import Audit, Pairing, Place, Session, Setting, Staff
from .step_tables import Step, Stock


class Person(Model):
    """A person this branch has seen, as a dated copy."""

    id = CharField(36, primary_key=True)
    key = BlobField()
    sealed = BlobField()
    copied_ms = BigIntegerField()
    source = CharField(40)


class Find(Model):
    """How a person or a card is found: only keyed hashes."""

    kind = CharField(12)
    hash = CharField(32)
    person = CharField(36, index=True)

    class Meta:
        primary_key = CompositeKey("hash", "kind", "person")
        without_rowid = True


class Subject(Model):
    """One thing with a state and a version."""

    id = CharField(60, primary_key=True)
    person = CharField(36, index=True)
    kind = CharField(12)
    state = CharField(12)
    version = IntegerField()
    since_ms = BigIntegerField()
    until_ms = BigIntegerField(null=True)
    card = CharField(60)
    sealed = BlobField()
    entry = BigIntegerField()

    class Meta:
        indexes = ((("kind", "state", "since_ms"), False),)


class Journal(Model):
    """Append-only: every entry, chained by hash over all its columns."""

    seq = BigIntegerField(primary_key=True)
    branch = CharField(20)
    epoch = CharField(36)
    op_id = CharField(36)
    part = IntegerField()
    operation = CharField(40)
    person = CharField(36, index=True)
    clerk = CharField(20)
    window = CharField(20)
    origin = CharField(20)
    at_ms = BigIntegerField(index=True)
    wall_ms = BigIntegerField()
    rules = CharField(64)
    outcome = CharField(12, index=True)
    reverses = BigIntegerField(null=True, index=True)
    changes = TextField()
    sealed = BlobField()
    prev = CharField(64)
    hash = CharField(64)

    class Meta:
        indexes = ((("op_id", "part", "outcome"), True),)


class Head(Model):
    """The last link of the chain: the one row every write moves."""

    branch = CharField(20, primary_key=True)
    epoch = CharField(36)
    seq = BigIntegerField()
    hash = CharField(64)
    at_ms = BigIntegerField()


class Ledger(Model):
    """Double entry: the sum over one journal row is zero; amounts in fen."""

    id = AutoField()
    seq = BigIntegerField(index=True)
    account = CharField(20)
    fen = IntegerField()


class Taken(Model):
    """Numbers that may be used once only (缴款通知书, 财政票据)."""

    kind = CharField(20)
    number = CharField(40)
    seq = BigIntegerField()

    class Meta:
        primary_key = CompositeKey("kind", "number")
        without_rowid = True


class Slip(Model):
    """Every copy of every slip that was given out; number 1 is the original."""

    seq = BigIntegerField()
    number = IntegerField()
    at_ms = BigIntegerField()
    clerk = CharField(20)
    awaiting = BooleanField()

    class Meta:
        primary_key = CompositeKey("seq", "number")
        without_rowid = True


class Act(Model):
    """An act outside the database, between its two commits."""

    seq = BigIntegerField(primary_key=True)
    state = CharField(12, index=True)
    device = CharField(40)
    started_ms = BigIntegerField()
    ended_ms = BigIntegerField(null=True)


class Work(Model):
    """Something a clerk must decide."""

    id = AutoField()
    kind = CharField(20)
    seq = BigIntegerField(null=True, index=True)
    person = CharField(36, index=True)
    sealed = BlobField()
    state = CharField(12, index=True)
    opened_ms = BigIntegerField()
    decided_ms = BigIntegerField(null=True)
    decided_by = CharField(20, default="")
    decision = CharField(40, default="")
    delivery = BigIntegerField(null=True)


class Matter(Model):
    """One row of a work list; days as ISO dates, empty where there is none."""

    kind = CharField(12)
    about = CharField(60)
    person = CharField(36, index=True)
    unit = CharField(20, index=True)
    operations = CharField(200)
    since_ms = BigIntegerField()
    due = CharField(10)
    near = CharField(10)
    sure = BooleanField()
    working = BooleanField()

    class Meta:
        primary_key = CompositeKey("kind", "about")
        without_rowid = True
        indexes = ((("kind", "since_ms"), False), (("kind", "due", "near"), False))


class Claim(Model):
    """Who works on a person's matters, and until when that holds by itself."""

    person = CharField(36, primary_key=True)
    clerk = CharField(20, index=True)
    window = CharField(20)
    at_ms = BigIntegerField()
    until_ms = BigIntegerField()


class Draft(Model):
    """What is typed but not yet done; the operation id is issued here."""

    op_id = CharField(36, primary_key=True)
    clerk = CharField(20, index=True)
    window = CharField(20)
    person = CharField(36, index=True)
    offer = CharField(120)
    made_ms = BigIntegerField()
    checked = BooleanField(default=False)
    sealed = BlobField()


class Scan(Model):
    """A photo or a scanned paper, sealed; an entry names its own by their checksums."""

    id = AutoField()
    op_id = CharField(36)
    person = CharField(36, index=True)
    kind = CharField(12)
    title = CharField(80)
    media = CharField(20)
    sha256 = CharField(64)
    bytes = IntegerField()
    pages = IntegerField()
    width = IntegerField()
    height = IntegerField()
    at_ms = BigIntegerField()
    sealed = BlobField()
    seal_sha256 = CharField(64)

    class Meta:
        indexes = ((("op_id", "kind", "title", "sha256"), True),)


class Lot(Model):
    """A batch of finished cards this branch has heard of."""

    number = CharField(24, primary_key=True)
    seen_ms = BigIntegerField()


ALL: tuple[type[Any], ...] = (
    Person, Find, Subject, Journal, Head, Outbox, Delivery, Inbox, Ledger, Taken, Slip,
    Act, Step, Stock, Bill, Day, Work, Matter, Claim, Draft, Scan, Staff, Place, Session, Audit, Setting, Lot,
    Pairing, Printer, PrintJob, PrintWords,
)  # fmt: skip
