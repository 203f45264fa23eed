"""The page of the windows' computers: a code once, shown once; and whom a code or a secret lets in."""

from datetime import timedelta

import pytest

from counter.clock import wall
from counter.store.pairings import TRIES, VALID
from tests.clerk import Clerk

NOT_THIS_CODE = "配对码不对、已经用过或过了时间，或不是这个窗口的，请管理员在“窗口电脑”页重新生成"
NOT_PAIRED = "这个窗口没有和这台电脑配对，或配对已经取消"


def stood(state, laid=""):
    return {"state": state, "laid": laid}


HELLO = {"run": "r", "speaks": 2, "fresh": True, "states": {"card_reader": {"state": "就绪，未放卡", "laid": ""}}}


@pytest.fixture(params=["1000", "1001"], ids=["administrator", "supervisor"])
def page(shangluo, request):
    """Whoever may pair, at the counter."""
    return Clerk(shangluo[1], "bureau", request.param)


@pytest.fixture
def clerk(shangluo):
    return Clerk(shangluo[1], "bureau", "1000")


def code_for(clerk, window="1"):
    (code,) = clerk.post(f"/pairing/{window}", {}).marks["data-code"]
    return code


def pair(clerk, code, window="1"):
    """What the program at a window's computer sends; it has no cookie and no token."""
    return clerk.counter.flask.test_client().post("/agent/pair", json={"window": window, "code": code})


def ask(clerk, path, secret, window="1", **said):
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    return clerk.counter.flask.test_client().post(f"/agent/{path}", json={"window": window, **said}, headers=headers)


def test_a_code_is_shown_once_and_used_once(page):
    shown = page.post("/pairing/1", {})
    (code,) = shown.marks["data-code"]
    assert f"--window 1 --code {code}" in shown.words
    assert shown.response.headers["Cache-Control"] == "no-store"
    again = page.get("/pairing")
    assert code not in again.html
    assert "有一个配对码等着用" in again.words
    answer = pair(page, code)
    assert (answer.status_code, set(answer.json)) == (200, {"secret"})
    second = pair(page, code)
    assert (second.status_code, second.json) == (403, {"said": NOT_THIS_CODE})
    assert ask(page, "hello", answer.json["secret"], **HELLO).json["title"] == page.counter.branch.window("1").title


def test_the_page_says_how_each_windows_program_stands(page):
    assert page.get("/pairing").words.count("没有配对") >= len(page.counter.branch.windows())
    secret = pair(page, code_for(page)).json["secret"]
    assert "没有连上" in page.get("/pairing").words
    ask(page, "hello", secret, **HELLO)
    assert "社保卡读卡器：就绪，未放卡" in page.get("/pairing").words
    page.post("/pairing/1/undo", {})
    assert "社保卡读卡器" not in page.get("/pairing").words.partition("窗口电脑上")[2]


def test_an_unpaired_computer_is_let_in_no_more(page):
    secret = pair(page, code_for(page)).json["secret"]
    assert ask(page, "hello", secret, **HELLO).status_code == 200
    page.post("/pairing/1/undo", {})
    answer = ask(page, "hello", secret, **HELLO)
    assert answer.status_code == 403
    assert NOT_PAIRED in answer.json["said"]


def test_pairing_again_shuts_out_the_computer_before(clerk):
    before = pair(clerk, code_for(clerk)).json["secret"]
    code = code_for(clerk)
    assert ask(clerk, "hello", before, **HELLO).status_code == 200, "until the new code is used the window is served"
    after = pair(clerk, code).json["secret"]
    assert ask(clerk, "hello", before, **HELLO).status_code == 403
    assert ask(clerk, "hello", after, **HELLO).status_code == 200


@pytest.mark.parametrize("path", ["hello", "wait", "state", "take", "key", "answer", "leave"])
def test_nobody_is_let_in_without_the_windows_own_secret(clerk, path):
    own = pair(clerk, code_for(clerk)).json["secret"]
    other = pair(clerk, code_for(clerk, "2"), "2").json["secret"]
    assert ask(clerk, "hello", own, **HELLO).status_code == 200
    for secret in ("", "x", other, own[:-1]):
        answer = ask(clerk, path, secret, **HELLO)
        assert (answer.status_code, NOT_PAIRED in answer.json["said"]) == (403, True), secret
    assert ask(clerk, path, own, window="3", **HELLO).status_code == 403
    assert clerk.counter.remotes.at("1").run == "r"


def test_a_code_of_another_window_and_one_that_is_too_old_are_refused(clerk, monkeypatch):
    code = code_for(clerk)
    code_for(clerk, "2")
    assert pair(clerk, code, "2").json == {"said": NOT_THIS_CODE}
    monkeypatch.setattr("counter.web.remote.wall", lambda: wall() + VALID + timedelta(seconds=1))
    assert pair(clerk, code).json == {"said": NOT_THIS_CODE}


def test_after_five_wrong_codes_the_right_one_is_void(clerk):
    code = code_for(clerk)
    wrong = f"{(int(code.replace('-', '')) + 1) % 10**8:08d}"
    answers = [pair(clerk, wrong).json for _ in range(TRIES)]
    assert answers == [{"said": NOT_THIS_CODE}] * TRIES
    assert pair(clerk, code).json == {"said": NOT_THIS_CODE}
    assert pair(clerk, code_for(clerk)).status_code == 200, "a new one is good"


def test_four_wrong_codes_leave_the_right_one_good(clerk):
    code = code_for(clerk)
    for _ in range(TRIES - 1):
        pair(clerk, "00000000" if code != "0000-0000" else "1")
    assert pair(clerk, code).status_code == 200


def test_the_file_holds_neither_code_nor_secret(clerk):
    code = code_for(clerk)
    secret = pair(clerk, code_for(clerk, "2"), "2").json["secret"]
    rows = str(clerk.counter.branch.database.rows("SELECT * FROM pairing"))
    assert [one for one in (code, code.replace("-", ""), secret) if one in rows] == []


def test_pairing_stands_in_the_audit_without_the_code(clerk):
    code = code_for(clerk)
    pair(clerk, "1")
    pair(clerk, code)
    clerk.post("/pairing/1/undo", {})
    rows = clerk.counter.branch.database.rows("SELECT what, clerk, ok, note FROM audit WHERE what LIKE '%配对%'")
    assert rows == [("生成配对码", "1000", 1, "1"), ("配对窗口电脑", "", 0, "1"), ("配对窗口电脑", "", 1, "1"), ("取消配对", "1000", 1, "1")]


def test_a_window_that_is_not_there_cannot_be_paired(page):
    for path in ("/pairing/99", "/pairing/99/undo"):
        assert page.post(path, {}).status == 404


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("hello", {"speaks": 1}), ("hello", {"states": {"scanner": stood("就绪")}}), ("hello", {"states": {"card_reader": "就绪"}}), ("hello", {"states": {"card_reader": stood("就\n绪")}}),
        ("hello", {"states": {"card_reader": stood("就" * 100)}}), ("hello", {"states": {"card_reader": stood("就绪", 7)}}), ("hello", {"run": 1}), ("hello", {"states": []}),
        ("wait", {"number": "1"}), ("answer", {"id": "1", "outcome": "done"}), ("state", {"number": True}),
    ],
)  # fmt: skip
def test_what_is_not_agreed_is_refused_and_changes_nothing(clerk, path, said):
    secret = pair(clerk, code_for(clerk)).json["secret"]
    ask(clerk, "hello", secret, **HELLO)
    answer = ask(clerk, path, secret, **{**HELLO, "number": 1, **said})
    assert (answer.status_code, "同一个版本" in answer.json["said"] or "版本不同" in answer.json["said"]) == (400, True)
    assert clerk.counter.remotes.at("1").state("card_reader") == "就绪，未放卡"


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b'{"window": 1}', b'{"window": "1", "more": "' + b"x" * 70000 + b'"}'])
def test_what_is_no_request_is_refused(clerk, raw):
    for path in ("pair", "hello"):
        answer = clerk.counter.flask.test_client().post(f"/agent/{path}", data=raw, content_type="application/json")
        assert answer.status_code == 400, path
        assert "版本" in answer.json["said"]


def test_a_program_the_server_does_not_know_any_more_is_asked_to_say_hello(clerk):
    secret = pair(clerk, code_for(clerk)).json["secret"]
    for path in ("wait", "take", "state", "key", "leave", "answer"):
        answer = ask(clerk, path, secret, **{**HELLO, "number": 1, "id": "1", "outcome": {}})
        assert (answer.status_code, answer.json) == (409, {"hello": True})


def test_the_strip_says_that_the_program_is_away_and_a_form_takes_typed_numbers(shangluo):
    clerk = Clerk(shangluo[1], "bureau", "1000")
    pair(clerk, code_for(clerk))
    seat = Clerk(shangluo[1], "bureau")
    assert seat.counter.branch.windows()[0].type == "bureau"
    assert "社保卡读卡器：窗口电脑上的读卡程序没有连上，可手工办" in seat.get("/").words
    answer = seat.post("/read", {})
    assert "窗口电脑上的读卡程序没有连上，请看窗口电脑是否开着、网线是否插好；也可以照卡面录入" in answer.words
