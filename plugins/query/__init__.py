"""查询: one person in whole, how far a new card has come, and what was done; read, printed, and nothing decided."""

from collections.abc import Sequence

from counter import LookUp, Party, hookimpl

from .form import RecordsForm, in_order
from .papers import personal, progress, records

ROLES = frozenset({"经办", "主管"})
PERSON = frozenset({Party.PERSON})


@hookimpl
def counter_lookups() -> Sequence[LookUp]:
    """Offer the three look-ups."""
    return (
        LookUp(id="query.person", title="个人综合查询", roles=ROLES, about=PERSON, whole=True, paper=personal),
        LookUp(id="query.progress", title="制卡进度查询", roles=ROLES, about=PERSON, whole=True, paper=progress),
        LookUp(
            id="query.records",
            title="业务记录查询",
            roles=ROLES,
            about=frozenset(Party),
            whole=True,
            form=RecordsForm,
            wrong=in_order,
            paper=records,
        ),
    )
