"""The work lists of a branch as pages show them: which there are, how many rows, and a page of rows read at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from counter.branch import Branch
from counter.core.matters import MatterKind
from counter.store.matters import Which

PAGE, PAGE_TO_DECIDE = 50, 20
TO_DECIDE = (
    MatterKind.REJECTED,
    MatterKind.UNKNOWN_ACT,
    MatterKind.SENT_BACK,
    MatterKind.WITHDRAWN,
    MatterKind.APPLIED,
)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One work list: its rows count in the menu where it ``presses``; ``empty`` is said when it has none."""

    id: str
    title: str
    kinds: tuple[MatterKind, ...]
    empty: str
    presses: bool = True
    late: bool = False
    near: bool = False

    def which(self, today: date) -> Which:
        """Its rows on this day."""
        return Which(kinds=self.kinds, due_before=today if self.late else None, near_by=today if self.near else None)


EMPTY_DECISION = "没有要处理的事。省里退回的业务、结果不明的制卡和启用会出现在这里。"
SHEETS = (
    Sheet(id="decide", title="要处理的", kinds=TO_DECIDE, empty=EMPTY_DECISION),
    *(
        Sheet(id=kind.name.lower(), title=kind.value, kinds=(kind,), empty=f"没有“{kind.value}”的事项。")
        for kind in TO_DECIDE
    ),
    Sheet(
        id="late", title="超期", kinds=(MatterKind.PROMISED,), late=True,
        empty="没有超期的。在本网点受理、过了承诺日期还没有办到的，会出现在这里。",
    ),
    Sheet(
        id="near", title="将到期", kinds=(MatterKind.PROMISED,), near=True, presses=False,
        empty="没有将到期的。离承诺日期不远的，会出现在这里。",
    ),
    Sheet(
        id="unsigned", title="未签字", kinds=(MatterKind.UNSIGNED,),
        empty="没有未签字的。没有扫描的材料、单位没有交回的回执、对方没有签收的卡，会出现在这里。",
    ),
    Sheet(
        id="unfinished", title="没有办完", kinds=(MatterKind.UNFINISHED,),
        empty="没有没办完的。做了一半的制卡、没有补齐的申领、您没有填完的表，会出现在这里。",
    ),
    Sheet(
        id="hand_out", title="待领", kinds=(MatterKind.HAND_OUT,), presses=False,
        empty="没有待领的卡。制好、签收了的卡会出现在这里，可以通知持卡人来领。",
    ),
    Sheet(
        id="make", title="待制", kinds=(MatterKind.MAKE,), presses=False,
        empty="没有待制的卡。受理了、要在本网点制的卡会出现在这里。",
    ),
    Sheet(
        id="pass_on", title="交接和回卡", kinds=(MatterKind.HAND_ON,), presses=False,
        empty="没有要交接的卡。要交给别处、等待审核、签收、入库、重发的卡会出现在这里。",
    ),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class OpenItems:
    """How many rows one list has, and since when the oldest waits."""

    title: str
    count: int
    oldest: datetime
    sheet: str


def sheets(branch: Branch) -> tuple[Sheet, ...]:
    """The lists of this branch: those of its windows' operations, and what everybody has."""
    types = {window.type for window in branch.windows()}
    done_here = {
        one.kind
        for key, operation in branch.catalogue.operations.items()
        for one in operation.awaits
        if key in branch.city.operations and types & set(branch.city.operations[key].windows.value)
    }
    mine = {*TO_DECIDE, MatterKind.PROMISED, MatterKind.UNSIGNED, MatterKind.UNFINISHED, *done_here}
    return tuple(sheet for sheet in SHEETS if set(sheet.kinds) <= mine)


def counted(branch: Branch, today: date) -> dict[str, int]:
    """How many rows each list has; two or three short index reads."""
    by_kind = branch.matters.counts([kind for kind in MatterKind if kind is not MatterKind.PROMISED])
    return {sheet.id: _count(branch, sheet, today, by_kind) for sheet in SHEETS}


def pressing(branch: Branch) -> int:
    """What the menu says: how many rows want doing soon. On every page, so it reads only short indexes."""
    today = branch.clock.now().date()
    kinds = {kind for sheet in SHEETS if sheet.presses and not sheet.late for kind in sheet.kinds}
    late = next(sheet for sheet in SHEETS if sheet.late)
    return sum(branch.matters.counts(kinds).values()) + branch.matters.count(late.which(today))


def open_items(branch: Branch) -> tuple[OpenItems, ...]:
    """The lists that are not empty, as the day's end names them before it closes."""
    today = branch.clock.now().date()
    numbers = counted(branch, today)
    out = []
    for sheet in sheets(branch):
        if sheet.id == "decide" or not numbers[sheet.id]:
            continue
        (oldest,) = branch.matters.page(sheet.which(today), 1)
        out.append(
            OpenItems(title=sheet.title, count=numbers[sheet.id], oldest=oldest.matter.since, sheet=sheet.id)
        )
    return tuple(out)


def _count(branch: Branch, sheet: Sheet, today: date, by_kind: Mapping[MatterKind, int]) -> int:
    if sheet.late or sheet.near:
        return branch.matters.count(sheet.which(today))
    return sum(by_kind.get(kind, 0) for kind in sheet.kinds)
