"""The tables of what goes to the province and the other systems, and of what has come from there."""

from peewee import AutoField, BigIntegerField, BlobField, CharField, CompositeKey, IntegerField, Model, TextField


class Outbox(Model):
    """What the province still has to hear, or has answered."""

    seq = BigIntegerField(primary_key=True)
    person = CharField(36, index=True)
    state = IntegerField()
    tries = IntegerField(default=0)
    next_ms = BigIntegerField(default=0)
    code = CharField(20, default="")
    answer = TextField(default="")

    class Meta:
        indexes = ((("state", "seq"), False),)


class Delivery(Model):
    """What a system beside the province still has to be told, or has answered."""

    id = AutoField()
    key = CharField(70, unique=True)
    seq = BigIntegerField(index=True)
    person = CharField(36)
    system = CharField(20)
    state = IntegerField()
    tries = IntegerField(default=0)
    next_ms = BigIntegerField(default=0)
    sealed = BlobField()
    code = CharField(20, default="")
    said = BlobField(default=b"")

    class Meta:
        indexes = ((("system", "state"), False), (("system", "person"), False))


class Inbox(Model):
    """Messages that came down, each once."""

    source = CharField(40)
    message = CharField(80)
    at_ms = BigIntegerField()

    class Meta:
        primary_key = CompositeKey("source", "message")
        without_rowid = True
