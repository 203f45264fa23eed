"""The page of the work lists: which list, narrowed to whom, fifty rows at a time."""

from dataclasses import replace
from urllib.parse import quote, urlencode

from flask import render_template, request

from counter.lines import Line, Next, drafts, lines
from counter.lists import PAGE, PAGE_TO_DECIDE, TO_DECIDE, Sheet, counted, sheets
from counter.store.matters import Which

from .find import kept
from .search import found, known_unit, recognise
from .shell import branch, login_now, seat

ONE_PAGE = 10_000
OUTLIVED = "刚才找的姓名或号码已经不在了，请重新输入"


def list_page(refused: str = "", sheet_id: str = "", **said: object) -> str:
    """One list; ``refused`` says at its head why something was not done, ``said`` what is said at one row."""
    here, clerk, today = branch(), login_now().clerk.number, branch().clock.now().date()
    shown, numbers = sheets(here), counted(here, today)
    mine, token = request.args.get("mine") == "1", request.args.get("found", "")
    sought = kept(token) if token else None
    q = sought.text if sought is not None else ""
    sheet = _chosen(shown, numbers, sheet_id or request.args.get("list", ""))
    which, error = _narrowed(sheet.which(today), q, clerk if mine else "")
    error = OUTLIVED if token and sought is None else error
    size = PAGE_TO_DECIDE if set(sheet.kinds) <= set(TO_DECIDE) else PAGE
    own = [one for one in _drafts(sheet) if which.people is None or one.holder.id in which.people]
    total = here.matters.count(which) if q or mine else numbers[sheet.id]
    number = min(max(1, _number(request.args.get("page", ""))), max(1, -(-total // size)))
    rows = lines(here, here.matters.page(which, size, (number - 1) * size), seat().window)
    return render_template(
        "work.html",
        sheets=[(one, numbers[one.id] + (len(_drafts(one)) if one.id != sheet.id else len(own))) for one in shown],
        sheet=sheet,
        rows=[*(own if number == 1 else ()), *rows],
        total=total + len(own),
        page=number,
        pages=max(1, -(-total // size)),
        narrowed={"q": q, "mine": mine},
        address=_address(sheet, token, number, mine=mine),
        error=error,
        refused=refused,
        to=to,
        link=lambda **other: _address(
            sheet, token, int(other.get("page", 1)), mine=bool(other.get("mine", mine)), list_id=other.get("list", "")
        ),
        **said,
    )


def _chosen(shown: tuple[Sheet, ...], numbers: dict[str, int], wanted: str) -> Sheet:
    """The list that was asked for; else the first with something in it."""
    asked = next((sheet for sheet in shown if sheet.id == wanted), None)
    return asked or next((sheet for sheet in shown if sheet.presses and numbers[sheet.id]), shown[0])


def _narrowed(which: Which, q: str, clerk: str) -> tuple[Which, str]:
    """Only these people, or what this clerk has claimed; and what is wrong with what was typed."""
    mine = branch().claims.held_by(clerk, branch().clock.now()) if clerk else None
    if not q:
        return replace(which, people=mine), ""
    sought = recognise(q, branch().clock.now().date())
    unit = known_unit(branch(), q)
    units = () if unit is None else tuple(h.id_number for h in branch().briefs.holders([unit]).values())
    people = [] if sought.error else found(branch(), sought)
    if mine is not None:
        people, units = [person for person in people if person in mine], ()
    error = sought.error if sought.error and not units else ""
    return replace(which, people=people[:ONE_PAGE], units=units), error


def _drafts(sheet: Sheet) -> list[Line]:
    """The clerk's own drafts stand in the list of what is not finished."""
    if sheet.id != "unfinished":
        return []
    return drafts(branch(), login_now().clerk.number, seat().window)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < len("100000") else 1


def _address(sheet: Sheet, token: str, page: int, *, mine: bool, list_id: str = "") -> str:
    turned = str(page) if page > 1 else ""
    told = {"list": list_id or sheet.id, "found": token, "mine": "1" if mine else "", "page": turned}
    return f"/work?{urlencode({name: text for name, text in told.items() if text})}"


def to(one: Next) -> str:
    """The address that a next act leads to; a unit that is not registered here is looked for first."""
    if one.making:
        return f"/making/{one.making}"
    if not one.person:
        return f"/?q={quote(f'单位{one.unit}')}"
    return f"/person/{one.person}/do/{one.offer}{f'?op={one.draft}' if one.draft else ''}"
