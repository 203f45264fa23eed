"""What a command makes: to a file, or to where its output goes."""

from pathlib import Path

import click


class NotWrittenError(Exception):
    """The file cannot be written."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(f"文件“{path}”写不进去（{error.strerror}），请换一个文件夹或文件名")


def put(made: bytes, out: Path | None) -> None:
    """Write what was made to this file, or to the standard output without one."""
    if out is None:
        click.echo(made, nl=False)
        return
    try:
        out.write_bytes(made)
    except OSError as error:
        raise NotWrittenError(out, error) from None
    click.echo(f"已写入 {out}")
