"""Nothing that names a person is in the files in plain, and a sealed field opens only unchanged and in its place."""

import os
from itertools import pairwise

import pytest

from counter.rehearsal.people import people
from counter.rehearsal.world import add_branch, demo_seats
from counter.store.seal import KeyFileError, Keyring, SealError
from tests.clerk import Clerk
from tests.conftest import NOW


def test_a_whole_story_leaves_nothing_personal_in_plain(shangluo, tmp_path):
    """Lost by an agent, replaced, made, one entry sent back: then every byte on the disk is searched."""
    world, counter = shangluo
    person = next(s for s in world.stories if s.id == "lost").person
    clerk = Clerk(counter, "bank_outlet")
    pid = clerk.open(person.id_number)
    agent = {
        "agent_name": "冀永强", "agent_id": "61100219800312007X", "relation": "子女", "agent_mobile": "13909140177",
    }  # fmt: skip
    clerk.do(pid, "loss.temporary", {**agent, "lost_on": "2026-11-19"}, by="代办")
    clerk.do(pid, "loss.formal+replace.lost", {"lost_on": "2026-11-19", "received": "20"})
    counter.courier.round(news=True)
    clerk.do(pid, "issue.make", {})
    clerk.do(pid, "issue.collect", {})
    counter.courier.round(news=True)
    clerk.fill(pid, "loss.temporary", {**agent, "lost_on": "x"}, by="代办")
    clerk.find(person.id_number)
    clerk.find("王䶮𬱖")
    clerk.post(f"/person/{pid}/show", {})
    made = next(iter(world.bench.made.values()))
    personal = [
        person.id_number, person.name, person.mobile, person.address, person.cards[0].number, made["number"],
        made["bank_account"], *(agent[key] for key in ("agent_name", "agent_id", "agent_mobile")),
    ]  # fmt: skip
    assert all(len(text) >= 3 for text in personal)
    files = sorted((tmp_path / "shangluo").iterdir())
    assert {"counter.db", "counter.db-wal", "counter.key"} <= {file.name for file in files}
    for file in files:
        raw = file.read_bytes()
        assert [text for text in personal for coded in codings(text) if coded in raw] == [], file.name


def codings(text: str) -> list[bytes]:
    return [text.encode(), text.encode("utf-16-le"), text.encode().hex().encode(), ascii(text)[1:-1].encode()]


@pytest.mark.parametrize(
    ("table", "column"), [("person", "sealed"), ("person", "key"), ("subject", "sealed"), ("journal", "sealed")]
)
def test_a_sealed_field_with_one_bit_changed_does_not_open(road, table, column):
    person = road.meet("lost")
    op_id = road.lose(person)
    database = road.branch.database
    database.run("DROP TRIGGER journal_no_update")
    for key, raw in road.rows(f"SELECT rowid, {column} FROM {table}"):
        changed = bytes([*raw[:-1], raw[-1] ^ 1])
        database.run(f"UPDATE {table} SET {column}=? WHERE rowid=?", changed, key)
    with pytest.raises(SealError, match="密封校验不通过"):
        _ = road.branch.entries.of_operation(op_id), road.branch.people.dossier(person)


def test_sealed_fields_cannot_change_places(road):
    """One person's subject, sealed for another subject or another person, opens nowhere else."""
    one, two = road.meet("lost"), road.meet("hong-kong")
    subjects = road.rows("SELECT id FROM subject WHERE person=? ORDER BY id", one)
    (first,), (second,) = subjects[:2]
    road.branch.database.run("UPDATE subject SET sealed=(SELECT sealed FROM subject WHERE id=?) WHERE id=?", first, second)
    with pytest.raises(SealError):
        road.branch.people.dossier(one)
    road.branch.database.run("UPDATE person SET sealed=(SELECT sealed FROM person WHERE id=?) WHERE id=?", one, two)
    with pytest.raises(SealError):
        road.branch.people.dossier(two)


def test_every_person_has_a_key_of_their_own(road):
    """Throwing one person's key away shreds that person and nobody else."""
    one, two = road.meet("lost"), road.meet("hong-kong")
    sealed = road.branch.people.key(one).seal({"name": "王"}, "x")
    with pytest.raises(SealError):
        road.branch.people.key(two).open(sealed, "x")
    with pytest.raises(SealError):
        road.branch.people.key(one).open(sealed, "y")
    road.branch.database.run("UPDATE person SET key=zeroblob(60) WHERE id=?", one)
    with pytest.raises(SealError):
        road.branch.people.dossier(one)
    assert road.branch.people.dossier(two).holder.name == "何咏诗"


def test_the_same_text_is_sealed_differently_every_time():
    keys = Keyring(os.urandom(64))
    key = keys.person("p", keys.new_person("p"))
    sealed = [key.seal("王䶮𬱖", "x") for _ in range(50)]
    assert all(a != b for a, b in pairwise(sorted(sealed)))
    assert {key.open(one, "x") for one in sealed} == {"王䶮𬱖"}


def test_people_are_found_by_keyed_hashes_that_say_nothing_without_the_key(road):
    record = next(s.person for s in people("shangluo", NOW) if s.id == "lost")
    person = road.meet("lost")
    for kind, value in (("id", record.id_number), ("phone", record.mobile), ("name", record.name), ("card", record.cards[0].number)):
        assert road.branch.people.find(kind, value) == [person]
    assert road.branch.people.find("phone", record.id_number) == []
    hashes = {row[0] for row in road.rows("SELECT hash FROM find")}
    assert all(len(one) == 32 for one in hashes)
    other = Keyring(os.urandom(64))
    assert other.hash("id", record.id_number) not in hashes


def test_a_new_branch_gets_a_key_file_for_its_user_alone(road):
    file = road.folder / "counter.key"
    assert (file.stat().st_mode & 0o777, file.stat().st_size) == (0o600, 64)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda file: file.unlink(), "不见了"),
        (lambda file: file.chmod(0o640), "权限太宽，请改为只有本程序的用户可读（0600）"),
        (lambda file: file.write_bytes(b"x" * 63), "长度不对，已损坏"),
    ],
)
def test_a_key_file_that_is_gone_open_or_damaged_stops_the_start(road, open_road, spoil, said):
    road.meet("lost")
    road.branch.close()
    before = (road.folder / "counter.db").read_bytes()
    spoil(road.folder / "counter.key")
    with pytest.raises(KeyFileError, match=r"密钥文件 counter\.key") as caught:
        open_road()
    assert said in str(caught.value)
    assert ("请从备份恢复" in str(caught.value)) == ("权限" not in said)
    assert (road.folder / "counter.db").read_bytes() == before


def test_another_branchs_key_opens_nothing(shangluo, tmp_path, staff):
    world, counter = shangluo
    clerk = Clerk(counter, "bureau")
    pid = clerk.open(world.stories[0].person.id_number)
    counter.branch.close()
    key = tmp_path / "shangluo" / "counter.key"
    key.write_bytes(os.urandom(64))
    other = add_branch(world, tmp_path / "shangluo", demo_seats("shangluo"), staff)
    with pytest.raises(SealError):
        other.branch.people.dossier(pid)
    assert other.branch.people.find("id", world.stories[0].person.id_number) == []
