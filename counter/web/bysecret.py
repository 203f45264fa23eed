"""Who is let in by a secret and not by a login: the program at a window's computer."""

from typing import TYPE_CHECKING

from flask import g, jsonify, request
from flask.typing import ResponseReturnValue

from counter.devices.remote.shapes import NotAgreedError, text

if TYPE_CHECKING:
    from counter.app import Counter

PROGRAM = "读卡程序"
"""Whose right it is: no clerk has it."""
REFUSED = 403
LARGEST = 65536
_BEARER = "Bearer "
_NOT_PAIRED = "这个窗口没有和这台电脑配对，或配对已经取消，请管理员在“窗口电脑”页生成配对码，用它重新启动读卡程序"


def refused(sentence: str, status: int = REFUSED) -> ResponseReturnValue:
    """An answer to the program that it can only tell and end with."""
    return jsonify(said=sentence), status


def by_secret(counter: "Counter") -> ResponseReturnValue | None:
    """Let the program of a window in by that window's secret: ``g.asked`` is what it says, ``g.at`` its window."""
    secret = request.headers.get("Authorization", "").removeprefix(_BEARER)
    try:
        g.asked = _said()
        g.at = text(g.asked.get("window"))
    except NotAgreedError:
        return refused("请求不是约定的格式，请把两边的程序换成同一个版本", 400)
    g.remote = counter.remotes.at(g.at)
    if g.remote is None or not counter.branch.pairings.right(g.at, secret):
        return refused(_NOT_PAIRED)
    return None


def _said() -> dict[str, object]:
    if (request.content_length or LARGEST + 1) > LARGEST:
        raise NotAgreedError
    said = request.get_json(silent=True)
    if not isinstance(said, dict):
        raise NotAgreedError
    return said
