"""One person's rows, played once on the real road and then stamped for any number of others, newly sealed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from crowd import Invented, invented, record_of, sounds
from prepare import LOSS, new_branch, seats

from counter.branch import Branch
from counter.core.case import Finding
from counter.store.clock import from_ms
from counter.store.drafts import new_op_id
from counter.store.outbox import ACCEPTED
from counter.store.seal import Keyring, PersonKey, canonical
from counter.sync.learn import learn_record
from counter.visit import begin, carry_out

RELEASE = "loss.release"
STEPS = 3  # the record is learnt, the card reported lost, and found again
MODEL = 6_200_001  # no crowd is as large
DOOR = 88_888
Texts = Mapping[str, Any]


class SetClock:
    """A clock that stands where it was put."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """The moment it was put to."""
        return self.at


class Road:
    """Carries operations out at a branch, from the form to the commit; the bureau's window is the last seat."""

    def __init__(self, branch: Branch) -> None:
        self.branch, bank = branch, seats()
        bureau = next(window for window in branch.windows() if window.type == "bureau")
        self._seats = [*bank, replace(bank[0], window=bureau)]

    def play(self, person: str, offer_id: str, texts: Mapping[str, str], seat: int = 0) -> str:
        """One operation; returns its id."""
        branch, at, now = self.branch, self._seats[seat], self.branch.clock.now()
        dossier = branch.people.dossier(person)
        assert dossier is not None
        offer = branch.catalogue.offer(offer_id, at.window.type, dossier.unused)
        assert offer is not None, offer_id
        source = branch.city.facts.record
        begun = begin(branch, person, offer, at, Finding(source=source, asked_at=now, available=True, answer="有记录"))
        papers = frozenset(p.paper for part in offer.parts for p in part.guide.materials)
        own = {b.name: texts[b.name] for b in offer.form.own if b.name in texts}
        draft = replace(begun.draft, texts=own, materials=papers, checked=True)
        branch.drafts.save(draft, branch.people.key(person))
        refused = carry_out(branch, draft.op_id, at, {}, papers)
        assert refused is None, (offer_id, refused)
        return draft.op_id


@dataclass(frozen=True)
class Row:
    """One row of one table: its values, and which of them are sealed texts, to what they are bound."""

    table: str
    values: tuple[Any, ...]
    step: int = 0
    bound: str = ""


@dataclass(frozen=True)
class Model:
    """Every row of one person; ``%(name)s`` stands where another person's own belongs."""

    male: bool
    rows: tuple[Row, ...]
    found: tuple[str, ...]


class Scratch:
    """A branch of its own on which the models are played."""

    def __init__(self, folder: Path) -> None:
        self.clock = SetClock(datetime.now().astimezone())
        self.branch = new_branch(folder, 1)
        object.__setattr__(self.branch, "clock", self.clock)
        add_bureau(self.branch)
        self._road = Road(self.branch)

    def model(self, start: datetime, *, male: bool) -> Model:
        """Learn of somebody, report the card lost, take that back, and read what was written."""
        one = _stranger(male=male)
        branch, self.clock.at = self.branch, start
        for table in ("find", "person", "subject"):
            branch.database.run(f"DELETE FROM {table}")
        person = learn_record(branch, record_of(one, start), "province")
        words = {"by": "本人", "cause": "遗失", "lost_on": start.date().isoformat()}
        for offer, later in ((LOSS, 1), (RELEASE, 2)):
            self.clock.at = start + timedelta(days=later)
            self._road.play(person, offer, words)
        return _read(branch, person, one)


def add_bureau(branch: Branch) -> None:
    """A window of the bureau beside those of the bank."""
    branch.add_window("90", "综合服务窗口", "bureau")


def _stranger(*, male: bool) -> Invented:
    return replace(invented(MODEL - (not male)), door=DOOR, name="爨爨爨")


def _read(branch: Branch, person: str, one: Invented) -> Model:
    rows, key = branch.database.rows, branch.people.key(person)
    journal = rows("SELECT * FROM journal WHERE person=? ORDER BY seq", person)
    assert len(journal) == STEPS, "each model has the same entries"
    seqs = {row[0]: step for step, row in enumerate(journal)}
    tokens = {
        person: "pid", one.id_number: "id", one.name: "name", one.mobile: "mobile", one.card: "card",
        one.born.isoformat(): "born", f" {one.door} 号": "door", **{row[3]: f"op{n}" for n, row in enumerate(journal)},
    }  # fmt: skip
    sheet = _Sheet(tokens, key)
    (kept,) = rows("SELECT * FROM person WHERE id=?", person)
    subjects = rows("SELECT * FROM subject WHERE person=?", person)
    slips = rows("SELECT s.* FROM slip s JOIN journal j ON j.seq=s.seq WHERE j.person=?", person)
    told = rows("SELECT * FROM delivery WHERE person=?", person)
    out = [
        sheet.row("person", (kept[0], b"", *kept[2:]), 0, person),
        *(sheet.row("subject", row, seqs[row[9]], row[0]) for row in subjects),
        *(sheet.row("journal", row, seqs[row[0]], f"{row[3]}.{row[4]}.{row[13]}") for row in journal),
        *(Row("outbox", row, seqs[row[0]]) for row in rows("SELECT * FROM outbox WHERE person=?", person)),
        *(Row("slip", row, seqs[row[0]]) for row in slips),
        *(sheet.row("delivery", row, seqs[row[2]], row[1]) for row in told),
    ]
    kinds = [str(kind) for (kind,) in rows("SELECT kind FROM find WHERE person=? ORDER BY kind", person)]
    return Model(male=one.male, rows=tuple(out), found=tuple(kinds))


class _Sheet:
    """Puts ``%(name)s`` in the place of what is one person's own."""

    def __init__(self, tokens: Mapping[str, str], key: PersonKey) -> None:
        self._tokens, self._key = tokens, key
        self._shape = re.compile("|".join(map(re.escape, sorted(tokens, key=len, reverse=True))))

    def _text(self, text: str) -> str:
        return self._shape.sub(lambda m: f"%({self._tokens[m.group()]})s", text.replace("%", "%%"))

    def row(self, table: str, values: tuple[Any, ...], step: int, bound: str) -> Row:
        """One row with its sealed values opened."""
        out = [self._value(value, bound) for value in values]
        return Row(table, tuple(out), step, self._text(bound))

    def _value(self, value: Any, bound: str) -> Any:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, bytes) and value:
            return self._text(canonical(self._key.open(value, bound)).decode()).encode()
        return value


Lines = dict[str, list[tuple[Any, ...]]]


class Press:
    """Stamps a model for one person after the other, under a new key each."""

    def __init__(self, keys: Keyring, branch: str, epoch: str) -> None:
        self._keys, self._branch, self._epoch = keys, branch, epoch

    def stamp(self, model: Model, one: Invented, places: list[tuple[int, int]], into: Lines) -> None:
        """Add this person's rows; ``places`` has number and time of each of the entries."""
        person = str(uuid4())
        wrapped = self._keys.new_person(person)
        key = self._keys._person(person, wrapped)
        own: dict[str, Any] = {
            "pid": person, "id": one.id_number, "name": one.name, "mobile": one.mobile, "card": one.card,
            "born": one.born.isoformat(), "door": f" {one.door} 号",
            **{f"op{n}": new_op_id(from_ms(at)) for n, (_, at) in enumerate(places)},
        }  # fmt: skip
        for row in model.rows:
            values = [self._filled(value, row.bound, own, key) for value in row.values]
            getattr(self, f"_{row.table}")(values, *places[row.step], wrapped)
            into[row.table].append(tuple(values))
        said = sounds(one.name)
        by = {**one.record, "id": one.id_number, "phone": one.mobile, "pinyin": said.full, "initials": said.initials}
        by["card"] = one.card
        for kind in filter(by.get, model.found):
            into["find"].append((kind, self._keys.hash(kind, by[kind]), person))
        for _, at in places[1:]:
            into["audit"].append((at, "2001", "1", "查看", person, 1, ""))

    @staticmethod
    def _filled(value: Any, bound: str, own: Texts, key: PersonKey) -> Any:
        if isinstance(value, str):
            return value % own if "%" in value else value
        if isinstance(value, bytes) and value and bound:
            return key.seal_file((value.decode() % own).encode(), bound % own)
        return value

    def _person(self, values: list[Any], _seq: int, at: int, wrapped: bytes) -> None:
        values[1], values[3] = wrapped, at

    def _subject(self, values: list[Any], seq: int, at: int, _wrapped: bytes) -> None:
        values[5], values[9] = at, seq

    def _journal(self, values: list[Any], seq: int, at: int, _wrapped: bytes) -> None:
        values[0], values[1], values[2], values[10], values[11] = seq, self._branch, self._epoch, at, at

    def _outbox(self, values: list[Any], seq: int, _at: int, _wrapped: bytes) -> None:
        values[0], values[1], values[2] = seq, values[1], ACCEPTED

    def _slip(self, values: list[Any], seq: int, at: int, _wrapped: bytes) -> None:
        values[0], values[2] = seq, at

    def _delivery(self, values: list[Any], seq: int, _at: int, _wrapped: bytes) -> None:
        values[0], values[2], values[5] = None, seq, ACCEPTED
