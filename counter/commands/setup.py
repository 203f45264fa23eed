"""counter init: what a real branch must say of itself before it can serve."""

import json
import secrets
import tomllib
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import click

from counter.branch import Branch, Identity, open_branch
from counter.catalogue import load
from counter.cities import city_keys, load_city
from counter.clock import SystemClock
from counter.core.province import ProvinceMismatchError, ProvinceUnavailableError
from counter.core.strict import Mistakes, read_table
from counter.web.admin import TOKEN

from .load import begin_news, load_file

FILE = "branch.toml"


class NotSetUpError(Exception):
    """The folder has no usable branch file."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why}。请先运行 counter init，或用 --data 指定网点的数据文件夹")


@dataclass(frozen=True, kw_only=True)
class BranchFile:
    """``branch.toml``: who this branch is, where it listens, where its province is."""

    city: str
    code: str
    name: str
    host: str
    port: int
    address: str
    behind_tls: bool
    province: str = ""


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
    if read is None or mistakes:
        raise NotSetUpError("；".join(mistakes))
    if not ip_address(read.host).is_loopback:
        raise NotSetUpError(f"{FILE} 的 host 只能是本机地址（127.0.0.1），对外由 TLS 前端转发")
    return read


def open_real(folder: Path, file: BranchFile) -> Branch:
    """Open the branch this file describes, with its line to the province."""
    catalogue = load(load_city(file.city))
    connector = None
    if file.province:
        connector = catalogue.hook.counter_province(name=catalogue.city.facts.province, url=file.province)
        if connector is None:
            raise NotSetUpError(f"没有插件会说“{catalogue.city.facts.province}”省的接口，请在城市文件里启用它")
    return open_branch(folder, Identity(code=file.code, name=file.name), catalogue, SystemClock(), connector)


def init(data: str) -> None:
    """Ask, write ``branch.toml``, make the database, print the link for the first administrator."""
    folder = Path(data)
    if (folder / FILE).exists():
        raise NotSetUpError(f"文件夹“{folder.name}”已经设置过")
    file = _asked()
    windows = _windows(load_city(file.city).windows)
    branch = open_real(folder, file)
    for number, (title, kind) in enumerate(windows, 1):
        branch.add_window(str(number), title, kind)
    _from_province(branch)
    token = secrets.token_urlsafe(24)
    branch.set(TOKEN, branch.keys.hash("setup", token))
    branch.close()
    _write(folder, file)
    click.echo(f"\n设置好了。请运行 counter serve --data {data}，然后打开下面的地址建立首个管理员（只能用一次）：")
    click.echo(f"{file.address}/setup/{token}")
    click.echo("数据文件夹里的 counter.key 是打开个人信息的钥匙，请另存一份到别处。")


def _asked() -> BranchFile:
    city = load_city(click.prompt("城市", type=click.Choice(city_keys())))
    code = click.prompt("网点编号（行政区划 6 位 + 自编 2 位）", default=f"{city.facts.code}01")
    name = click.prompt("网点名称")
    click.echo("程序只在本机监听；别的电脑要用，须由 TLS 前端（caddy 或 nginx）转发。")
    port = click.prompt("本机端口", default=8000, type=click.IntRange(1, 65535))
    outside = click.confirm("别的电脑也要用（经 TLS 前端）", default=True)
    here = f"http://127.0.0.1:{port}"
    return BranchFile(
        city=city.key,
        code=code,
        name=name,
        host="127.0.0.1",
        port=port,
        address=click.prompt("窗口电脑打开的地址", default="https://counter.example") if outside else here,
        behind_tls=outside,
        province=click.prompt(f"{city.facts.record}的接口地址（暂时没有就留空）", default="", show_default=False),
    )


def _from_province(branch: Branch) -> None:
    """Begin at the province's present, and fetch the people somebody has listed."""
    if branch.connector is None:
        return
    try:
        begin_news(branch)
    except (ProvinceUnavailableError, ProvinceMismatchError) as error:
        click.echo(f"省级系统现在不能用：{error}。以后运行 counter load 再取")
        return
    click.echo("已连上省级系统。")
    file = click.prompt(
        "要先取哪些人的留存（每行一个身份证号的文件；没有就留空）", default="", show_default=False
    )
    if file:
        load_file(branch, Path(file))


def _windows(types: object) -> list[tuple[str, str]]:
    kinds = dict(types)  # type: ignore[call-overload]
    for key, kind in kinds.items():
        click.echo(f"  {key}：{kind.title}")
    out: list[tuple[str, str]] = []
    while True:
        title = click.prompt(f"第 {len(out) + 1} 个窗口的名称（没有了就直接回车）", default="", show_default=False)
        if not title and out:
            return out
        if title:
            out.append((title, click.prompt("它的类别", type=click.Choice(list(kinds)))))


def _write(folder: Path, file: BranchFile) -> None:
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in vars(file).items()]
    (folder / FILE).write_text("\n".join(lines) + "\n", "utf-8")
