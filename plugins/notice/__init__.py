"""一次性告知: everything an operation asks for, in writing, before anything else; then only what is still missing."""

from collections.abc import Sequence
from typing import Any

from counter import LookUp, NoRules, Panels, hookimpl

from .receipt import missing, once
from .told import beside

ROLES = frozenset({"经办", "主管"})


@hookimpl
def counter_lookups() -> Sequence[LookUp]:
    """Offer both notices to every clerk: the full one from the person's page, the other from the form."""
    return (
        LookUp(id="notice.once", title="一次性告知单", roles=ROLES, about_offer=True, paper=once, tells=True),
        LookUp(
            id="notice.missing", title="缺件告知单", roles=ROLES, about_offer=True, paper=missing, tells=True,
            lacks=True,
        ),
    )  # fmt: skip


@hookimpl
def counter_panels() -> Sequence[Panels[Any]]:
    """Show on a person's page what was told before."""
    return (Panels(rules=NoRules, show=beside),)
