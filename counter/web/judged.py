"""What is wrong with what was typed."""

from collections.abc import Mapping, Sequence

from counter.core.decision import Accepted, Refused
from counter.core.form import Form
from counter.core.reading import FormError
from counter.core.ruled import Refusal
from counter.visit import Begun, consider
from printing import missing

from .shell import branch, seat


def judged(
    begun: Begun, tried: Sequence[str] = ()
) -> tuple[Mapping[str, str], tuple[Refusal, ...], Accepted | Refused | None]:
    """What is wrong with each blank, every refusal, and the verdict; there is none while a blank is wrong."""
    try:
        verdict, form = consider(branch(), begun, seat(), tried=tried)
    except FormError as error:
        return error.messages, (), None
    unprintable = _unprintable(form)
    return unprintable, verdict.refusals if isinstance(verdict, Refused) else (), verdict


def _unprintable(form: Form) -> dict[str, str]:
    """Characters that no typeface here can print are named before the operation is accepted."""
    out = {}
    for name, text in form.texts().items():
        lost = missing(text)
        if lost:
            label = next(b.label for b in form.own if b.name == name)
            named = "、".join(f"“{char}”（U+{ord(char):04X}）" for char in lost)
            out[name] = f"{label}：回执上印不出{named}，请核对证件，仍要使用的请联系信息中心装字体"
    return out
