"""create_app: the one place where all parts meet."""

from collections import Counter as Counted
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Flask
from flask_wtf.csrf import CSRFProtect

from counter import steps
from counter.acts import wake
from counter.branch import Branch
from counter.core.case import Finding, Window
from counter.core.queue import Queue
from counter.devices import Device, Reading
from counter.devices.remote.remotes import Remotes
from counter.plugged import devices
from counter.printers.presses import Presses
from counter.sync.courier import Courier
from counter.web import (
    admin,
    article,
    bills,
    check,
    claims,
    dayend,
    desk,
    drafts,
    entries,
    find,
    idcard,
    keyboard,
    laid,
    limits,
    lock,
    login,
    lookups,
    making,
    newcomer,
    pairing,
    panels,
    printed,
    printers,
    prints,
    queue,
    rare,
    remote,
    rules,
    scans,
    shell,
    status,
    stock,
    strip,
    texting,
    told,
    unasked,
    units,
    uploads,
    visits,
    work,
)
from counter.web.locked import Held
from counter.web.menu import menu

if TYPE_CHECKING:
    from counter.rehearsal.world import World

SESSION_COOKIE = "counter_form"


@dataclass
class Counter:
    """One branch being served: the WSGI application with the parts it is made of; ``kept`` was worked out once."""

    flask: Flask
    branch: Branch
    courier: Courier
    world: "World | None" = None
    remotes: Remotes = field(default_factory=Remotes)
    findings: dict[str, tuple[datetime, Finding]] = field(default_factory=dict)
    readings: dict[str, tuple[datetime, Reading]] = field(default_factory=dict)
    laid: dict[str, tuple[datetime, Reading]] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    queues: dict[Window, Queue | None] = field(default_factory=dict)
    called: dict[str, queue.Called] = field(default_factory=dict)
    held: dict[str, Held] = field(default_factory=dict)
    locks: Counted[str] = field(default_factory=Counted)
    sought: dict[str, tuple[datetime, str, find.Answer]] = field(default_factory=dict)
    presses: Presses = field(init=False)

    def __post_init__(self) -> None:
        """Its printers, which begin to work when they are started."""
        self.presses = Presses(self.branch, self.remotes)

    def standing(self, window: Window) -> list[Device]:
        """What stands at this window: devices, then printers."""
        return [*devices(self.branch, window), *self.presses.at(window.id)]

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        return self.flask(environ, start)


def create_app(
    branch: Branch,
    courier: Courier,
    world: "World | None" = None,
    extra: Sequence[Blueprint] = (),
    *,
    secure: bool = False,
    remotes: Remotes | None = None,
) -> Counter:
    """Put the pages around a branch; ``secure`` marks cookies for TLS, which every real branch has.

    ``remotes`` are the programs at the windows' computers, where the catalogue has their devices.
    """
    app = _bare(branch, secure=secure)
    csrf = CSRFProtect(app)
    # A browser never sends a program's secret by itself: no other page can make it ask for these.
    csrf.exempt(remote.pages)
    counter = Counter(app, branch, courier, world, remotes or Remotes())
    counter.remotes.open(branch.pairings)
    app.extensions["counter"] = counter
    everywhere = (login, lock, keyboard, strip, rare)
    at_form = (visits, check, drafts, printed, lookups, scans)
    at_desk = (desk, find, *at_form, entries, prints, making, units, unasked, newcomer, idcard, laid)
    beside = (panels, told, queue, texting)
    at_work = (work, claims, limits, stock, bills, dayend)
    parts = (*everywhere, *at_desk, *beside, *at_work, status, rules, admin, pairing, printers, remote, article)
    for blueprint in [*(part.pages for part in parts), *extra]:
        app.register_blueprint(blueprint)
    shell.dress(app)
    app.jinja_env.globals["menu"] = menu
    wake(branch)
    steps.wake(branch)
    branch.drafts.sweep(branch.clock.now())
    branch.scans.sweep()
    branch.words.sweep(branch.clock.now())
    return counter


def _bare(branch: Branch, *, secure: bool) -> Flask:
    """Flask as every branch has it, without a page yet."""
    app = Flask("counter", root_path=shell.WEB, template_folder="templates", static_folder="static")
    app.config.update(
        SECRET_KEY=branch.keys.hash("cookie", branch.identity.code),
        SESSION_COOKIE_NAME=SESSION_COOKIE,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_SECURE=secure,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=secure,
        WTF_I18N_ENABLED=False,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    uploads.receive(app)
    return app
