"""When a certificate may be printed: once the province has confirmed its entry."""

from counter.core.dossier import SENT_BACK
from counter.core.prints import CERTIFICATE
from counter.store.entries import Kept
from counter.store.outbox import ACCEPTED, SETTLED, WORDS
from counter.sync.soon import soon

from .shell import branch, counter

NONE = "这一笔没有证明，请回到办结页"


def title_of(kept: Kept) -> str:
    """The title of the certificate this entry gives; empty where it gives none."""
    operation = branch().catalogue.operations.get(kept.entry.operation)
    made = operation.certificate if operation is not None and kept.entry.outcome in ("", "done") else None
    return made(kept.entry).title if made is not None else ""


def uncertified(kept: Kept, kind: str = CERTIFICATE) -> str:
    """Why this entry's certificate cannot be printed yet; empty where it can, and for every other paper."""
    if kind != CERTIFICATE:
        return ""
    title = title_of(kept)
    if not title:
        return NONE
    if branch().outbox.unheard(kept.person):
        soon(branch(), counter().courier, kept.person)
    stands = branch().entries.province(kept.seq)[0]
    if stands in (SENT_BACK, WORDS[SETTLED]):
        return f"省里退回了这一笔，《{title}》不能打印，请按待办处理后重新办理"
    if stands != WORDS[ACCEPTED]:
        return f"省里还没有确认这一笔，《{title}》等确认后再打印；请稍后回到办结页再点一次"
    return ""
