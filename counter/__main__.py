"""The command line: ``counter rehearse``, ``smoke``, ``init``, ``serve``, ``play``, ``diagram``, ``cities`` ..."""

import sys
from pathlib import Path

import click

from counter.branch import FolderError
from counter.catalogue import CatalogueError
from counter.cities import CityError, UnknownCityError, city_keys
from counter.commands.agent import AgentError
from counter.commands.folder import NotSetUpError
from counter.commands.out import NotWrittenError
from counter.commands.smoke import SmokeError
from counter.rehearsal import DEMO_CITY
from counter.store.database import StorageError
from counter.store.seal import KeyFileError, SealError
from counter.workdays import WorkdayTableError

SAID_PLAINLY = (
    StorageError,
    FolderError,
    CityError,
    UnknownCityError,
    CatalogueError,
    KeyFileError,
    SealError,
    NotSetUpError,
    NotWrittenError,
    SmokeError,
    WorkdayTableError,
    AgentError,
)


@click.group()
def cli() -> None:
    """社保卡柜台."""


@cli.command()
@click.option("--city", default=DEMO_CITY, help="、".join(city_keys()))
@click.option("--port", default=8000, help="监听端口", type=click.IntRange(0, 65535))
@click.option("--data", default="rehearsal", help="演练数据放在哪个文件夹")
def rehearse(city: str, port: int, data: str) -> None:
    """Start a rehearsal: invented people, a virtual province, virtual devices."""
    from counter.commands.rehearse import rehearse as start

    start(city, port, data)


@cli.command()
@click.option("--city", default="", help="只走一个城市")
def smoke(city: str) -> None:
    """Work the main story over HTTP and stop."""
    from counter.commands.smoke import smoke as work

    click.echo(work([city] if city else city_keys()))


@cli.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
def play(files: tuple[str, ...]) -> None:
    """Play visits written as documents."""
    from counter.commands.play import play as act

    sys.exit(act(files))


@cli.command()
@click.argument("city")
@click.argument("out", required=False, type=click.Path(dir_okay=False, path_type=Path))
def diagram(city: str, out: Path | None) -> None:
    """Draw every state of CITY and every way from one to another, as SVG."""
    from counter.commands.diagram import diagram as draw
    from counter.commands.out import put

    put(draw(city).encode(), out)


@cli.command()
@click.argument("city")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def rulebook(city: str, out: Path) -> None:
    """Print CITY's rule book, each article beside what the program does with it, to the PDF file OUT."""
    from counter.commands.out import put
    from counter.commands.rulebook import rulebook as make

    made, told = make(city)
    put(made, out)
    click.echo(told)


@cli.command()
@click.option("--diff", nargs=2, default=None, metavar="A B", help="两个城市逐项对照")
@click.option("--only", is_flag=True, help="对照时只列不同的")
def cities(diff: tuple[str, str] | None, *, only: bool) -> None:
    """List the cities, or compare two of them value by value."""
    from counter.commands.cities import listed, side_by_side

    for line in side_by_side(*diff, only=only) if diff else listed():
        click.echo(line)


@cli.command()
@click.option("--data", default="data", help="本网点的数据放在哪个文件夹")
def init(data: str) -> None:
    """Set up a real branch by questions."""
    from counter.commands.setup import init as ask

    ask(data)


@cli.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--data", default="data", help="本网点的数据文件夹")
def load(file: Path, data: str) -> None:
    """Fetch the records of the people in FILE (one id number a line)."""
    from counter.commands.folder import open_real, read_branch_file
    from counter.commands.load import load_file

    branch = open_real(Path(data), read_branch_file(Path(data)))
    load_file(branch, file)
    branch.close()


@cli.command()
@click.argument("to", type=click.Path(file_okay=False, path_type=Path))
@click.option("--data", default="data", help="本网点的数据文件夹")
def backup(to: Path, data: str) -> None:
    """Copy the database to the folder TO while it is in use, and prove the copy."""
    from counter.commands.keep import backup as copy

    click.echo(f"已备份到 {copy(Path(data), to)}")


@cli.command()
@click.argument("kept", type=click.Path(file_okay=False, path_type=Path))
@click.option("--data", default="data", help="本网点的数据文件夹")
def restore(kept: Path, data: str) -> None:
    """Put the backup in folder KEPT in the place of the database."""
    from counter.commands.keep import restore as put_back

    put_back(Path(data), kept)
    click.echo("已恢复。备份之后办的业务请向省系统核对：打开持卡人时会自动取省里的现状")


@cli.command()
@click.option("--data", default="data", help="本网点的数据文件夹")
def check(data: str) -> None:
    """Prove the database: pages, chain and money."""
    from counter.commands.keep import check as prove

    click.echo(prove(Path(data)))


@cli.command()
@click.option("--server", required=True, help="网点服务器的地址，https:// 开头")
@click.option("--folder", default="agent", help="agent.toml 和配对在哪个文件夹", type=click.Path(path_type=Path))
@click.option("--window", default="", help="第一次启动：窗口编号")
@click.option("--code", default="", help="第一次启动：配对码")
@click.option("--ca", default="", help="签发服务器证书的机构的证书文件，系统里没有的才写")
def agent(server: str, folder: Path, window: str, code: str, ca: str) -> None:
    """Serve the readers of a window's own computer to the branch's server."""
    from counter.commands.agent import agent as start

    start(server, folder, window, code, ca)


@cli.command()
@click.option("--data", default="data", help="本网点的数据文件夹")
def serve(data: str) -> None:
    """Serve a real branch."""
    from counter.commands.serve import serve as start

    start(data)


def main() -> int:
    """Run a command; what is wrong comes as one clear sentence."""
    try:
        cli(standalone_mode=False)
    except SAID_PLAINLY as error:
        click.echo(f"没有启动：{error}", err=True)
        return 1
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return 130
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
