"""counter rehearse: everything of a branch, with a world that exists only here."""

import secrets
import shutil
from pathlib import Path

import click

from counter.branch import FolderError
from counter.rehearsal.chip.pcscd import NoPcscdError
from counter.rehearsal.chip.windows import VirtualWindows
from counter.rehearsal.world import Seats, World, add_branch, demo_seats, new_world, rehearsal_staff

from .listen import Listener, open_port, until_stopped


def rehearse(city: str, port: int, data: str) -> None:
    """Start afresh in this folder, print the address and a login made just now, and serve."""
    taken = open_port(port)
    world = new_world(city)
    folder = Path(data) / city
    _clear(folder)
    password = f"{secrets.token_hex(3)}{secrets.randbelow(10)}a"
    seats = demo_seats(city)
    readers = _readers(world, seats)
    counter = add_branch(world, folder, seats, rehearsal_staff(password))
    counter.courier.start()
    counter.presses.start()
    listener = Listener(counter, taken)
    listener.start()
    facts = counter.branch.city.facts
    click.echo(f"\n{facts.name}社保卡柜台（演练）：http://127.0.0.1:{listener.port}")
    click.echo(f"登录：经办 1024、主管 1001、管理员 1000，密码都是 {password}")
    click.echo(readers)
    click.echo("按 Ctrl+C 停止\n")

    def stop() -> None:
        listener.stop()
        world.stop()

    until_stopped(stop)


def _readers(world: World, seats: Seats) -> str:
    """Put the drivers of a real branch at the windows where this machine can, and say which readers there are."""
    try:
        world.virtual = VirtualWindows(world.bench, [window[0] for window in seats.windows])
    except NoPcscdError as error:
        return f"读卡器：演练自带的（{error}），其他功能不受影响"
    return "读卡器：真实驱动，社保卡经 pcscd、身份证经串口，卡和证是虚拟的"


def _clear(folder: Path) -> None:
    """Take the last rehearsal away; anything else in its place is left alone."""
    try:
        if (folder / "counter.db").exists():
            shutil.rmtree(folder)
    except OSError as error:
        why = f"上次演练的文件夹“{folder}”清不掉（{error.strerror}）"
        raise FolderError(f"{why}，请改正权限，或用 --data 换一个") from None
