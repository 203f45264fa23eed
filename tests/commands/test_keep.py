"""A backup opens and holds; a restored branch goes on with numbers nobody has seen."""

import shutil

import pytest

from counter.commands.keep import CopyError, backup, check, restore
from tests.clerk import Clerk


def lose(counter, world, name="lost"):
    clerk = Clerk(counter, "bureau")
    person = next(s for s in world.stories if s.id == name).person
    pid = clerk.open(person.id_number)
    return clerk.do(pid, "loss.temporary", {"lost_on": "2026-11-19"}).texts("data-number")[0]


def test_a_backup_of_a_branch_at_work_holds_everything_done_so_far(shangluo, tmp_path):
    world, counter = shangluo
    number = lose(counter, world)
    (tmp_path / "shangluo" / "branch.toml").write_text('name = "演练"\n', "utf-8")
    kept = backup(tmp_path / "shangluo", tmp_path / "stick")
    assert check(kept) == "完好：2 笔流水连续，账平"
    assert kept.stat().st_mode & 0o077 == 0
    assert {path.name for path in kept.iterdir()} == {"counter.db", "branch.toml"}, "the key stays apart"
    assert number.endswith("000002")


def test_after_a_restore_no_number_is_given_twice(open_world, tmp_path):
    world, counter = open_world("shangluo")
    kept = backup(tmp_path / "shangluo", tmp_path / "stick")
    lost_number = lose(counter, world)
    counter.branch.close()
    restore(tmp_path / "shangluo", kept)
    from counter.rehearsal.world import add_branch, demo_seats

    again = add_branch(world, tmp_path / "shangluo", demo_seats("shangluo"))
    later = lose(again, world, "damaged")
    assert later != lost_number
    assert int(later[-6:]) > 10_000
    assert check(tmp_path / "shangluo").startswith("完好")


def test_a_changed_row_is_named(shangluo, tmp_path):
    world, counter = shangluo
    lose(counter, world)
    kept = backup(tmp_path / "shangluo", tmp_path / "stick")
    raw = (kept / "counter.db").read_bytes()
    at = raw.index(b"loss.temporary")
    (kept / "counter.db").write_bytes(raw[:at] + b"loss.Temporary" + raw[at + 14 :])
    with pytest.raises(CopyError, match="第 2 笔起的流水对不上"):
        restore(tmp_path / "shangluo", kept)


def test_without_its_key_a_backup_is_not_put_back(shangluo, tmp_path):
    kept = backup(tmp_path / "shangluo", tmp_path / "stick")
    with pytest.raises(CopyError, match=r"counter\.key"):
        restore(tmp_path, kept)


def test_without_a_database_the_sentence_says_where_to_look(tmp_path):
    with pytest.raises(CopyError, match="核对 --data"):
        check(tmp_path)
    shutil.rmtree(tmp_path)
