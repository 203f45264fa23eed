"""counter backup, restore and check: a copy that is proved to open, and a way back that forks no history."""

import shutil
from datetime import datetime
from pathlib import Path

import click

from counter.clock import wall
from counter.store.bills import broken_bills
from counter.store.database import Database, StorageError
from counter.store.days import broken_day
from counter.store.drafts import new_op_id
from counter.store.journal import broken_link
from counter.store.proof import changed_scan, unproved_entry
from counter.store.seal import Keyring
from counter.store.stock import broken_stock

BASE, KEY = "counter.db", "counter.key"
BESIDE = ("branch.toml", "workdays")
# Numbers that the lost days may have used are not used again.
GAP = 10_000


class CopyError(StorageError):
    """A copy cannot be made, or cannot be trusted."""


def check(folder: Path) -> str:
    """Prove one database: it opens, its pages hold, the chain is whole, the money balances, the scans are there.

    Where the key lies beside it, as in a branch's own folder, every scan is opened and compared with its entry.
    """
    if not (folder / BASE).is_file():
        raise CopyError(f"文件夹“{folder.name}”里没有 {BASE}，请核对 --data")
    database = Database(folder / BASE)
    try:
        pages = database.row("PRAGMA integrity_check")
        broken = broken_link(database)
        altered, forged, reclosed = broken_stock(database), broken_bills(database), broken_day(database)
        scans = None if broken is not None else _spoilt_scan(database, folder / KEY)
        unbalanced = database.row("SELECT seq FROM ledger GROUP BY seq HAVING SUM(fen)<>0")
        entries = database.row("SELECT COUNT(*) FROM journal")
    finally:
        database.close()
    if pages is None or pages[0] != "ok":
        raise CopyError("数据库文件已损坏，请停止办理，用 counter restore 从备份恢复")
    if broken is not None:
        raise CopyError(f"第 {broken} 笔起的流水对不上，数据可能被改动过，请停止办理并联系信息中心")
    if altered is not None:
        raise CopyError(f"第 {altered} 笔起的空白卡记录对不上，数据可能被改动过，请停止制卡并联系信息中心")
    if forged is not None:
        raise CopyError(f"第 {forged} 笔起的财政票据记录对不上，数据可能被改动过，请停止开票并联系信息中心")
    if reclosed is not None:
        raise CopyError(f"第 {reclosed} 笔起的日结记录对不上，数据可能被改动过，请停止办理并联系信息中心")
    if scans is not None:
        raise CopyError(scans)
    if unbalanced is not None:
        raise CopyError(f"第 {unbalanced[0]} 笔的收费账不平，请停止办理并联系信息中心")
    return f"完好：{entries[0] if entries else 0} 笔流水连续，账平"


def _spoilt_scan(database: Database, key: Path) -> str | None:
    """What is wrong with a kept file; with the key each is opened and compared with its entry."""
    if changed_scan(database) is not None:
        return "有照片或扫描件被改动过，请停止办理并联系信息中心"
    lost = unproved_entry(database, Keyring.load(key)) if key.is_file() else None
    return None if lost is None else f"第 {lost} 笔的照片或扫描件不见了，或被改动过，请停止办理并联系信息中心"


def backup(folder: Path, to: Path) -> Path:
    """Copy the running branch to a new folder under ``to``, without its key, and prove the copy."""
    if not (folder / BASE).is_file():
        raise CopyError(f"文件夹“{folder.name}”里没有 {BASE}，请核对 --data")
    kept = to / f"{wall():%Y%m%d-%H%M%S}"
    kept.mkdir(parents=True, mode=0o700)
    database = Database(folder / BASE)
    try:
        database.run("VACUUM INTO ?", str(kept / BASE))
    finally:
        database.close()
    (kept / BASE).chmod(0o600)
    for name in BESIDE:
        if (folder / name).is_dir():
            shutil.copytree(folder / name, kept / name)
        elif (folder / name).is_file():
            shutil.copy2(folder / name, kept / name)
    click.echo(check(kept))
    return kept


def restore(folder: Path, kept: Path) -> None:
    """Put a backup in the place of the database; history goes on under a new epoch, with new numbers."""
    if not (kept / BASE).is_file():
        raise CopyError(f"“{kept.name}”不是一份备份，里面没有 {BASE}")
    if not (folder / KEY).is_file():
        raise CopyError(f"请先把 {KEY} 放进数据文件夹“{folder.name}”，没有它备份打不开")
    check(kept)
    stamp = f"{wall():%Y%m%d-%H%M%S}"
    for old in (BASE, f"{BASE}-wal", f"{BASE}-shm"):
        if (folder / old).exists():
            (folder / old).rename(folder / f"{old}.before-{stamp}")
    shutil.copy2(kept / BASE, folder / BASE)
    for name in BESIDE:
        if (kept / name).is_file() and not (folder / name).exists():
            shutil.copy2(kept / name, folder / name)
        elif (kept / name).is_dir() and not (folder / name).exists():
            shutil.copytree(kept / name, folder / name)
    _new_epoch(folder, wall())


def _new_epoch(folder: Path, now: datetime) -> None:
    database = Database(folder / BASE)
    try:
        with database.writing():
            database.run("UPDATE head SET epoch=?, seq=seq+?", new_op_id(now), GAP)
            database.run("DELETE FROM session")
            database.run("DELETE FROM draft")
    finally:
        database.close()
