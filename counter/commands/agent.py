"""counter agent: serves what is plugged into a window's own computer, readers and printers, to the branch's server."""

import signal
from pathlib import Path
from threading import Thread

import click

from counter.devices.remote.line import BadAddressError, Line, NoLineError, RefusedError
from counter.devices.remote.program import Program
from counter.devices.remote.setting import NotUsableError, Paired, keep, kept, read_agent_file
from counter.devices.standing import StandingReaders
from counter.printers.here import PrintersHere
from counter.printers.taken import JournalError

_PAIRS = 10.0
HERE = "here"


class AgentError(Exception):
    """The program cannot begin or go on; the sentence says what to do."""


def agent(server: str, folder: Path, window: str, code: str, ca: str) -> None:
    """Pair where a code is given, then serve until stopped."""
    try:
        line = Line(server, ca)
        file = read_agent_file(folder)
        paired = _paired(line, folder, window, code)
        printers = PrintersHere(folder, file.printers) if file.printers else None
    except (BadAddressError, JournalError, NotUsableError) as error:
        raise AgentError(str(error)) from None
    readers = StandingReaders(
        {HERE: file.card_reader} if file.card_reader else {}, {HERE: file.id_reader} if file.id_reader else {}, {}
    )
    program = Program(
        line, paired.window, paired.secret, [*readers.at(HERE), *([printers] if printers is not None else [])],
        say=click.echo, keys=readers.number_keys,
    )  # fmt: skip
    for number in (signal.SIGINT, signal.SIGTERM):
        # The signal may come while this thread waits for the very thing that stop sets.
        signal.signal(number, lambda *_: Thread(target=program.stop).start())
    try:
        if printers is not None:
            printers.start()
        program.run()
    except RefusedError as error:
        raise AgentError(str(error)) from None
    finally:
        readers.stop()
        if printers is not None:
            printers.stop()
        line.close()


def _paired(line: Line, folder: Path, window: str, code: str) -> Paired:
    """The pairing that was kept, or a new one for this code."""
    if bool(window) != bool(code):
        raise AgentError("--window 和 --code 要一起写，照“窗口电脑”页显示的那一行")
    if not code:
        before = kept(folder)
        if before is None:
            raise AgentError("还没有和窗口配对，请管理员在“窗口电脑”页生成配对码，第一次启动时加上 --window 和 --code")
        if before.server != line.url:
            raise AgentError(f"是和 {before.server} 配对的，不是 {line.url}，请核对 --server；换了服务器的重新配对")
        return before
    try:
        told = line.ask("pair", {"window": window, "code": code}, _PAIRS)
    except NoLineError as error:
        raise AgentError(f"连不上 {line.url}：{error}，没有配对，请核对地址和网络后再试") from None
    except RefusedError as error:
        raise AgentError(str(error)) from None
    paired = Paired(server=line.url, window=window, secret=str(told.get("secret", "")))
    keep(folder, paired)
    click.echo("配对好了，以后启动不用再写 --window 和 --code")
    return paired
