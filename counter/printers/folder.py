"""A folder in the place of a printer: every paper is one file, which is there whole or not at all."""

import os
from collections.abc import Callable
from pathlib import Path

from counter.core.prints import Stage

from .transport import Note, NotNowError, Outcome, Paper
from .words import READY

UNUSABLE = "文件夹写不进去"


class Folder:
    """Puts PDF files into a folder; what another program does with them is not known here."""

    def __init__(self, path: str) -> None:
        self._path = Path(path)

    def look(self) -> str:
        """Whether files can be put there."""
        return READY if self._path.is_dir() and os.access(self._path, os.W_OK) else UNUSABLE

    def print(self, paper: Paper, sending: Note, going: Callable[[], bool]) -> Outcome:
        """Write the file beside its place, then link it there: a name that is taken is never written over."""
        del going
        part = self._path / f".{paper.name}.part"
        try:
            with part.open("wb") as file:
                file.write(paper.pdf)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            raise NotNowError(UNUSABLE) from None
        try:
            sending(Outcome(Stage.SENT))
            os.link(part, self._file(paper.name))
        except FileExistsError:
            return Outcome(Stage.UNKNOWN, "文件夹里已有同名的文件")
        except OSError:
            return Outcome(Stage.FAILED, UNUSABLE)
        finally:
            part.unlink(missing_ok=True)
        return Outcome(Stage.DONE)

    def settle(self, name: str) -> Outcome:
        """The file is there, or somebody has taken it, or it never came."""
        if self._file(name).exists():
            return Outcome(Stage.DONE)
        return Outcome(Stage.UNKNOWN, "程序中断时正在写文件")

    def _file(self, name: str) -> Path:
        return self._path / f"{name}.pdf"
