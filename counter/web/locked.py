"""A locked window: the page that asks for the password again, and what was sent into it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from counter.store.staff import Login

if TYPE_CHECKING:
    from counter.app import Counter

LARGEST = 64 * 1024
UNHELD = frozenset({"csrf_token", "password", "second_password"})
UNHELD_PAGES = frozenset({"login.leave", "drafts.keep", "laid.on_person", "laid.on_check", "laid.on_form"})


@dataclass(frozen=True)
class Held:
    """What a clerk sent after the window had locked itself; kept in memory until the password is typed."""

    path: str
    fields: tuple[tuple[str, str], ...]


def locked_page(counter: "Counter", login: Login) -> ResponseReturnValue:
    """Ask for the password; a form that was sent meanwhile is held, secrets and files apart."""
    back = request.full_path.rstrip("?")
    if request.method == "POST":
        back = address_of(request.referrer)
        held = _held(counter)
        if held is not None:
            counter.held[login.token] = held
    return ask(login, back)


def ask(login: Login | None, back: str, error: str = "", number: str = "") -> ResponseReturnValue:
    """The lock page."""
    return render_template("lock.html", locked=login, back=back, error=error, number=number), 422 if error else 401


def address_of(referrer: str | None) -> str:
    """The page a form was on, as an address within this counter; the lock's own addresses lead home."""
    host, path = request.host_url, referrer or ""
    inside = f"/{path[len(host):]}" if path.startswith(host) else "/"
    return "/" if inside.partition("?")[0] in (url_for("lock.close"), url_for("lock.enter")) else inside


def _held(counter: "Counter") -> Held | None:
    if (request.content_length or 0) > LARGEST or request.files or request.endpoint in UNHELD_PAGES:
        return None
    operations = counter.branch.catalogue.operations.values()
    secret = UNHELD | {b.name for operation in operations for b in operation.form.own if b.secret}
    fields = tuple((name, text) for name, text in request.form.items(multi=True) if name not in secret)
    return Held(request.path, fields)
