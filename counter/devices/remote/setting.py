"""The folder of the program at a window's computer: which readers it has, and the secret it was given once."""

import json
import os
import stat
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from counter.core.strict import Mistakes, read_table
from counter.devices.standing import is_card_reader, is_id_reader
from counter.printers.addresses import is_printer_here

from .papers import NAME

FILE, SECRET = "agent.toml", "secret"
_PRIVATE = 0o077


class NotUsableError(Exception):
    """The folder cannot be used as it is."""


@dataclass(frozen=True, kw_only=True)
class AgentFile:
    """``agent.toml``: the readers that are plugged in here, written as in a branch's file; empty for none.

    ``printers`` are those that only this computer reaches, by the name that the branch's page calls them.
    """

    card_reader: str = ""
    id_reader: str = ""
    printers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Paired:
    """With which server, for which window, by which secret."""

    server: str
    window: str
    secret: str


CHECKS: Mapping[str, Callable[[str], None]] = {"card_reader": is_card_reader, "id_reader": is_id_reader}


def read_agent_file(folder: Path) -> AgentFile:
    """Read it strictly."""
    path = folder / FILE
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError:
        raise NotUsableError(
            f'文件夹“{folder}”里没有能读的 {FILE}，请写好接的是哪台读卡器，如 card_reader = "pcsc:读卡器的名称"'
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise NotUsableError(f"{FILE} 写法有误（{error}），请改正") from None
    mistakes = Mistakes()
    read = read_table(AgentFile, table, FILE, mistakes)
    for key, check in CHECKS.items() if read is not None else ():
        try:
            if getattr(read, key):
                check(getattr(read, key))
        except ValueError as error:
            mistakes.add(f"{FILE}.{key}", str(error))
    if read is not None:
        _printers(read.printers, mistakes)
    if read is not None and not (read.card_reader or read.id_reader or read.printers):
        mistakes.add(FILE, "一台读卡器、一台打印机也没有写")
    if read is None or mistakes:
        raise NotUsableError("；".join(mistakes))
    return read


def _printers(named: Mapping[str, str], mistakes: Mistakes) -> None:
    """What is wrong with the printers that are written down."""
    for name, address in named.items():
        if not NAME.fullmatch(name):
            mistakes.add(f"{FILE}.printers.{name}", "名称用小写字母和数字，最多 20 个")
        try:
            is_printer_here(address)
        except ValueError as error:
            mistakes.add(f"{FILE}.printers.{name}", str(error))


def keep(folder: Path, paired: Paired) -> None:
    """Keep the secret where only this user reads it, all of it or the one before."""
    new = folder / f"{SECRET}.new"
    try:
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(asdict(paired), file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(folder / SECRET)
    except OSError as error:
        why = f"文件夹“{folder}”不能写（{error.strerror}），配对没有留下"
        raise NotUsableError(f"{why}，请改正权限后重新生成配对码") from None


def kept(folder: Path) -> Paired | None:
    """What was kept; None before the first pairing."""
    path = folder / SECRET
    try:
        if stat.S_IMODE(path.stat().st_mode) & _PRIVATE:
            raise NotUsableError(f"{path} 别的用户也能读，请改为 0600；不放心的在“窗口电脑”页取消配对后重新配对")
        told = json.loads(path.read_text("utf-8"))
        return Paired(**{name: str(told[name]) for name in ("server", "window", "secret")})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        raise NotUsableError(f"{path} 读不出，请删掉它，在“窗口电脑”页生成配对码重新配对") from None
