"""The folder of a real branch: its ``branch.toml``, read strictly, and the branch opened as it says."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from counter.branch import Branch, Elsewhere, Identity, open_branch
from counter.catalogue import Catalogue, load
from counter.cities import load_city
from counter.clock import SystemClock
from counter.core.strict import Mistakes, read_table
from counter.core.system import System
from counter.devices.maker.standing import MakerLine, StandingMakers, maker_faults
from counter.devices.samv.photo import PhotoLibrary
from counter.devices.standing import PURPOSES, StandingReaders, is_card_reader, is_id_reader, is_key

FILE = "branch.toml"


class NotSetUpError(Exception):
    """The folder has no usable branch file."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why}。请先运行 counter init，或用 --data 指定网点的数据文件夹")


@dataclass(frozen=True, kw_only=True)
class BranchFile:
    """``branch.toml``: who this branch is and in which district, where it listens, where the other systems are.

    ``card_readers``, ``id_readers`` and ``card_makers`` say what stands at which window, ``card_keys`` how the card
    numbers its keys.
    """

    city: str
    code: str
    name: str
    host: str
    port: int
    address: str
    behind_tls: bool
    province: str = ""
    district: str = ""
    systems: Mapping[str, str] = field(default_factory=dict)
    elsewhere: tuple[Elsewhere, ...] = ()
    queue: str = ""
    card_readers: Mapping[str, str] = field(default_factory=dict)
    id_readers: Mapping[str, str] = field(default_factory=dict)
    card_keys: Mapping[str, str] = field(default_factory=dict)
    card_makers: Mapping[str, MakerLine] = field(default_factory=dict)
    id_photo: PhotoLibrary | None = None


def _is_code(text: str) -> None:
    # The entry number is this code, the day and six digits; the search knows it by its 22 digits or more.
    if not re.fullmatch("[0-9]{8,12}", text):
        raise ValueError("网点编号应为 8 到 12 位数字")


def _is_name(text: str) -> None:
    if not text.strip():
        raise ValueError("请填写网点名称")


def _is_here(text: str) -> None:
    if re.fullmatch(r"[0-9.]+", text) is None or not ip_address(text).is_loopback:
        raise ValueError("只能是本机地址（127.0.0.1），对外由 TLS 前端转发")


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _is_address(text: str) -> None:
    if not _is_url(text) or urlsplit(text).path:
        raise ValueError("地址应写成 https://counter.example 的样子，后面不带路径")


def _is_province(text: str) -> None:
    if text and not _is_url(text):
        raise ValueError("接口地址应以 http:// 或 https:// 开头，没有就留空")


CHECKS: Mapping[str, Callable[[str], None]] = {
    "code": _is_code,
    "name": _is_name,
    "host": _is_here,
    "address": _is_address,
    "province": _is_province,
    "queue": _is_province,
}


EACH: Mapping[str, Callable[[str], None]] = {
    "systems": _is_province, "card_readers": is_card_reader, "id_readers": is_id_reader, "card_keys": is_key,
}  # fmt: skip


def read_branch_file(folder: Path) -> BranchFile:
    """Read the branch file strictly."""
    path = folder / FILE
    if not path.is_file():
        raise NotSetUpError(f"文件夹“{folder.name}”里没有 {FILE}")
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise NotSetUpError(f"{FILE} 写法有误（{error}）") from None
    mistakes = Mistakes()
    read = read_table(BranchFile, table, FILE, mistakes)
    if read is not None:
        _check(read, mistakes)
    if read is None or mistakes:
        raise NotSetUpError("；".join(mistakes))
    return read


def _check(read: BranchFile, mistakes: Mistakes) -> None:
    """Note every value that is of the right type and yet cannot be."""
    said = [(key, getattr(read, key), check) for key, check in CHECKS.items()]
    said += [(f"{key}.{name}", text, check) for key, check in EACH.items() for name, text in getattr(read, key).items()]
    for key, text, check in said:
        try:
            check(text)
        except ValueError as error:
            mistakes.add(f"{FILE}.{key}", str(error))
    for key, fault in maker_faults(read.card_makers):
        mistakes.add(f"{FILE}.card_makers.{key}", fault)
    for name in read.card_keys:
        if name not in PURPOSES:
            mistakes.add(f"{FILE}.card_keys.{name}", f"不认识的用途，可用的有 {'、'.join(PURPOSES)}")
    if read.id_photo is not None and not read.id_photo.named_whole:
        mistakes.add(f"{FILE}.id_photo.library", "解码库应写完整路径，如 /opt/maker/libwltdecode.so")
    if read.behind_tls and not read.address.startswith("https:"):
        mistakes.add(f"{FILE}.address", "经 TLS 前端的地址应以 https:// 开头")


def open_real(
    folder: Path, file: BranchFile, readers: StandingReaders | None = None, makers: StandingMakers | None = None
) -> Branch:
    """Open the branch this file describes, with its line to the province, its readers and its card makers."""
    standing = (("branch-readers", readers), ("branch-makers", makers))
    catalogue = load(load_city(file.city), extra=[(name, one) for name, one in standing if one is not None])
    connector = None
    if file.province:
        connector = catalogue.hook.counter_province(name=catalogue.city.facts.province, url=file.province)
        if connector is None:
            raise NotSetUpError(f"没有插件会说“{catalogue.city.facts.province}”省的接口，请在城市文件里启用它")
    identity = Identity(code=file.code, name=file.name, district=file.district, elsewhere=_elsewhere(catalogue, file))
    branch = open_branch(
        folder, identity, catalogue, SystemClock(), connector, systems=_systems(catalogue, file), queue=file.queue
    )
    _windows_known(branch, file)
    return branch


def _elsewhere(catalogue: Catalogue, file: BranchFile) -> tuple[Elsewhere, ...]:
    """The windows people are sent to; one of a type the city does not have is told."""
    known = catalogue.city.windows
    strange = [one.window for one in file.elsewhere if one.window not in known]
    if strange:
        wrong = "、".join(strange)
        raise NotSetUpError(f"{FILE} 的 [[elsewhere]] 里没有窗口类别“{wrong}”，可用的有 {'、'.join(known)}")
    return file.elsewhere


def _windows_known(branch: Branch, file: BranchFile) -> None:
    """Every reader stands at a window there is; a new branch has none yet, and no readers either."""
    known = [window.id for window in branch.windows()]
    strange = [name for name in (*file.card_readers, *file.id_readers, *file.card_makers) if name not in known]
    if strange:
        branch.close()
        there = "、".join(known)
        raise NotSetUpError(f"{FILE} 给没有的窗口登记了读卡器或制卡机：{'、'.join(strange)}，现有窗口编号 {there}")


def readers_of(file: BranchFile) -> StandingReaders:
    """The readers this file names."""
    return StandingReaders(file.card_readers, file.id_readers, file.card_keys, photos=file.id_photo)


def makers_of(file: BranchFile, folder: Path) -> StandingMakers:
    """The card makers this file names; what is known of the cards in them is kept in this folder."""
    return StandingMakers(file.card_makers, file.card_keys, folder)


def _systems(catalogue: Catalogue, file: BranchFile) -> dict[str, System]:
    """The lines to the systems this city uses; every name that is not one of them is told."""
    used = catalogue.city.systems
    systems = catalogue.connectors(file.systems)
    strange = [name for name in file.systems if name not in used]
    mute = [name for name, url in file.systems.items() if url and name not in systems]
    if strange:
        known = "、".join(used)
        raise NotSetUpError(f"{FILE} 的 [systems] 里有本市没有用的系统：{'、'.join(strange)}，可用的有 {known}")
    if mute:
        raise NotSetUpError(f"没有插件会说 {'、'.join(mute)} 的接口，请在城市文件里启用它")
    return systems
