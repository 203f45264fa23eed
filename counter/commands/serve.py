"""counter serve: a real branch, as its folder says."""

from pathlib import Path

import click

from counter.app import create_app
from counter.branch import Identity, open_branch
from counter.catalogue import load
from counter.cities import load_city
from counter.clock import SystemClock
from counter.sync.courier import Courier

from .listen import Listener, open_port, until_stopped
from .setup import NotSetUpError, read_branch_file


def serve(data: str) -> None:
    """Open the branch in this folder and serve it on loopback."""
    folder = Path(data)
    file = read_branch_file(folder)
    taken = open_port(file.port, file.host)
    catalogue = load(load_city(file.city))
    connector = None
    if file.province:
        connector = catalogue.hook.counter_province(name=catalogue.city.facts.province, url=file.province)
        if connector is None:
            raise NotSetUpError(f"没有插件会说“{catalogue.city.facts.province}”省的接口，请在城市文件里启用它")
    branch = open_branch(
        folder, Identity(code=file.code, name=file.name), catalogue, SystemClock(), connector
    )
    counter = create_app(branch, Courier(branch), secure=file.behind_tls)
    counter.courier.start()
    listener = Listener(counter, taken, proxied=file.behind_tls)
    listener.start()
    click.echo(f"{file.name}：{file.address}（本机端口 {listener.port}）")
    if connector is None:
        click.echo("没有配置省级系统：业务只留在本网点，待上送")

    def stop() -> None:
        listener.stop()
        counter.courier.stop()
        branch.close()

    until_stopped(stop)
