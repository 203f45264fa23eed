"""Programs that wait to be asked hold up no clerk, however many there are, and nobody waits for one that has gone."""

import http.client
import json
import re
import threading

import pytest

from counter.devices.remote import remotes
from counter.devices.remote.line import Line
from tests.clerk import PASSWORD
from tests.devices.computers import office_of
from tests.devices.test_pcsc import until

MORE = 6


@pytest.fixture
def office(shangluo):
    with office_of(shangluo[1]) as made:
        yield made


def waiting(office, window, answers):
    """A program that says hello and waits, in a thread of its own."""
    line, secret = Line(office.url), office.pair(window)
    said = {"window": window, "run": f"run {window}"}
    line.ask("hello", {**said, "speaks": 2, "fresh": True, "states": {"card_reader": {"state": "就绪", "laid": ""}}}, 5, secret)

    def wait():
        answers.append(line.ask("wait", {**said, "number": 1, "states": {"card_reader": {"state": "就绪", "laid": ""}}}, 30, secret))
        line.close()

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


def test_more_programs_than_there_is_room_for_leave_the_clerks_their_threads(office):
    branch, answers = office.counter.branch, []
    windows = [f"w{n}" for n in range(remotes.SLOTS + MORE)]
    for window in windows:
        branch.add_window(window, window, "bureau")
    threads = [waiting(office, window, answers) for window in windows]
    until(lambda: len(answers) == MORE, f"{len(answers)} came back at once")
    cookie, pages = login(office), []
    clerks = [threading.Thread(target=lambda: pages.append(asked(office, "GET", "/", cookie)[0])) for _ in range(8)]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    assert pages == [200] * 8
    assert (len(answers), [told["rest"] > 0 for told in answers]) == (MORE, [True] * MORE), "somebody had to make room"
    office.counter.remotes.stop()
    for thread in threads:
        thread.join()


def asked(office, method, path, cookie="", body=None):
    """Status, cookies and text of an answer over HTTP."""
    line = http.client.HTTPConnection(office.url.removeprefix("http://"))
    try:
        line.request(method, path, body, {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"})
        answer = line.getresponse()
        cookies = [one.partition(";")[0] for one in answer.headers.get_all("Set-Cookie") or ()]
        return answer.status, "; ".join([cookie, *cookies]), answer.read().decode()
    finally:
        line.close()


def login(office):
    """The cookies of a clerk."""
    _, cookie, text = asked(office, "GET", "/login")
    token = re.search(r'name="csrf_token" value="([^"]+)"', text)[1]
    body = f"csrf_token={token}&number=1024&password={PASSWORD}&window=1"
    status, cookies, _ = asked(office, "POST", "/login", cookie.strip("; "), body)
    assert status == 303
    return cookies


def test_a_program_that_was_killed_while_it_waited_is_away_at_once(office):
    """Its socket is closed by its system; nobody waits for the ten seconds to be over."""
    secret = office.pair("1")
    said = {"window": "1", "run": "r", "states": {"card_reader": {"state": "就绪", "laid": ""}}}
    line = Line(office.url)
    line.ask("hello", {**said, "speaks": 2, "fresh": True}, 5, secret)
    line.close()
    raw = http.client.HTTPConnection(office.url.removeprefix("http://"))
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    raw.request("POST", "/agent/wait", json.dumps({**said, "number": 1}), headers)
    until(lambda: office.remote("1")._waits, "it does not wait")
    office.remote("1")._seen = 0.0
    assert office.remote("1").there
    raw.close()
    until(lambda: not office.remote("1").there, "still there")
