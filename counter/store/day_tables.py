"""The table of the days: what was counted, closed, opened again and printed."""

from peewee import AutoField, BigIntegerField, CharField, IntegerField, Model, TextField


class Day(Model):
    """Append-only: everything that was done about one day of one window, chained by hash.

    ``about`` is the row this one is about (which closing was opened again); ``content`` is JSON and names no holder.
    """

    id = AutoField()
    at_ms = BigIntegerField()
    day = CharField(10)
    window = CharField(20)
    kind = CharField(12)
    number = CharField(60)
    clerk = CharField(20)
    second = CharField(20)
    about = IntegerField(null=True)
    content = TextField()
    prev = CharField(64)
    hash = CharField(64)

    class Meta:
        indexes = ((("day", "window"), False),)
