"""Administration: the first administrator, clerks and windows."""

import hmac

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from counter.store.staff import ADMINISTRATOR, ROLES, WeakPasswordError, hashed

from .shell import branch, login_now, may, note, problem

pages = Blueprint("admin", __name__)
TOKEN = "setup.token"  # noqa: S105 - the setting's name; only the token's hash is stored there


@pages.get("/setup/<token>")
@may()
def first(token: str) -> ResponseReturnValue:
    """Where the first administrator chooses a password, with the one-time token."""
    if not _right(token):
        return problem("这个链接用过了，或不对。请在服务器上重新运行 counter init 取得新链接", 404)
    return render_template("setup.html", token=token)


@pages.post("/setup/<token>")
@may()
def make_first(token: str) -> ResponseReturnValue:
    """Make the first administrator; the token is used up."""
    if not _right(token):
        return problem("这个链接用过了，或不对。请在服务器上重新运行 counter init 取得新链接", 404)
    number, name = request.form.get("number", "").strip(), request.form.get("name", "").strip()
    try:
        if not number or not name:
            return render_template("setup.html", token=token, error="请填写工号和姓名"), 422
        kept = hashed(request.form.get("password", ""))
    except WeakPasswordError as error:
        return render_template("setup.html", token=token, error=str(error)), 422
    with branch().database.writing():
        branch().staff.add(number, name, ADMINISTRATOR, kept)
        branch().set(TOKEN, "")
    note("建立首个管理员", text=number)
    return redirect(url_for("login.show", back="/admin"), 303)


def _right(token: str) -> bool:
    kept = branch().setting(TOKEN) or ""
    return bool(kept) and hmac.compare_digest(kept, branch().keys.hash("setup", token))


@pages.get("/admin")
@may(ADMINISTRATOR)
def show() -> ResponseReturnValue:
    """Clerks and windows."""
    return _page()


def _page(error: str = "", status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "admin.html",
        staff=branch().staff.names(),
        windows=branch().windows(),
        roles=ROLES,
        banks=branch().city.choices().get("banks", ()),
        error=error,
    )
    return page, status


@pages.post("/admin/staff")
@may(ADMINISTRATOR)
def add_clerk() -> ResponseReturnValue:
    """Add a clerk or give one a new password."""
    number, name = request.form.get("number", "").strip(), request.form.get("name", "").strip()
    role = request.form.get("role", "")
    if not number or not name or role not in ROLES:
        return _page("请填写工号、姓名并选择角色", 422)
    try:
        kept = hashed(request.form.get("password", ""))
    except WeakPasswordError as error:
        return _page(str(error), 422)
    with branch().database.writing():
        branch().staff.add(number, name, role, kept)
    note("登记人员", text=number)
    return redirect(url_for("admin.show"), 303)


@pages.post("/admin/staff/<number>")
@may(ADMINISTRATOR)
def switch_clerk(number: str) -> ResponseReturnValue:
    """Let a clerk in or not."""
    active = request.form.get("active") == "1"
    if number == login_now().clerk.number and not active:
        return _page("不能停用自己，请由另一位管理员办理", 422)
    branch().staff.switch(number, active=active)
    note("启用人员" if active else "停用人员", text=number)
    return redirect(url_for("admin.show"), 303)


@pages.post("/admin/window")
@may(ADMINISTRATOR)
def add_window() -> ResponseReturnValue:
    """Add or rename a window."""
    window_id, title = request.form.get("id", "").strip(), request.form.get("title", "").strip()
    kind = request.form.get("type", "")
    if not window_id or not title or kind not in branch().city.windows:
        return _page("请填写窗口编号、名称并选择类别", 422)
    bank = request.form.get("bank", "")
    branch().add_window(window_id, title, kind, bank if branch().city.windows[kind].of_bank else "")
    note("登记窗口", text=window_id)
    return redirect(url_for("admin.show"), 303)
