"""What must never leave its place: personal content and passwords in logs, audit, addresses, errors, on the disk."""

import logging
import re
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

import pytest

from counter.app import Counter
from counter.rehearsal.world import World
from counter.sync.courier import look_up
from tests.clerk import PASSWORD, Clerk
from tests.source import told

AGENT = {
    "agent_name": "韩𣿭", "agent_id": "611002198807124535", "relation": "配偶", "agent_mobile": "13991400027",
}  # fmt: skip
NEW_PASSWORD, CHANGED_TO, SET_TO = "271828", "602214", "662607"
COLLECTOR = "13991400035"


@dataclass
class Told:
    """A whole story with all that it left behind outside its pages."""

    world: World
    counter: Counter
    clerk: Clerk
    pid: str
    personal: set[str]
    paths: list[str] = field(default_factory=list)


def listening(counter: Counter) -> list[str]:
    """Note every address that is asked for and every one that an answer leads to."""
    paths: list[str] = []
    inner = counter.flask.wsgi_app

    def noting(environ, start):
        query = environ.get("QUERY_STRING", "")
        paths.append(environ["PATH_INFO"].encode("latin-1").decode() + (f"?{unquote(query)}" if query else ""))

        def began(status, headers, *rest):
            paths.extend(unquote(value) for name, value in headers if name == "Location")
            return start(status, headers, *rest)

        return inner(environ, began)

    counter.flask.wsgi_app = noting
    return paths


@pytest.fixture
def story(shangluo) -> Told:
    return tell(*shangluo)


def tell(world: World, counter: Counter) -> Told:
    """Lost, replaced, made, collected by another, enabled, with mistakes on the way and the province down once."""
    paths = listening(counter)
    person = next(s for s in world.stories if s.id == "lost").person
    clerk = Clerk(counter, "bank_outlet")
    pid = clerk.open(person.id_number)
    clerk.post(f"/person/{pid}/show", {})
    clerk.fill(pid, "loss.formal+replace.lost", {"lost_on": "2026-11-19", "received": "19"}, papers=[])
    clerk.do(pid, "loss.formal+replace.lost", {"lost_on": "2026-11-19", "received": "20", **AGENT}, by="代办")
    world.province.down()
    counter.courier.round(news=True)
    world.province.up()
    counter.branch.database.run("UPDATE outbox SET next_ms=0")
    counter.courier.round(news=True)
    clerk.do(pid, "issue.make", {})
    counter.courier.round(news=True)
    done = clerk.do(pid, "issue.collect", {"collector_mobile": COLLECTOR, **AGENT}, by="代办")
    slip = f"{done.response.request.path}/0"
    clerk.reprint(slip)
    clerk.client.get(f"{slip}/slip.pdf?copy=2")
    clerk.client.get(f"/person/{pid}/paper/notice.once/activate.financial.pdf")
    bureau = Clerk(counter, "bureau")
    bureau.post("/rehearsal/card", {"pid": pid, "back": "/"})
    bureau.post("/read", {})
    bureau.do(pid, "activate.social", {}, old_password="999999", new_password=NEW_PASSWORD, again=NEW_PASSWORD)
    bureau.do(pid, "activate.social", {}, old_password="123456", new_password=NEW_PASSWORD, again=NEW_PASSWORD)
    counter.courier.round(news=True)
    change = {"new_password": CHANGED_TO, "again": CHANGED_TO}
    bureau.do(pid, "pin.change", {}, old_password="999999", **change)
    bureau.do(pid, "pin.change", {}, old_password=NEW_PASSWORD, **change)
    bureau.do(pid, "pin.reset", {"reason": "密码忘记"}, new_password=SET_TO, again=SET_TO)
    counter.courier.round(news=True)
    assert not found_in(str(world.province.applied), {NEW_PASSWORD, CHANGED_TO, SET_TO})
    assert [card.password for card in world.bench.cards.values()] == [SET_TO]
    record = world.province.record(person.id_number)
    assert [(card.state, card.social) for card in record.cards][-1] == ("正常", "已启用")
    made = next(iter(world.bench.made.values()))
    personal = {person.id_number, person.name, person.mobile, made["number"], made["bank_account"]}
    personal |= {card.number for card in record.cards} | set(AGENT.values()) - {"配偶"} | {COLLECTOR}
    return Told(world, counter, clerk, pid, personal | {NEW_PASSWORD, CHANGED_TO, SET_TO, PASSWORD}, paths)


def found_in(text: str, secrets: set[str]) -> list[str]:
    """The secrets that stand in a text, in any of the ways a text can be written."""
    return [
        secret
        for secret in sorted(secrets)
        if secret in text or quote(secret) in text or secret.encode("unicode_escape").decode() in text
    ]


def test_nothing_personal_is_logged(shangluo, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    story = tell(*shangluo)
    lines = [f"{r.name}: {r.getMessage()} {r.exc_text or ''} {r.args}" for r in caplog.records]
    assert any("INSERT INTO journal" in line for line in lines), "even the most talkative log is read"
    told([line for line in lines if found_in(line, story.personal)])
    out, err = capfd.readouterr()
    assert not found_in(out + err, story.personal)


@pytest.mark.parametrize("city", ["xinxiang", "shangluo", "shishi"])
def test_asking_the_province_leaves_no_number_in_the_log(open_world, caplog, city):
    world, counter = open_world(city)
    caplog.set_level(logging.DEBUG)
    person = world.stories[0].person
    assert look_up(counter.branch, counter.courier, person.id_number).available
    lines = [f"{r.name}: {r.getMessage()} {r.args}" for r in caplog.records]
    told([line for line in lines if found_in(line, {person.id_number, person.name, person.mobile})])


def test_the_search_for_secrets_finds_them():
    assert found_in("GET /?q=%E7%8E%8B%E4%B8%BD", {"王丽"}) == ["王丽"]
    assert found_in(r"name '\u738b\u4e3d'", {"王丽"}) == ["王丽"]
    assert found_in("王*丽", {"王丽"}) == []


def test_the_audit_says_who_did_what_and_names_nobody(story):
    rows = story.counter.branch.database.rows("SELECT clerk, what, person, note FROM audit")
    kinds = {row[1] for row in rows}
    assert {"查看", "显示完整号码", "补打", "看回执", "不予受理", "一次性告知单"} <= kinds
    assert {row[0] for row in rows if row[1] != "登录"} == {"1024"}
    assert {row[2] for row in rows} <= {"", story.pid}
    told([str(row) for row in rows if found_in(str(row), story.personal)])


@pytest.mark.parametrize("typed", ["611002198807124535", PASSWORD])
def test_what_is_typed_into_the_wrong_box_at_login_is_not_kept(shangluo, typed):
    counter = shangluo[1]
    clerk = Clerk(counter, "bureau")
    answer = clerk.post("/login", {"number": typed, "password": "wrong-1234", "window": "1"})
    assert answer.status == 422
    rows = counter.branch.database.rows("SELECT note FROM audit WHERE what='登录失败'")
    assert len(rows) == 1
    assert typed not in rows[0][0]


def test_addresses_name_nobody(story):
    wrong = [path for path in story.paths if found_in(path, story.personal)]
    assert len(story.paths) > 50
    told(wrong)


def test_nothing_personal_stands_open_on_the_disk(story):
    branch = story.counter.branch
    branch.database.db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = b"".join(path.read_bytes() for path in branch.database.path.parent.glob("counter.db*"))
    told([secret for secret in sorted(story.personal) if secret.encode() in raw])


def test_the_password_of_a_card_is_nowhere_in_the_entry(story):
    entries = story.counter.branch.entries
    rows = story.counter.branch.database.rows("SELECT seq FROM journal")
    kept = [str(entries.at(seq)) for (seq,) in rows]
    assert any("已当面修改" in text for text in kept)
    assert any("已由本人当面重新设置" in text for text in kept)
    told([text for text in kept if found_in(text, {NEW_PASSWORD, CHANGED_TO, SET_TO})])


def test_the_login_cookie_is_for_the_server_only(story):
    kept = story.clerk.client.get_cookie("counter_login")
    assert kept.http_only
    assert kept.same_site == "Strict"
    raw = story.counter.branch.database.path.read_bytes()
    assert kept.value.encode() not in raw


def test_an_error_page_shows_no_traceback_and_the_log_nothing_personal(shangluo, caplog, monkeypatch):
    world, counter = shangluo
    person = world.stories[0].person
    clerk = Clerk(counter, "bureau")
    pid = clerk.open(person.id_number)

    def broken(_pid):
        raise RuntimeError(f"no row for {person.id_number} {person.name}")

    monkeypatch.setattr(type(counter.branch.people), "dossier", lambda _self, pid: broken(pid))
    answer = clerk.client.get(f"/person/{pid}")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert "程序出错" in text
    assert not re.search(r"Traceback|RuntimeError|File &#34;|\.py\b", text)
    assert not found_in(text, {person.id_number, person.name})
    log = caplog.text
    assert "RuntimeError" in log, "the log says what went wrong"
    assert "desk.py" in log, "the log says where"
    assert not found_in(log, {person.id_number, person.name}), "the log does not repeat the words of the error"


@pytest.mark.parametrize(
    "path", ["/nowhere", "/person/nobody", "/entry/nobody", "/check/nobody", "/person/nobody/do/loss.formal", "/static/../app.py"]
)
def test_a_wrong_address_is_told_in_one_sentence(shangluo, path):
    clerk = Clerk(shangluo[1], "bank_outlet")
    answer = clerk.client.get(path)
    text = answer.get_data(as_text=True)
    assert answer.status_code in (404, 409)
    assert "data-problem" in text
    assert not re.search(r"Traceback|werkzeug|\.py\b|Not Found", text)


def test_the_program_does_not_run_in_debugging_mode(shangluo):
    app = shangluo[1].flask
    assert not app.debug
    assert not app.config["PROPAGATE_EXCEPTIONS"]
    assert app.config["SESSION_COOKIE_HTTPONLY"]
