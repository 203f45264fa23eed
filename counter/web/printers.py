"""The printers of the windows: which prints which kind of paper, how it stands, a test, and taking it away."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from counter.core.paper import Medium
from counter.core.prints import KINDS, ON_A4, TEST, Printer
from counter.printers.addresses import UNCONFIRMED, AddressError, at_window, checked, confirmable
from counter.printers.drawn import name_of_test
from counter.printers.places import usual
from counter.store.staff import ADMINISTRATOR, SUPERVISOR

from .shell import branch, counter, login_now, may, note, problem

pages = Blueprint("printers", __name__)
_NO_WINDOW = "没有这个窗口或这种纸，请从“打印机”页重新进入"
_NO_PRINTER = "这个窗口没有这台打印机，没有试打。请先登记打印机"


@pages.get("/printers")
@may(SUPERVISOR, ADMINISTRATOR)
def show() -> ResponseReturnValue:
    """Every window with its printers."""
    return _page()


def _page(error: str = "", status: int = 200) -> ResponseReturnValue:
    known = {(one.window, one.kind): one for one in branch().prints.printers()}
    rows = [
        (window.id, window.title, title, one, counter().presses.words_of(one.address))
        for window in branch().windows()
        for kind, title in KINDS.items()
        if (one := known.get((window.id, kind))) is not None
    ]
    tests = [job for window in branch().windows() for job in branch().prints.lately(window.id) if job.kind == TEST][:5]
    page = render_template(
        "printers.html", rows=rows, windows=branch().windows(), kinds=KINDS, media=tuple(Medium),
        usual={kind: usual(branch().city, kind) for kind in KINDS}, error=error, typed=request.form, tests=tests,
    )  # fmt: skip
    return page, status


@pages.post("/printers")
@may(SUPERVISOR, ADMINISTRATOR)
def place() -> ResponseReturnValue:
    """Write down what prints a kind of paper at a window, in the place of what did before."""
    window, kind = branch().window(request.form.get("window", "")), request.form.get("kind", "")
    if window is None or kind not in KINDS:
        return problem(_NO_WINDOW, 404)
    named = request.form.get("media", "")
    medium = usual(branch().city, kind).value if not named else next((m for m in Medium if m.value == named), None)
    if medium is None:
        return _page("请选一种纸，没有保存", 422)
    if kind in ON_A4 and medium is not Medium.A4:
        return _page(f"{KINDS[kind]}只画在 A4 上，请选 A4；没有保存", 422)
    try:
        address = at_window(checked(request.form.get("address", ""), medium), window.id)
    except AddressError as error:
        return _page(f"{error}；没有保存", 422)
    if confirmable(address) and request.form.get("unconfirmed") == "1":
        address = f"{address.partition('?')[0]}?{UNCONFIRMED}"
    branch().prints.place(Printer(window=window.id, kind=kind, address=address, media=medium.value))
    counter().presses.renew()
    note("登记打印机", text=f"{window.id} {KINDS[kind]} {medium.title} {address}"[:200])
    return redirect(url_for("printers.show"), 303)


@pages.post("/printers/<window>/<kind>/remove")
@may(SUPERVISOR, ADMINISTRATOR)
def remove(window: str, kind: str) -> ResponseReturnValue:
    """Let the browser show this kind of paper again."""
    if branch().prints.printer(window, kind) is None:
        return problem(_NO_WINDOW, 404)
    branch().prints.remove(window, kind, branch().clock.now())
    counter().presses.renew()
    note("取消打印机", text=f"{window} {KINDS[kind]}")
    return redirect(url_for("printers.show"), 303)


@pages.post("/printers/<window>/<kind>/test")
@may(SUPERVISOR, ADMINISTRATOR)
def test(window: str, kind: str) -> ResponseReturnValue:
    """Put a test page into its queue."""
    printer = branch().prints.printer(window, kind)
    if printer is None:
        return problem(_NO_PRINTER, 404)
    if printer.by_browser:
        return problem("浏览器打印不用试打：窗口上第一张回执就看得出来", 409)
    clerk, now = login_now().clerk.number, branch().clock.now()
    branch().prints.put(printer, None, 1, name_of_test(printer, now), clerk=clerk, now=now, kind=TEST)
    note("试打", text=f"{window} {KINDS[kind]}")
    return redirect(url_for("printers.show"), 303)
