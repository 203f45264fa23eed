"""The tables of the branch itself: its people, windows, sessions, paired programs, audit rows and settings."""

from peewee import AutoField, BigIntegerField, BooleanField, CharField, IntegerField, Model, TextField


class Staff(Model):
    """Clerks, supervisors and administrators."""

    number = CharField(20, primary_key=True)
    name = CharField(40)
    role = CharField(12)
    password = TextField()
    active = BooleanField(default=True)
    failed = IntegerField(default=0)
    locked_ms = BigIntegerField(default=0)
    single_keys = BooleanField(default=True)
    self_filling = BooleanField(default=True)


class Place(Model):
    """The windows of this branch."""

    id = CharField(20, primary_key=True)
    title = CharField(40)
    type = CharField(20)
    bank = CharField(40, default="")


class Session(Model):
    """Who is logged in where; the cookie's token is kept only as a hash."""

    token = CharField(64, primary_key=True)
    clerk = CharField(20, index=True)
    window = CharField(20)
    made_ms = BigIntegerField()
    seen_ms = BigIntegerField()
    locked_ms = BigIntegerField(default=0)


class Audit(Model):
    """Who looked at, printed or changed what, and who tried to."""

    id = AutoField()
    at_ms = BigIntegerField()
    clerk = CharField(20)
    window = CharField(20)
    what = CharField(40)
    person = CharField(36, default="")
    ok = BooleanField(default=True)
    note = CharField(200, default="")

    class Meta:
        """The audit rows about one person, and those of one kind in their order."""

        indexes = ((("person", "what"), False), (("what", "at_ms"), False))


class Pairing(Model):
    """A window's program: its code before it is paired, its secret after; both only as hashes."""

    window = CharField(20, primary_key=True)
    code = CharField(64, default="")
    until_ms = BigIntegerField(default=0)
    tries = IntegerField(default=0)
    secret = CharField(64, default="")
    paired_ms = BigIntegerField(default=0)
    kinds = CharField(80, default="")


class Setting(Model):
    """The branch's own settings."""

    key = CharField(40, primary_key=True)
    value = TextField()
