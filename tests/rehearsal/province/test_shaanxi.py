"""Shaanxi's assumed words: each code comes from the record, not only on purpose."""

import itertools
import json
from collections.abc import Iterator

import pytest
import urllib3

from tests.rehearsal.provinces import World, world


class Desk:
    """Shaanxi spoken word by word."""

    def __init__(self, here: World) -> None:
        self.here = here
        self._numbers = itertools.count(1)

    def post(self, body: bytes) -> dict:
        answer = urllib3.request("POST", f"{self.here.province.url}/sbk/jsonrpc", body=body)
        assert answer.status == 200
        return answer.json()

    def code(self, method: str, story: str = "lost", serial: str = "", **params) -> int:
        fields = {
            "sfzh": self.here.person(story).id_number, "kh": self.here.card(story), "blsj": self.here.now.isoformat(),
            **params,
        }  # fmt: skip
        answer = self.post(json.dumps({
            "jsonrpc": "2.0", "id": serial or f"T{next(self._numbers)}", "method": method,
            "params": {name: value for name, value in fields.items() if value is not None},
        }).encode())  # fmt: skip
        assert ("error" in answer) != ("result" in answer)
        return answer["error"]["code"] if "error" in answer else answer["result"].get("jg", 0)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with world("shaanxi") as here:
        yield Desk(here)


def test_losses(desk: Desk) -> None:
    assert desk.code("guashi.koutou", "phoned") == 4201
    assert desk.code("jiegua") == 4202
    assert desk.code("jiegua", "formally-lost") == 4203
    assert desk.code("jiegua", "phoned") == 0
    assert desk.code("guashi.koutou", "to-collect") == 4204
    assert desk.code("guashi.zhengshi", "cancelled") == 4205
    assert desk.code("guashi.zhengshi", kh="C00000000") == 4102
    assert desk.code("guashi.zhengshi", sfzh="1") == 4101
    assert desk.code("ren.cha", sfzh="1") == 4101


def test_replacement_payment_and_making(desk: Desk) -> None:
    assert desk.code("buka", je="20", pj="1") == 4301
    assert desk.code("buka", "formally-lost", je="20") == 4303
    assert desk.code("buka", "formally-lost", je="many", pj="1") == -32602
    assert desk.code("buka", "formally-lost", je="20", pj="1", xkh=desk.here.card("lost")) == 4402
    assert desk.here.states("formally-lost") == ["正式挂失"]
    assert desk.code("buka", "formally-lost", je="20", pj="1") == 0
    assert desk.code("buka", "formally-lost", je="20", pj="1") == 4302
    assert desk.code("zhika.chenggong", xkh="C99000001") == 4401
    assert desk.code("zhika.chenggong", "formally-lost", xkh=desk.here.card("lost")) == 4402
    assert desk.code("zhika.shibai", "formally-lost", yy="写卡失败") == 0
    assert desk.code("zhika.chenggong", "formally-lost", xkh="C99000001") == 0
    assert desk.code("huanka", "damaged", je="0") == 0


def test_collecting_and_enabling(desk: Desk) -> None:
    assert desk.code("qiyong.shebao", "to-collect") == 4502
    assert desk.code("lingka", "to-collect") == 0
    assert desk.code("lingka", "to-collect") == 4501
    assert desk.code("qiyong.jinrong", "to-collect") == 0
    assert desk.code("qiyong.jinrong", "to-collect") == 4503
    assert desk.code("lingka.huitui", "to-collect") == 4503


def test_keys_methods_and_parameters(desk: Desk) -> None:
    assert desk.code("guashi.zhengshi", serial="S1") == 0
    assert desk.code("guashi.zhengshi", serial="S1") == 0
    assert desk.code("guashi.zhengshi", serial="S1", yy="另一个原因") == 4103
    assert desk.code("fly") == -32601
    assert desk.code("guashi.zhengshi", kh=None) == -32602
    assert desk.code("guashi.zhengshi", kh=5) == -32602
    assert desk.code("guashi.zhengshi", blsj=None) == -32602
    assert desk.code("ren.cha", sfzh=None) == -32602


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"5", b"\xff\xfe", b"{}", b'{"jsonrpc": "2.0"}', b'{"jsonrpc": "2.0", "method": 5, "params": {}}',
        b'{"jsonrpc": "2.0", "id": "1", "method": "lingka", "params": []}', b'{"jsonrpc": "1.0", "method": "lingka"}',
    ],
)  # fmt: skip
def test_malformed_requests_get_an_error(desk: Desk, body: bytes) -> None:
    assert desk.post(body)["error"]["code"] in {-32700, -32600}
    assert desk.code("ren.cha") == 0


def test_every_code_can_be_given_on_purpose(desk: Desk) -> None:
    for code in desk.here.province.codes:
        desk.here.province.reject_next(code.code)
        assert desk.code("guashi.zhengshi") == int(code.code)
    desk.here.province.reject_next("-32000", "ren.cha")
    assert desk.code("ren.cha") == -32000
    assert desk.here.province.applied == ()


def test_temporary_cards(desk: Desk) -> None:
    until = "2027-02-21T00:00:00+08:00"
    coupon = {"hzd": "LS261120000001", "je": "20.00"}
    assert desk.code("linshika.fafang", lskh="LS1", yxz=until, **coupon) == 4401
    assert desk.code("guashi.zhengshi") == 0
    assert desk.code("buka", je="20", pj="1") == 0
    assert desk.code("linshika.fafang", lskh="LS1", yxz="tomorrow", **coupon) == -32602
    assert desk.code("linshika.fafang", lskh="LS1", yxz=until, je="20.00") == -32602
    assert desk.code("linshika.fafang", lskh="LS1", yxz=until, ffwd="61100001", ffwdmc="甲大厅", **coupon) == 0
    assert desk.code("linshika.fafang", lskh="LS2", yxz=until, **coupon) == 4701
    assert desk.code("buka", "formally-lost", je="20", pj="2") == 0
    assert desk.code("linshika.fafang", "formally-lost", lskh="LS1", yxz=until, je="0") == 4402
    assert desk.code("linshika.xuqi", lskh="LS1", yxz="2027-05-21T00:00:00+08:00") == 0
    assert desk.code("linshika.xuqi", lskh="LS9", yxz=until) == 4102
    assert desk.code("linshika.tuikuan", **coupon) == 4701
    assert desk.code("linshika.shouhui", lskh="LS1") == 0
    assert desk.code("linshika.shouhui", lskh="LS1") == 4702
    assert desk.code("linshika.tuikuan", hzd="LS261120000001", je="25.00") == -32602
    assert desk.code("linshika.tuikuan", **coupon) == 0
    assert desk.code("linshika.tuikuan", **coupon) == 4703
    assert desk.code("linshika.tuikuan", hzd="LS0", je="20.00") == 4102
    (card,) = desk.here.record("lost").temporary
    assert (card.state, card.deposit, card.deposit_state, card.branch_name) == ("已收回", "20.00", "已退费", "甲大厅")


def test_the_real_card_waits_for_the_temporary_one(desk: Desk) -> None:
    collected = desk.here.card("to-collect")
    assert desk.code("linshika.fafang", "to-collect", lskh="LS1", je="0") == 0
    assert desk.code("lingka", "to-collect", kh=collected) == 0
    assert desk.code("qiyong.shebao", "to-collect", kh=collected) == 4701
    assert desk.code("linshika.shixiao", "to-collect", lskh="LS1", sx="忘记") == -32602
    assert desk.code("linshika.shixiao", "to-collect", lskh="LS1", sx="丢失", hmd="是", bt="是") == 0
    assert desk.code("linshika.shixiao", "to-collect", lskh="LS1", sx="丢失") == 4702
    assert desk.code("qiyong.shebao", "to-collect", kh=collected) == 0
