"""What every page shares: who is logged in, who may, headers, errors in one sentence."""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Flask, Response, abort, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from counter.branch import Branch
from counter.clock import wall
from counter.core.blacklist import listing_words
from counter.core.dates import shown
from counter.core.identity import masked_number
from counter.core.money import shown as yuan_shown
from counter.core.scan import counted
from counter.lists import pressing
from counter.quiet import frames
from counter.seat import Seat
from counter.slip import masked_card, promise_words
from counter.store.database import StorageError
from counter.store.seal import SealError
from counter.store.staff import ADMINISTRATOR, CLERK, SUPERVISOR, Login

from . import files
from .bysecret import PROGRAM, by_secret
from .headers import HEADERS
from .keeping import keep_locked, way_back
from .locked import locked_page

if TYPE_CHECKING:
    from counter.app import Counter

WEB = str(Path(__file__).parent)
LOG = logging.getLogger("counter.web")
TOKEN_COOKIE = "counter_login"  # noqa: S105 - the name of the cookie, not a secret
EVERYBODY: frozenset[str] = frozenset()
AT_WINDOW = frozenset({CLERK, SUPERVISOR})
ANY_ROLE = frozenset({CLERK, SUPERVISOR, ADMINISTRATOR})
View = TypeVar("View", bound=Callable[..., Any])


class NoRightDeclaredError(Exception):
    """A page does not say who may see it."""

    def __init__(self, endpoint: str) -> None:
        super().__init__(f"页面 {endpoint} 没有声明谁可以看，程序不能启动")


def may(*roles: str) -> Callable[[View], View]:
    """Declare which roles may use this page; none means everybody, also before login."""

    def declare(view: View) -> View:
        view.roles = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return declare


def quiet(view: View) -> View:
    """Declare that a page's script asks for this by itself: it does not keep a window open."""
    view.quiet = True  # type: ignore[attr-defined]
    return view


def here(back: str) -> str:
    """An address of this counter to go back to; any other leads home."""
    return back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"


def keep_token(response: BaseResponse, token: str) -> BaseResponse:
    """Let the browser keep the session."""
    response.set_cookie(TOKEN_COOKIE, token, httponly=True, samesite="Strict", secure=request.is_secure, path="/")
    return response


def counter() -> "Counter":
    """The counter this request is for."""
    found: Counter = current_app.extensions["counter"]
    return found


def branch() -> Branch:
    """The branch this request is for."""
    return counter().branch


def login_now() -> Login:
    """Who is logged in."""
    login: Login = g.login
    return login


def seat() -> Seat:
    """Who sits at which window."""
    if "seat" not in g:
        window = branch().window(login_now().window)
        if window is None:
            abort(403)
        g.seat = Seat(clerk=login_now().clerk, window=window)
    found: Seat = g.seat
    return found


def note(what: str, *, person: str = "", ok: bool = True, text: str = "") -> None:
    """Write one audit row for this request."""
    login: Login | None = g.get("login")
    branch().audit.note(
        what,
        clerk=login.clerk.number if login else "", window=login.window if login else "",
        now=branch().clock.now(), person=person, ok=ok, note=text,
    )  # fmt: skip


def problem(sentence: str, status: int, title: str = "没有办成") -> tuple[str, int]:
    """A page that says in one sentence what is wrong and what to do."""
    return render_template("problem.html", title=title, sentence=sentence), status


def dress(app: Flask) -> None:
    """Put login, rights, headers and errors around every page."""
    for rule in app.url_map.iter_rules():
        if _roles(app, rule.endpoint) is None:
            raise NoRightDeclaredError(rule.endpoint)
    app.before_request(_let_in)
    app.after_request(_headers)
    app.register_error_handler(CSRFError, _no_token)
    app.register_error_handler(StorageError, _storage)
    app.register_error_handler(SealError, _storage)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)
    app.context_processor(_everywhere)
    files.dress(app)
    app.jinja_env.filters.update(
        masked_id=masked_number,
        listing=listing_words,
        masked_card=masked_card,
        yuan=yuan_shown,
        counted=counted,
        day=shown,
        promise=promise_words,
        minute=lambda at: f"{at:%Y-%m-%d %H:%M}",
    )


def _roles(app: Flask, endpoint: str) -> frozenset[str] | None:
    """Who may use this page; None when the page does not say."""
    if endpoint == "static":
        return EVERYBODY
    found: frozenset[str] | None = getattr(app.view_functions[endpoint], "roles", None)
    return found


def _let_in() -> ResponseReturnValue | None:
    _who_is_here()
    if request.endpoint is None:
        return None
    roles = _roles(current_app, request.endpoint) or EVERYBODY
    if not roles or PROGRAM in roles:
        return by_secret(counter()) if roles else None
    if g.locked is not None:
        keep_locked(branch(), g.locked)
        return locked_page(counter(), g.locked)
    if g.login is None:
        back = way_back(branch(), request.cookies.get(TOKEN_COOKIE, ""))
        return redirect(url_for("login.show", back=back), 303)
    if g.login.clerk.role not in roles:
        note("无权", ok=False, text=request.endpoint)
        return problem(f"{g.login.clerk.role}没有这一页的权限，请由{'、'.join(sorted(roles))}办理", 403, "没有权限")
    return None


def _who_is_here() -> None:
    """Whose session this is; a locked one is nobody's until it is opened again."""
    token = request.cookies.get(TOKEN_COOKIE, "") if request.endpoint != "static" else ""
    asked = getattr(current_app.view_functions.get(request.endpoint or ""), "quiet", False)
    login = branch().staff.who(token, wall(), quiet=asked and "awake" not in request.args) if token else None
    g.login, g.locked = (None, login) if login is not None and login.locked else (login, None)


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


def _no_token(_error: CSRFError) -> ResponseReturnValue:
    return problem("这个页面已经过期，没有办理任何业务。请返回上一页刷新后再提交", 400, "页面已过期")


def _storage(error: StorageError | SealError) -> ResponseReturnValue:
    LOG.error("数据库：%s", error)
    return problem(str(error), 503)


HTTP_SENTENCES = {
    403: "这里不能办理，请核对登录的窗口",
    404: "没有这个页面，请从柜台首页重新进入",
    405: "这个页面不能这样打开，请从柜台首页重新进入",
    413: "一次提交的文件太大，没有收下。请按浏览器的“后退”，换小一些的文件再提交；后退后不在的内容要重新填",
}


def _http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    return problem(HTTP_SENTENCES.get(code, "请求不对，没有办理任何业务，请从柜台首页重新进入"), code)


def _unexpected(error: Exception) -> ResponseReturnValue:
    LOG.error("意外错误：%s 于 %s\n%s", type(error).__name__, request.endpoint, frames(error))
    return problem("程序出错，这一笔没有办成，填写的内容还在。请重试；再出现请告诉管理员", 500, "程序出错")


def _everywhere() -> dict[str, Any]:
    now: datetime = branch().clock.now()
    here = counter()
    login: Login | None = g.get("login")
    window = branch().window(login.window) if login else None
    to_send, waiting = branch().outbox.pending()
    return {
        "branch": branch().identity,
        "city": branch().city,
        "login": login,
        "window": window,
        "now": now,
        "link": here.courier.link, "has_province": branch().connector is not None,
        "to_send": to_send,
        "waiting": waiting,
        "open_work": pressing(branch()),
        "idle": branch().city.facts.lock_after.value * 60,
        "devices": here.standing(window) if window else [],
        "rehearsal": here.world is not None,
    }
