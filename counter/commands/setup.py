"""counter init: what a real branch must say of itself before it can serve."""

import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from counter.branch import Branch
from counter.cities import city_keys, load_city
from counter.core.city import City
from counter.core.province import ProvinceMismatchError, ProvinceUnavailableError
from counter.web.admin import TOKEN

from .folder import CHECKS, FILE, BranchFile, open_real, read_branch_file
from .load import begin_news, load_file

OWN_CITY = ".toml"


def init(data: str) -> None:
    """Ask, write ``branch.toml``, make the database, print a link for an administrator.

    For a folder that is set up already: only a new link, for when the first was lost or no administrator
    knows a password any more. Whoever can run this could read the folder anyway.
    """
    folder = Path(data)
    fresh = not (folder / FILE).exists()
    file = _asked() if fresh else read_branch_file(folder)
    windows = _windows(load_city(file.city)) if fresh else []
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    branch = open_real(folder, file)
    for number, (title, kind, bank) in enumerate(windows, 1):
        branch.add_window(str(number), title, kind, bank)
    if fresh:
        _from_province(branch)
        _write(folder, file)
    token = secrets.token_urlsafe(24)
    branch.set(TOKEN, branch.keys.hash("setup", token))
    branch.close()
    done = "设置好了" if fresh else "这个网点已经设置过，原来的设置不变"
    click.echo(f"\n{done}。请运行 counter serve --data {data}，然后打开下面的地址建立管理员（只能用一次）：")
    click.echo(f"{file.address}/setup/{token}")
    click.echo("数据文件夹里的 counter.key 是打开个人信息的钥匙，请另存一份到别处。")


def _asked() -> BranchFile:
    city_file = click.prompt(f"城市（{'、'.join(city_keys())}，或自己的城市文件）", value_proc=_city)
    city = load_city(city_file)
    code = _ask("code", "网点编号（行政区划 6 位 + 自编 2 位）", default=f"{city.facts.code}01")
    name = _ask("name", "网点名称")
    district = click.prompt("所属行政区（如“红旗区”；市级网点写城市名，不清楚就留空）", default="", show_default=False)
    click.echo("程序只在本机监听；别的电脑要用，须由 TLS 前端（caddy 或 nginx）转发。")
    port = click.prompt("本机端口", default=8000, type=click.IntRange(1024, 65535))
    outside = click.confirm("别的电脑也要用（经 TLS 前端）", default=True)
    name_there = _ask("address", "窗口电脑打开的地址，https://", start="https://") if outside else ""
    return BranchFile(
        city=city_file,
        code=code,
        name=name,
        district=district.strip(),
        host="127.0.0.1",
        port=port,
        address=name_there or f"http://127.0.0.1:{port}",
        behind_tls=outside,
        systems=dict.fromkeys(city.systems, ""),
        province=_ask("province", f"{city.facts.record}的接口地址（暂时没有就留空）", default=""),
    )


def _ask(key: str, question: str, start: str = "", **how: Any) -> str:
    """Ask until the answer is right; ``start`` need not be typed, a trailing slash is dropped."""

    def checked(text: str) -> str:
        answer = start + text.strip().removeprefix(start).rstrip("/")
        try:
            CHECKS[key](answer)
        except ValueError as error:
            raise click.BadParameter(str(error)) from None
        return answer

    answer: str = click.prompt(question, value_proc=checked, show_default=bool(how.get("default")), **how)
    return answer


def _city(text: str) -> str:
    """A city of the program, or the whole path of a city file of one's own."""
    if text.endswith(OWN_CITY) and Path(text).is_file():
        return str(Path(text).resolve())
    if text not in city_keys():
        raise click.BadParameter(f"应是 {'、'.join(city_keys())} 之一，或一个 {OWN_CITY} 文件的路径")
    return text


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
        "要先取哪些人的留存（每行一个身份证号的文件；没有就留空）", default="", show_default=False, value_proc=_list
    )
    if file:
        load_file(branch, Path(file))


def _list(text: str) -> str:
    if text and not Path(text).is_file():
        raise click.BadParameter(f"没有文件“{text}”")
    return text


def _windows(city: City) -> list[tuple[str, str, str]]:
    """Title, type and bank of each window of the new branch."""
    for key, window in city.windows.items():
        click.echo(f"  {key}：{window.title}")
    out: list[tuple[str, str, str]] = []
    while True:
        title = click.prompt(f"第 {len(out) + 1} 个窗口的名称（没有了就直接回车）", default="", show_default=False)
        if not title and out:
            return out
        if title:
            kind = click.prompt("它的类别", type=click.Choice(list(city.windows)))
            banks = city.choices().get("banks", ())
            bank = click.prompt("它是哪家银行的", type=click.Choice(banks)) if city.windows[kind].of_bank else ""
            out.append((title, kind, bank))


def _write(folder: Path, file: BranchFile) -> None:
    plain = {key: value for key, value in vars(file).items() if not isinstance(value, Mapping | tuple | None)}
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in plain.items()]
    for key, table in vars(file).items():
        if isinstance(table, Mapping):
            lines += ["", f"[{key}]", *(f"{name} = {json.dumps(text)}" for name, text in table.items())]
    (folder / FILE).write_text("\n".join(lines) + "\n", "utf-8")
