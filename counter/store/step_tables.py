"""The tables of making a card: the tries of its steps, and the blank cards."""

from peewee import AutoField, BigIntegerField, BlobField, CharField, CompositeKey, IntegerField, Model


class Step(Model):
    """One try of one step of an act in steps, between its two commits."""

    seq = BigIntegerField()
    step = CharField(20)
    card = IntegerField()
    try_ = IntegerField(column_name="try")
    state = CharField(12, index=True)
    clerk = CharField(20)
    device = CharField(40)
    started_ms = BigIntegerField()
    ended_ms = BigIntegerField(null=True)
    sealed = BlobField()

    class Meta:
        primary_key = CompositeKey("seq", "step", "try_")
        without_rowid = True


class Stock(Model):
    """Append-only: what came in and went out of the blank cards, chained by hash; the sum is what is left."""

    id = AutoField()
    at_ms = BigIntegerField(index=True)
    batch = CharField(40, index=True)
    bank = CharField(40)
    kind = CharField(12)
    count = IntegerField()
    clerk = CharField(20)
    window = CharField(20)
    seq = BigIntegerField(null=True, index=True)
    note = CharField(200)
    prev = CharField(64)
    hash = CharField(64)
