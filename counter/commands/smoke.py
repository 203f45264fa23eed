"""counter smoke: the main story of each city, worked over HTTP from the first page to the province's record."""

import time
from collections.abc import Sequence
from pathlib import Path

STORIES = Path(__file__).parent.parent / "rehearsal" / "stories"


class SmokeError(Exception):
    """The main story does not run."""

    def __init__(self, told: str) -> None:
        super().__init__(f"自检没有通过，请把下面的内容交给信息中心：\n{told}")


def smoke(cities: Sequence[str]) -> str:
    """Play the stories; one line when everything came true, SmokeError with the differences otherwise."""
    from counter.rehearsal.play import play

    began = time.monotonic()
    outcomes = play([STORIES / f"{city}.txt" for city in cities], read_slips=False)
    wrong = [str(outcome) for outcome in outcomes if not outcome.well]
    if wrong:
        raise SmokeError("\n".join(wrong))
    return f"自检通过：{len(outcomes)} 个城市的主要故事都走通，用时 {time.monotonic() - began:.1f} 秒"
