"""Who may see which page: nobody before login, and each role exactly what is declared for it."""

import pytest
from flask import Blueprint

from counter.app import create_app
from counter.store.staff import ROLES
from counter.sync.courier import Courier
from counter.web.shell import NoRightDeclaredError
from tests.clerk import PASSWORD, Page
from tests.source import told

BEFORE_LOGIN = {"static", "login.show", "login.enter", "lock.enter", "admin.first", "admin.make_first", "remote.pair"}
BY_SECRET = {f"remote.{name}" for name in ("hello", "key", "wait", "state", "take", "answer", "leave")}
"""For the program of a window's computer: let in by its secret alone, see tests/web/test_pairing.py."""
KEPT_OUT = {303, 400, 401, 403, 404}
EVERYBODYS = ("desk.home", "status.show", "status.assumed", "login.leave", "article.show", "lock.close", "strip.show", "rare.style", "rare.font")
NO_RIGHT = "没有这一页的权限"


def visits_of(app):
    """Every page with every method, its parts filled with something that exists nowhere."""
    for rule in app.url_map.iter_rules():
        parts = {name: 999999 if name in ("part", "item_id") else "nobody" for name in rule.arguments}
        path = app.url_map.bind("localhost").build(rule.endpoint, parts, method=next(iter(rule.methods)))
        for method in sorted(rule.methods & {"GET", "POST", "PUT", "DELETE", "PATCH"}):
            yield rule.endpoint, method, path


def ask(client, method, path):
    token = Page(client.get("/login")).inputs["csrf_token"]
    body = {"data": {"csrf_token": token}} if method != "GET" else {}
    return client.open(path, method=method, **body)


def test_nobody_sees_a_page_before_login(shangluo):
    app = shangluo[1].flask
    client = app.test_client()
    answers = {
        (endpoint, method): ask(client, method, path)
        for endpoint, method, path in visits_of(app)
        if endpoint not in BEFORE_LOGIN
    }
    programs = {answers.pop(what).status_code for what in [*answers] if what[0] in BY_SECRET}
    assert programs == {400}
    assert answers
    assert {what: answer.status_code for what, answer in answers.items() if answer.status_code not in KEPT_OUT} == {}
    away = [answer.headers["Location"] for answer in answers.values() if answer.status_code == 303]
    assert len(away) == len(answers), "with a valid token every page leads to the login"
    assert {path.split("?")[0] for path in away} == {"/login"}


def test_what_is_open_before_login_is_only_login_and_setup(shangluo):
    app = shangluo[1].flask
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    roles = {endpoint: getattr(app.view_functions[endpoint], "roles", frozenset()) for endpoint in endpoints}
    assert {endpoint for endpoint, wanted in roles.items() if not wanted} == BEFORE_LOGIN
    assert {endpoint for endpoint, wanted in roles.items() if wanted == {"读卡程序"}} == BY_SECRET
    assert {role for wanted in roles.values() for role in wanted} == {*ROLES, "读卡程序"}


def test_who_may_do_what_is_as_the_branch_divides_its_work(shangluo):
    """A supervisor decides what is left over, an administrator sees no holder, everything else is a clerk's work."""
    app = shangluo[1].flask
    wanted = {rule.endpoint: getattr(app.view_functions[rule.endpoint], "roles", None) for rule in app.url_map.iter_rules()}
    everybody, at_window = set(ROLES), {"经办", "主管"}
    for endpoint, roles in wanted.items():
        if endpoint in BEFORE_LOGIN | BY_SECRET:
            continue
        if endpoint in ("work.decide", "stock.add", "bills.add", "dayend.reopen"):
            assert roles == {"主管"}
        elif endpoint.startswith("admin."):
            assert roles == {"管理员"}, endpoint
        elif endpoint.startswith(("pairing.", "printers.")):
            assert roles == {"主管", "管理员"}, endpoint
        elif endpoint in EVERYBODYS or endpoint.startswith(("rules.", "keyboard.")):
            assert roles == everybody, endpoint
        else:
            assert roles == at_window, endpoint


@pytest.mark.parametrize(("role", "number"), [("经办", "1024"), ("主管", "1001"), ("管理员", "1000")])
def test_each_role_gets_exactly_the_pages_declared_for_it(shangluo, role, number):
    app = shangluo[1].flask
    client = app.test_client()
    log_in(client, number)
    wrong = []
    for endpoint, method, path in visits_of(app):
        wanted = getattr(app.view_functions[endpoint], "roles", frozenset())
        answer = ask(client, method, path)
        refused = answer.status_code == 403 and NO_RIGHT in answer.get_data(as_text=True)
        if endpoint in BEFORE_LOGIN | BY_SECRET:
            continue
        if refused is (role in wanted) or answer.status_code == 500 or "/login?back" in answer.headers.get("Location", ""):
            wrong.append(f"{method} {path}: {answer.status_code}")
        if endpoint in ("login.leave", "lock.close"):
            log_in(client, number)
    told(wrong)


def log_in(client, number):
    page = Page(client.get("/login"))
    texts = {"csrf_token": page.inputs["csrf_token"], "number": number, "password": PASSWORD, "window": "1"}
    assert client.post("/login", data=texts).status_code == 303


def test_a_page_that_does_not_say_who_may_see_it_stops_the_program(shangluo):
    branch = shangluo[1].branch
    pages = Blueprint("careless", __name__)
    pages.add_url_rule("/careless", view_func=lambda: "everything")
    with pytest.raises(NoRightDeclaredError, match=r"careless.*没有声明谁可以看"):
        create_app(branch, Courier(branch), extra=[pages])


def test_a_form_without_its_token_is_refused(shangluo):
    """Not those of the program at a window's computer: no browser sends the secret that they want instead."""
    app = shangluo[1].flask
    client = app.test_client()
    log_in(client, "1024")
    posts = {(endpoint, path) for endpoint, method, path in visits_of(app) if method == "POST" and endpoint not in BY_SECRET | {"remote.pair"}}
    assert posts
    answers = {endpoint: client.post(path).status_code for endpoint, path in posts}
    assert set(answers.values()) == {400}
