"""常见问题: the rows of the documents' table, and where each stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from counter import Lead, Page, Panel, PanelRow, Place, Ruled

TITLE, REPORT = "常见问题", "help.report"


@dataclass(frozen=True, kw_only=True)
class Where:
    """A place where a trouble occurs: every key that is given must fit.

    ``faults`` are words, one of which stands in what the page says is wrong; ``failed``: it says that anything is.
    """

    page: Page
    operation: str = ""
    step: str = ""
    faults: tuple[str, ...] = ()
    failed: bool = False

    def is_at(self, place: Place) -> bool:
        """Whether this is the place."""
        return (
            self.page is place.page
            and (not self.operation or self.operation in place.operations)
            and (not self.step or self.step == place.step)
            and (not self.failed or bool(place.faults))
            and (not self.faults or any(word in said for word in self.faults for said in place.faults))
        )


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """One row in the document's own words; ``reported`` where the document sends it to the information centre."""

    group: str
    problem: str
    cause: str
    remedy: str
    article: str
    at: tuple[Where, ...]
    leads: tuple[Lead, ...] = ()
    reported: bool = False

    def row(self, place: Place) -> PanelRow:
        """The row as a panel shows it there, without what the document does not say and the way to where one is."""
        lines = (("原因", self.cause), ("解决方法", self.remedy))
        away = [lead for lead in self.leads if place.page is not lead.page]
        away = [lead for lead in away if (lead.operation or lead.entry or "-") not in place.operations]
        report = (Lead(title="打印情况报告单", report=REPORT),) if self.reported else ()
        return PanelRow(
            title=self.problem,
            lines=tuple((label, text) for label, text in lines if text),
            article=self.article,
            leads=(*away, *report),
            group=self.group,
        )


@dataclass(frozen=True, kw_only=True)
class HelpRules:
    """The ``[help]`` table: who a trouble is reported to, and the table of troubles."""

    center: Ruled[str]
    troubles: tuple[Trouble, ...]

    section: ClassVar[str] = "常见问题处理"
    words: ClassVar[Mapping[str, str]] = {"center": "办不了的问题报给谁", "troubles": "常见问题"}


def named(rules: HelpRules) -> Sequence[str]:
    """The operations that the table speaks of."""
    places = [where.operation for one in rules.troubles for where in one.at]
    leads = [name for one in rules.troubles for lead in one.leads for name in (lead.operation, lead.entry)]
    return [name for name in (*places, *leads) if name]


def beside(place: Place, rules: HelpRules) -> Sequence[Panel]:
    """The troubles that occur at this place; on the page of all of them, all."""
    everything = place.page is Page.HELP
    rows = tuple(one.row(place) for one in rules.troubles if everything or any(where.is_at(place) for where in one.at))
    return (Panel(title=TITLE, rows=rows, whole=True),) if rows else ()
