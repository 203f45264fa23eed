"""What a rehearsal can make go wrong on purpose."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rejection:
    """The next call gets this code; ``call`` empty means the next report of any kind."""

    code: str
    call: str = ""


@dataclass
class Faults:
    """The faults now set; the numbered ones count down to nothing."""

    down: bool = False
    slow: float = 0.0
    lost_answers: int = 0
    lost_call: str = ""
    later: int = 0
    twice: bool = False
    hold: bool = False
    rejections: list[Rejection] = field(default_factory=list)

    def take_lost_answer(self, call: str) -> bool:
        """Whether the answer to this call is lost on its way back."""
        if self.lost_answers <= 0 or self.lost_call not in {"", call}:
            return False
        self.lost_answers -= 1
        return True

    def take_later(self) -> bool:
        """Whether this report is only taken in for now."""
        if self.later <= 0:
            return False
        self.later -= 1
        return True

    def take_rejection(self, call: str, *, report: bool) -> str:
        """The code this call is to be refused with, or nothing."""
        for rejection in self.rejections:
            if rejection.call == call or (report and not rejection.call):
                self.rejections.remove(rejection)
                return rejection.code
        return ""
