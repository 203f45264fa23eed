"""Lock the window, open it again, hand it to another clerk without losing the place."""

from flask import Blueprint, Response, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse

from counter.clock import wall
from counter.store.staff import Login, LoginError

from .locked import ask
from .shell import ANY_ROLE, branch, counter, here, keep_token, login_now, may, note

pages = Blueprint("lock", __name__)


@pages.post("/lock")
@may(*ANY_ROLE)
def close() -> ResponseReturnValue:
    """Lock this window now."""
    branch().staff.lock(login_now().token, wall())
    counter().locks[login_now().window] += 1
    note("锁屏")
    return _quiet("", 204) or redirect(here(request.form.get("back", "/")), 303)


@pages.post("/unlock")
@may()
def enter() -> ResponseReturnValue:
    """Open the window for whoever types number and password: the same clerk, or the next one."""
    locked: Login | None = g.get("locked") or g.login
    number = request.form.get("number", "").strip() or (locked.clerk.number if locked is not None else "")
    back = here(request.form.get("back", "/"))
    try:
        token = _opened(locked, number, request.form.get("password", ""))
    except LoginError as error:
        note("解锁失败", ok=False, text=number if branch().staff.exists(number) else "")
        return _quiet(str(error), 422) or ask(g.get("locked"), back, str(error), number)
    note("解锁", text=number)
    counter().locks.update([locked.window] if locked is not None else [])
    return keep_token(_quiet("", 204) or _place(locked, token, back), token)


def _place(locked: Login | None, token: str, back: str) -> BaseResponse:
    """Where the clerk was; what was sent into the locked window is shown to the one who sent it, and to nobody else."""
    held = counter().held.pop(locked.token, None) if locked is not None else None
    if held is None or locked is None or token != locked.token:
        return redirect(back, 303)
    g.login = locked
    return Response(render_template("again.html", held=held, back=back))


def _opened(locked: Login | None, number: str, password: str) -> str:
    """The session that is open now: the one that was locked, or a new one at the same window."""
    staff = branch().staff
    if locked is not None and number == locked.clerk.number:
        staff.unlock(locked, password, wall())
        return locked.token
    window = locked.window if locked is not None else request.form.get("window", "")
    if branch().window(window) is None:
        raise LoginError("登录过期了，请回到登录页选窗口")
    token = staff.log_in(number, password, window, wall())
    if locked is not None:
        staff.log_out(locked.token)
    return token


def _quiet(text: str, status: int) -> Response | None:
    """The answer to a page's script, which shows it in its place."""
    return Response(text, status, mimetype="text/plain") if request.form.get("quietly") else None
