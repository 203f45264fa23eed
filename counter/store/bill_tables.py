"""The table of the numbered bills."""

from peewee import AutoField, BigIntegerField, CharField, IntegerField, Model


class Bill(Model):
    """Append-only: what came in and what became of each bill, chained by hash; ``count`` bills from ``first`` on."""

    id = AutoField()
    at_ms = BigIntegerField(index=True)
    batch = CharField(40, index=True)
    kind = CharField(12, index=True)
    first = CharField(30)
    count = IntegerField()
    clerk = CharField(20)
    window = CharField(20)
    seq = BigIntegerField(null=True, index=True)
    note = CharField(200)
    prev = CharField(64)
    hash = CharField(64)
