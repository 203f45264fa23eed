"""counter serve: a real branch, as its folder says."""

from pathlib import Path

import click

from counter.app import create_app
from counter.sync.courier import Courier

from .folder import makers_of, open_real, read_branch_file, readers_of
from .listen import Listener, open_port, until_stopped


def serve(data: str) -> None:
    """Open the branch in this folder and serve it on loopback."""
    folder = Path(data)
    file = read_branch_file(folder)
    readers = readers_of(file)
    makers = makers_of(file, folder)
    branch = open_real(folder, file, readers, makers)
    taken = open_port(file.port, file.host)
    counter = create_app(branch, Courier(branch), secure=file.behind_tls, remotes=readers.remotes)
    counter.courier.start()
    counter.presses.start()
    listener = Listener(counter, taken, proxied=file.behind_tls)
    listener.start()
    click.echo(f"{file.name}：{file.address}（本机端口 {listener.port}）")
    if branch.connector is None:
        click.echo("没有配置省级系统：业务只留在本网点，待上送")

    def stop() -> None:
        listener.stop()
        counter.presses.stop()
        counter.courier.stop()
        makers.stop()
        readers.stop()
        branch.close()

    until_stopped(stop)
