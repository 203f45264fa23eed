"""The main menu: its links in their order, for whom each is, and where it leads."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import request, url_for

from counter.lists import pressing
from counter.store.staff import ADMINISTRATOR, SUPERVISOR

from .shell import ANY_ROLE, AT_WINDOW, branch, login_now


def _always() -> bool:
    return True


def _prints() -> bool:
    return branch().prints.has_printed(login_now().window)


def _prints_left() -> int:
    return len(branch().prints.left(login_now().window))


def _open_work() -> int:
    return pressing(branch())


@dataclass(frozen=True, kw_only=True)
class Link:
    """One link; it is the current one on every page whose address begins with one of ``places``."""

    title: str
    endpoint: str
    places: tuple[str, ...]
    roles: frozenset[str] = AT_WINDOW
    there: Callable[[], bool] = _always
    count: Callable[[], int] | None = None

    @property
    def current(self) -> bool:
        """Whether the page that is shown belongs to this link."""
        return request.path == url_for(self.endpoint) or request.path.startswith(self.places)


MENU = (
    Link(title="柜台", endpoint="desk.home", places=("/person", "/check", "/making", "/entry")),
    Link(title="待办", endpoint="work.show", places=("/work",), count=_open_work),
    Link(title="空白卡", endpoint="stock.show", places=("/blanks",)),
    Link(title="日结", endpoint="dayend.show", places=("/dayend",), there=lambda: branch().city.dayend is not None),
    Link(title="财政票据", endpoint="bills.show", places=("/bills",), there=lambda: branch().catalogue.uses_bills),
    Link(title="时限", endpoint="limits.show", places=("/limits",), there=lambda: bool(branch().city.promises)),
    Link(title="帮助", endpoint="panels.show", places=("/help",), there=lambda: branch().catalogue.helps),
    Link(title="人员和窗口", endpoint="admin.show", places=("/admin", "/pairing"), roles=frozenset({ADMINISTRATOR})),
    Link(title="打印", endpoint="prints.show", places=("/prints",), there=_prints, count=_prints_left),
    Link(title="打印机", endpoint="printers.show", places=("/printers",), roles=frozenset({SUPERVISOR, ADMINISTRATOR})),
    Link(title="状态", endpoint="status.show", places=("/status", "/rules"), roles=ANY_ROLE),
)


def menu() -> list[Link]:
    """The links of whoever is logged in."""
    role = login_now().clerk.role
    return [link for link in MENU if role in link.roles and link.there()]
