"""counter rehearse: everything of a branch, with a world that exists only here."""

import secrets
import shutil
from importlib.util import find_spec
from pathlib import Path

import click

from counter.branch import FolderError
from counter.rehearsal.world import add_branch, demo_seats, new_world, rehearsal_staff

from .listen import Listener, open_port, until_stopped


def rehearse(city: str, port: int, data: str) -> None:
    """Start afresh in this folder, print the address and a login made just now, and serve."""
    taken = open_port(port)
    world = new_world(city)
    folder = Path(data) / city
    _clear(folder)
    password = f"{secrets.token_hex(3)}{secrets.randbelow(10)}a"
    seats = demo_seats(city)
    counter = add_branch(world, folder, seats, rehearsal_staff(password))
    counter.courier.start()
    listener = Listener(counter, taken)
    listener.start()
    facts = counter.branch.city.facts
    click.echo(f"\n{facts.name}社保卡柜台（演练）：http://127.0.0.1:{listener.port}")
    click.echo(f"登录：经办 1024、主管 1001、管理员 1000，密码都是 {password}")
    if find_spec("smartcard") is None:
        click.echo("没有安装 pyscard：用演练读卡器，其他功能不受影响")
    click.echo("按 Ctrl+C 停止\n")

    def stop() -> None:
        listener.stop()
        world.stop()

    until_stopped(stop)


def _clear(folder: Path) -> None:
    """Take the last rehearsal away; anything else in its place is left alone."""
    try:
        if (folder / "counter.db").exists():
            shutil.rmtree(folder)
    except OSError as error:
        why = f"上次演练的文件夹“{folder}”清不掉（{error.strerror}）"
        raise FolderError(f"{why}，请改正权限，或用 --data 换一个") from None
