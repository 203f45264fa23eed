"""Fujian's assumed words: each code comes from the record, not only on purpose."""

import itertools
import json
from collections.abc import Iterator

import pytest
import urllib3

from tests.rehearsal.provinces import World, world


class Desk:
    """Fujian spoken word by word."""

    def __init__(self, here: World) -> None:
        self.here = here
        self._numbers = itertools.count(1)

    def send(self, method: str, path: str, body: bytes | None, key: str = "") -> tuple[int, dict]:
        headers = {"Business-Key": key} if key else {}
        url = f"{self.here.province.url}/archive/v1/{path}"
        answer = urllib3.request(method, url, body=body, headers=headers, retries=False)
        return answer.status, answer.json()

    def code(self, method: str, part: str, story: str = "lost", key: str = "", card: str = "", **fields) -> tuple[int, str]:
        """``part`` of the person's card, or of the person when it begins with ``/``."""
        person = self.here.person(story).id_number
        path = f"persons/{person}{part}" if part.startswith("/") else f"cards/{card or self.here.card(story)}/{part}"
        fields = {"person": person, "at": self.here.now.isoformat(), **fields}
        body = json.dumps({name: value for name, value in fields.items() if value is not None}).encode()
        status, said = self.send(method, path, body, key or f"T{next(self._numbers)}")
        return status, said["code"]


DONE = (200, "DONE")


@pytest.fixture
def desk() -> Iterator[Desk]:
    with world("fujian") as here:
        yield Desk(here)


def test_losses(desk: Desk) -> None:
    assert desk.code("PUT", "loss", "phoned", kind="oral") == (409, "LOST_ALREADY")
    assert desk.code("DELETE", "loss") == (409, "NOT_LOST")
    assert desk.code("DELETE", "loss", "phoned") == DONE
    assert desk.code("PUT", "loss", "to-collect", kind="oral") == (409, "NOT_ISSUED")
    assert desk.code("PUT", "loss", "cancelled", kind="formal") == (409, "CARD_ENDED")
    assert desk.code("PUT", "loss", card="D00000000", kind="formal") == (404, "CARD_NOT_FOUND")
    assert desk.code("PUT", "loss", person="1", kind="formal") == (404, "PERSON_NOT_FOUND")
    assert desk.send("GET", "persons/1", None)[1]["code"] == "PERSON_NOT_FOUND"


def test_replacement_payment_and_making(desk: Desk) -> None:
    lost = {"because": "lost", "fee": "20"}
    assert desk.code("POST", "replacement", **lost, receipt="1") == (409, "NOT_REPLACEABLE")
    assert desk.code("POST", "replacement", "formally-lost", **lost) == (402, "FEE_UNPAID")
    assert desk.code("POST", "replacement", "formally-lost", because="lost", fee="x") == (422, "FIELD_MISSING")
    taken = desk.code("POST", "replacement", "formally-lost", **lost, receipt="1", newNumber=desk.here.card("lost"))
    assert taken == (409, "NUMBER_TAKEN")
    assert desk.code("POST", "replacement", "formally-lost", **lost, receipt="1") == DONE
    assert desk.code("POST", "replacement", "formally-lost", **lost, receipt="1") == (409, "APPLICATION_OPEN")
    assert desk.code("PUT", "/card", number="D99000001") == (409, "NO_APPLICATION")
    assert desk.code("DELETE", "/card", "formally-lost", reason="写卡失败") == DONE
    assert desk.code("PUT", "/card", "formally-lost", number="D99000001") == DONE
    assert desk.code("POST", "replacement", "damaged", because="damaged", fee="0") == DONE


def test_collecting_and_enabling(desk: Desk) -> None:
    assert desk.code("PUT", "functions/social", "to-collect") == (409, "NOT_READY")
    assert desk.code("PUT", "handover", "to-collect") == DONE
    assert desk.code("PUT", "handover", "to-collect") == (409, "COLLECTED_ALREADY")
    assert desk.code("PUT", "functions/financial", "to-collect") == DONE
    assert desk.code("PUT", "functions/financial", "to-collect") == (409, "ENABLED_ALREADY")
    assert desk.code("DELETE", "handover", "to-collect") == (409, "ENABLED_ALREADY")


def test_a_formal_loss_can_be_released(desk: Desk) -> None:
    assert desk.code("DELETE", "loss", "formally-lost") == DONE


def test_keys_resources_and_fields(desk: Desk) -> None:
    assert desk.code("PUT", "loss", key="K1", kind="formal") == DONE
    assert desk.code("PUT", "loss", key="K1", kind="formal") == DONE
    assert desk.code("PUT", "loss", key="K1", kind="formal", reason="另一个原因") == (409, "KEY_REUSED")
    assert desk.code("PUT", "flight") == (404, "NO_SUCH_RESOURCE")
    assert desk.code("PUT", "loss", kind="sideways") == (422, "FIELD_MISSING")
    assert desk.code("PUT", "loss", kind=7) == (422, "FIELD_MISSING")
    assert desk.code("PUT", "loss", kind="oral", at=None) == (422, "FIELD_MISSING")
    status, said = desk.send("PUT", f"cards/{desk.here.card('damaged')}/loss", b'{"person": "1", "kind": "oral", "at": "x"}')
    assert (status, said["detail"]) == (422, "缺少必填项：Business-Key")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"5", b"\xff\xfe", b"null", b"[" * 100_000])
def test_malformed_bodies_get_an_answer(desk: Desk, body: bytes) -> None:
    status, said = desk.send("PUT", f"cards/{desk.here.card('lost')}/loss", body, "K1")
    assert (status, said["code"]) == (422, "FIELD_MISSING")
    assert desk.send("GET", f"persons/{desk.here.person('lost').id_number}", None)[0] == 200


def test_every_code_can_be_given_on_purpose(desk: Desk) -> None:
    for code in desk.here.province.codes:
        desk.here.province.reject_next(code.code)
        status, given = desk.code("PUT", "loss", kind="formal")
        assert (given, status >= 400) == (code.code, True)
    desk.here.province.reject_next("TRY_LATER", "GET persons/{id}")
    assert desk.send("GET", f"persons/{desk.here.person('lost').id_number}", None)[0] == 503
    assert desk.here.province.applied == ()
