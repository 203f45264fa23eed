"""Play visits: documents of what should happen at a window, carried out through its pages."""

import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from counter.rehearsal.play.desk import Desk
from counter.rehearsal.play.difference import Difference
from counter.rehearsal.play.expect import Check
from counter.rehearsal.play.read import read_visit
from counter.rehearsal.play.words import (
    Clerk,
    Come,
    Do,
    Expect,
    Holder,
    Second,
    Sit,
    Step,
    Turn,
    Unit,
    Visit,
    VisitError,
)


@dataclass(frozen=True)
class Outcome:
    """How one visit went; without differences it went as it is written."""

    file: str
    title: str
    proves: tuple[str, ...]
    differences: tuple[Difference, ...]
    seconds: float

    @property
    def well(self) -> bool:
        """Whether everything came true."""
        return not self.differences

    def __str__(self) -> str:
        head = f"{'符合' if self.well else '不符'}  {self.file}  {self.title}"
        return "\n".join([head, *map(str, self.differences)])


def play(files: Iterable[str | Path], *, read_slips: bool = True, at_once: int = 1) -> list[Outcome]:
    """Play every file, each in a world of its own; a file that cannot be read is an outcome too.

    Without ``read_slips`` the words on slips are not read, only that each slip is a whole PDF;
    ``at_once`` is how many processes play beside each other.
    """
    paths = [Path(file) for file in files]
    one = partial(_play, read_slips=read_slips)
    if at_once == 1 or len(paths) == 1:
        return [one(path) for path in paths]
    with ProcessPoolExecutor(at_once) as pool:
        return list(pool.map(one, paths))


def _play(path: Path, *, read_slips: bool) -> Outcome:
    began = time.monotonic()
    title = ""
    proves: tuple[str, ...] = ()
    try:
        visit = read_visit(path)
        title, proves = visit.title, visit.proves
        with tempfile.TemporaryDirectory() as folder:
            differences = _act(visit, Path(folder), read_slips=read_slips)
    except VisitError as error:
        differences = [Difference(error.at, error.why)]
    except OSError as error:
        raise UnreadableError(path, error) from None
    return Outcome(path.name, title, proves, tuple(differences), time.monotonic() - began)


class UnreadableError(Exception):
    """A visit's file cannot be opened."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(f"来访文件“{path}”打不开（{error.strerror}），请核对文件名")


def _act(visit: Visit, folder: Path, *, read_slips: bool) -> list[Difference]:
    desk = Desk(visit, folder, read_slips=read_slips)
    try:
        steps = list(visit.steps)
        while steps:
            expects = _block(steps)
            if expects:
                differences = Check(desk, desk.fresh()).all(expects)
                if differences:
                    return differences
            else:
                _step(desk, steps.pop(0))
        return []
    finally:
        desk.stop()


def _block(steps: list[Step]) -> list[Expect]:
    """Take the expectations that stand at the front."""
    block: list[Expect] = []
    while steps and isinstance(steps[0], Expect):
        first = steps.pop(0)
        assert isinstance(first, Expect), "looked at just now"
        block.append(first)
    return block


def _step(desk: Desk, step: Step) -> None:
    match step:
        case Sit():
            desk.sit(step)
        case Holder() | Unit():
            desk.holder = step
        case Clerk():
            desk.relieve(step)
        case Second():
            desk.second = step
        case Come():
            desk.come = step
        case Do():
            desk.do(step)
        case Turn():
            desk.turn(step)
        case Expect():
            raise AssertionError(step)
