"""常见问题处理: the documents' troubles where they occur, and the report of what nobody here can mend."""

from collections.abc import Sequence
from typing import Any

from counter import LookUp, Panels, hookimpl

from .receipt import report
from .troubles import REPORT, HelpRules, beside, named


@hookimpl
def counter_panels() -> Sequence[Panels[Any]]:
    """Offer the troubles beside the pages where they occur."""
    return (Panels(rules=HelpRules, show=beside, names=named, whole=True),)


@hookimpl
def counter_lookups() -> Sequence[LookUp]:
    """Offer the report to every clerk."""
    roles = frozenset({"经办", "主管"})
    return (
        LookUp(id=REPORT, title="情况报告单", roles=roles, about_offer=False, paper=report, at_place=True),
    )
