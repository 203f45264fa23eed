"""One line of a visit that did not come true."""

from dataclasses import dataclass

from counter.rehearsal.play.words import At


@dataclass(frozen=True)
class Difference:
    """What was expected on a line, and what there was."""

    at: At
    found: str

    def __str__(self) -> str:
        indent = " " * (len(str(self.at)) + 2)
        return f"{self.at}  应为：{self.at.text}\n{indent}实为：{self.found}"
