"""A visit at the desk: the clerk who works through the pages."""

from dataclasses import dataclass, field
from pathlib import Path

from counter.core.second import NUMBER, WORD
from counter.rehearsal.play.browser import PASSWORD
from counter.rehearsal.play.kept import certified, lay_down
from counter.rehearsal.play.making import walk
from counter.rehearsal.play.page import Filling, NoFormError, Page
from counter.rehearsal.play.shown import Said, changes_on, errors_on, fee_on, promise_on, said_on, text_of_pdf
from counter.rehearsal.play.stage import Stage
from counter.rehearsal.play.temporary import READ, coupons, read_cards
from counter.rehearsal.play.units import numbered
from counter.rehearsal.play.words import Do, Visit, VisitError


@dataclass
class Deed:
    """What came of one operation: refused, or done with everything its pages showed."""

    step: Do
    offer: str
    op_id: str = ""
    done: bool = False
    again: bool = False
    refusals: list[Said] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    announced: list[tuple[str, str, str]] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    findings: list[tuple[str, str]] = field(default_factory=list)
    fee: str = "无"
    promise: str = "无"
    page: Page | None = None
    papers: list[str] = field(default_factory=list)
    forms: list[bytes] = field(default_factory=list)
    allowed_at_desk: bool = True


class Desk(Stage):
    """The clerk at work: operations carried down their pages, and what came of each."""

    def __init__(self, visit: Visit, folder: Path, *, read_slips: bool = True) -> None:
        super().__init__(visit, folder)
        self.read_slips: bool = read_slips
        self.deeds: list[Deed] = []
        self._seen: Deed | None = None

    @property
    def deed(self) -> Deed | None:
        """What was done last."""
        return self.deeds[-1] if self.deeds else None

    def fresh(self) -> Deed | None:
        """What was done since the last time this was asked."""
        deed = self.deed
        if deed is None or deed is self._seen:
            return None
        self._seen = deed
        return deed

    def again(self) -> None:
        """Press the last confirming button once more, with the same form."""
        deed = self.deed
        if deed is None or not deed.done:
            return
        entry = self.browser.get(f"/entry/{deed.op_id}")
        token = next((e.attrs.get("value", "") for e in entry.root.marked("name", "csrf_token")), "")
        page = self.browser.post(f"/check/{deed.op_id}", {"csrf_token": token})
        deed.again = page.path == f"/entry/{deed.op_id}" and page.status == entry.status

    def offer_id(self, title: str) -> str | None:
        """The id of what is called so in this city; joined operations are written with 并."""
        titles = {guide.title: key for key, guide in self.city.operations.items()}
        for joined in self.city.facts.together.value:
            titles["并".join(self.city.operations[key].title for key in joined)] = "+".join(joined)
        return titles.get(title)

    def do(self, step: Do) -> Deed:
        """Carry one operation down its pages: person, form, check, entry."""
        offer = self.offer_id(step.title)
        if offer is None:
            raise VisitError(step.at, f"不是{self.city.facts.name}的业务名称，请照城市文件写")
        deed = Deed(step, offer)
        self.deeds.append(deed)
        page = self.person()
        deed.allowed_at_desk = bool(page.root.marked("data-offer", offer))
        open_making = page.root.marked("data-making", offer)
        if open_making:
            deed.allowed_at_desk = True
            self._walk(self.browser.get(open_making[0].attrs["href"]), deed, [(b[1], b[2]) for b in step.blanks])
            return deed
        path = f"{page.path}/do/{offer}"
        try:
            form = self.browser.get(f"{path}?by={self.come.by}")
            filling = form.form(path)
        except NoFormError:
            deed.refusals = said_on(form)
            return deed
        read = read_cards(self, path, filling, step, deed)
        if read is None:
            return deed
        filling = read
        pending = self._fill(filling, step, deed)
        deed.page = answer = self.browser.post(path, filling.posted(), filling.files)
        if answer.path.startswith("/check/"):
            self._check(answer, deed, pending)
        else:
            deed.refusals, deed.errors = said_on(answer), errors_on(answer, filling)
        return deed

    def _fill(self, filling: Filling, step: Do, deed: Deed) -> list[tuple[str, str]]:
        """Write everything this form asks for; what it does not ask may be asked on the check page."""
        if filling.asks("by"):
            filling.fields["by"] = self.come.by
        for label, value in self.come.facts:
            name = filling.name_of(label)
            if name is not None:
                filling.write(name, value)
        pending = []
        for _, label, value in step.blanks:
            name = filling.name_of(label)
            if name is None:
                pending.append((label, value))
            elif value != READ:
                filling.write(name, coupons(self, numbered(self, value)))
        deed.unknown += lay_down(filling, step)
        deed.papers = filling.papers + filling.later
        filling.ticked = [paper for paper in filling.papers if step.papers.brought(paper)]
        deed.unknown += [paper for paper in step.papers.named if paper not in deed.papers]
        return pending

    def slips(self, deed: Deed) -> str:
        """The text of every slip of an operation."""
        return "".join(text_of_pdf(raw) for raw in self.slip_files(deed))

    def slip_files(self, deed: Deed) -> list[bytes]:
        """Every slip of an operation as it came."""
        entry = self.browser.get(f"/entry/{deed.op_id}")
        links = [e.attrs["href"] for e in entry.root.marked("data-slip")]
        return [self.browser.get(link).raw for link in links]

    def _walk(self, page: Page, deed: Deed, blanks: list[tuple[str, str]]) -> None:
        """The steps of a making; where it stops before its end, what was announced is what has changed so far."""
        going = walk(self.browser, page, blanks, self.round)
        deed.page = going.page
        deed.op_id, deed.unknown = going.page.path.split("/")[2], going.unknown
        deed.done, deed.refusals = True, going.refusals
        if going.over:
            deed.changes = changes_on(going.page, "data-entry-change")
        self.round()

    def _check(self, page: Page, deed: Deed, pending: list[tuple[str, str]]) -> None:
        deed.op_id = page.path.rpartition("/")[2]
        deed.announced = changes_on(page, "data-change")
        deed.fee, deed.promise = fee_on(page), promise_on(page)
        deed.forms = [self.browser.get(link.attrs["href"]).raw for link in page.root.marked("data-form")]
        deed.findings = [(e.attrs["data-finding"], e.text) for e in page.root.marked("data-finding")]
        filling = page.form(page.path)
        if self.second is not None and filling.asks(NUMBER):
            filling.fields |= {NUMBER: self.second.number, WORD: PASSWORD if self.second.number else ""}
        steps = bool(page.root.marked("data-steps"))
        for label, value in [] if steps else pending:
            name = filling.name_of(label)
            if name is None:
                deed.unknown.append(label)
            else:
                filling.write(name, value)
        filling.ticked = [paper for paper in filling.papers if deed.step.papers.brought(paper)]
        entry = self.browser.post(page.path, filling.posted())
        if entry.path.startswith("/making/"):
            deed.changes = deed.announced
            self._walk(entry, deed, pending)
            return
        deed.page, deed.done = entry, entry.path.startswith("/entry/")
        if deed.done:
            deed.changes = changes_on(entry, "data-entry-change")
            deed.refusals = said_on(entry)
            self.certificate = entry.root.first("data-number") if certified(entry) else self.certificate
        else:
            deed.refusals, deed.errors = said_on(entry), errors_on(entry, filling)
        self.round()
