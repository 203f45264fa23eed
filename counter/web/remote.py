"""What the program at a window's computer asks the server; it is let in by its secret, answers are JSON.

None of these needs a token against forged requests: a browser never sends the secret by itself.
"""

from collections.abc import Callable, Mapping
from functools import wraps

from flask import Blueprint, g, jsonify, request
from flask.typing import ResponseReturnValue

from counter.clock import wall
from counter.devices.remote.acts import KINDS, SPEAKS
from counter.devices.remote.keys import given
from counter.devices.remote.remote import Stood, SupersededError, UnknownRunError
from counter.devices.remote.shapes import NotAgreedError, mapping, text

from .bysecret import LARGEST, PROGRAM, refused
from .shell import branch, counter, may, note

pages = Blueprint("remote", __name__, url_prefix="/agent")
AGAIN = 409
_STATE = 60
_WRONG_CODE = "配对码不对、已经用过或过了时间，或不是这个窗口的，请管理员在“窗口电脑”页重新生成"
_OTHER_VERSION = "两边的程序版本不同，请把窗口电脑上的程序换成和服务器一样的版本"
_SUPERSEDED = "这个窗口的读卡程序又在别处启动了，这里停止"
View = Callable[[], Mapping[str, object]]


def agreed(view: View) -> Callable[[], ResponseReturnValue]:
    """Answer as agreed: what the view gives, or why the program must begin anew, end, or be replaced."""

    @wraps(view)
    def answer() -> ResponseReturnValue:
        try:
            return jsonify(view())
        except UnknownRunError:
            return jsonify(hello=True), AGAIN
        except SupersededError:
            return refused(_SUPERSEDED)
        except NotAgreedError:
            return refused(_OTHER_VERSION, 400)

    return answer


def _text(name: str) -> str:
    return text(g.asked.get(name))


def _states() -> dict[str, Stood]:
    """How the program's devices stand, by kind."""
    said = g.asked.get("states")
    if not isinstance(said, dict) or not set(said) <= set(KINDS):
        raise NotAgreedError
    stood = {kind: mapping(said[kind], "state", "laid") for kind in KINDS if kind in said}
    return {kind: Stood(_words(one["state"]), _words(one["laid"])) for kind, one in stood.items()}


def _words(value: object) -> str:
    words = text(value, _STATE)
    if not words.isprintable():
        raise NotAgreedError
    return words


def _number() -> int:
    number = g.asked.get("number")
    if type(number) is not int:
        raise NotAgreedError
    return number


@pages.post("/pair")
@may()
def pair() -> ResponseReturnValue:
    """Exchange this window's code for its secret, once."""
    said = request.get_json(silent=True) if (request.content_length or 0) <= LARGEST else None
    window, code = (said.get(name) for name in ("window", "code")) if isinstance(said, dict) else (None, None)
    if not isinstance(window, str) or not isinstance(code, str):
        return refused(_OTHER_VERSION, 400)
    waited = branch().pairings.waits(window, wall())
    secret = branch().pairings.pair(window, code, wall())
    if waited:
        note("配对窗口电脑", ok=bool(secret), text=window)
    if not secret:
        return refused(_WRONG_CODE)
    counter().remotes.paired(window)
    return jsonify(secret=secret)


@pages.post("/hello")
@may(PROGRAM)
@agreed
def hello() -> Mapping[str, object]:
    """The program says that it is there and what it has."""
    if g.asked.get("speaks") != SPEAKS:
        raise NotAgreedError
    how = {name: g.asked.get(name) is True for name in ("fresh", "in_steps")}
    counter().remotes.hello(g.at, g.remote, _text("run"), _states(), **how)
    window = branch().window(g.at)
    return {"title": window.title if window is not None else g.at, "card_keys": counter().remotes.card_keys}


@pages.post("/wait")
@may(PROGRAM)
@agreed
def wait() -> Mapping[str, object]:
    """Wait until there is something to take; without a slot, come again."""
    gone = request.environ.get("waitress.client_disconnected", _here)
    g.remote.tell(_text("run"), _number(), _states())
    how = {name: g.asked.get(name) is True for name in ("brief", "watching")}
    work, rest = counter().remotes.wait(g.remote, _text("run"), gone, **how)
    return {"work": work, "rest": rest, "watched": g.remote.watched}


def _here() -> bool:
    return False


@pages.post("/state")
@may(PROGRAM)
@agreed
def state() -> Mapping[str, object]:
    """A device stands otherwise now."""
    g.remote.tell(_text("run"), _number(), _states())
    return {"watched": g.remote.watched}


@pages.post("/take")
@may(PROGRAM)
@agreed
def take() -> Mapping[str, object]:
    """Take over the oldest act; it is given to nobody else."""
    asked = g.remote.take(_text("run"))
    return {"asked": asked.sent() if asked is not None else None}


@pages.post("/key")
@may(PROGRAM)
@agreed
def key() -> Mapping[str, object]:
    """What the province gives for the card that is being read or unlocked now."""
    keys = g.remote.keys(_text("run"), _text("id"))
    if keys is None:
        return {"refused": "这一次没有接通省里的密钥，卡上什么也没有改变，请重新放好卡再试；仍不行照卡面录入"}
    return given(keys, g.asked.get("asked"))


@pages.post("/answer")
@may(PROGRAM)
@agreed
def answer() -> Mapping[str, object]:
    """What became of an act."""
    outcome = g.asked.get("outcome")
    if not isinstance(outcome, dict):
        raise NotAgreedError
    g.remote.answer(_text("run"), _text("id"), outcome)
    return {}


@pages.post("/leave")
@may(PROGRAM)
@agreed
def leave() -> Mapping[str, object]:
    """The program ends."""
    g.remote.leave(_text("run"))
    return {}
