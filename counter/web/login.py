"""Login and logout."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from counter.clock import wall
from counter.store.staff import LoginError

from .shell import ANY_ROLE, TOKEN_COOKIE, branch, counter, here, keep_token, login_now, may, note

pages = Blueprint("login", __name__)


@pages.get("/login")
@may()
def show() -> ResponseReturnValue:
    """The login page."""
    return render_template("login.html", windows=branch().windows(), back=request.args.get("back", "/"))


@pages.post("/login")
@may()
def enter() -> ResponseReturnValue:
    """Check number, password and window."""
    number = request.form.get("number", "").strip()
    window = request.form.get("window", "")
    back = request.form.get("back", "/")
    try:
        _real_window(window)
        token = branch().staff.log_in(number, request.form.get("password", ""), window, wall())
    except LoginError as error:
        note("登录失败", ok=False, text=number if branch().staff.exists(number) else "")
        page = render_template(
            "login.html", windows=branch().windows(), back=back, error=str(error), number=number, chosen=window
        )
        return page, 422
    note("登录", text=number)
    return keep_token(redirect(here(back), 303), token)


def _real_window(window: str) -> None:
    if branch().window(window) is None:
        raise LoginError("请选择今天坐的窗口")


@pages.post("/logout")
@may(*ANY_ROLE)
def leave() -> ResponseReturnValue:
    """End the session."""
    branch().staff.log_out(login_now().token)
    counter().held.pop(login_now().token, None)
    note("退出")
    response = redirect(url_for("login.show"), 303)
    response.delete_cookie(TOKEN_COOKIE, path="/")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
