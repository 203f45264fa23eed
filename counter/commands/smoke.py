"""counter smoke: the main stories of each city, worked over HTTP from the first page to the province's record."""

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
    stories = [file for city in cities for file in sorted(STORIES.glob(f"{city}*.txt"))]
    outcomes = play(stories, read_slips=False)
    wrong = [str(outcome) for outcome in outcomes if not outcome.well]
    if wrong:
        raise SmokeError("\n".join(wrong))
    seconds = time.monotonic() - began
    told = f"{len(cities)} 个城市的 {len(outcomes)} 个主要故事（补换卡、首次办卡）"
    return f"自检通过：{told}都走通，用时 {seconds:.1f} 秒"
