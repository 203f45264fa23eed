"""The status page: the city, its plugins, its assumptions, the line to the province."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from counter.core.ruled import Course, Ruled
from counter.core.system import SystemRules
from counter.store.outbox import WORDS

from .leaves import leaf_of
from .shell import ANY_ROLE, branch, counter, may

pages = Blueprint("status", __name__)


@pages.get("/status")
@may(*ANY_ROLE)
def show() -> ResponseReturnValue:
    """How this counter stands."""
    catalogue, told = branch().catalogue, branch().deliveries
    return render_template(
        "status.html",
        catalogue=catalogue,
        assumed=assumptions(),
        words=WORDS_OF,
        outbox=[(WORDS[state], n) for state, n in sorted(branch().outbox.undone().items())],
        blanks=branch().stock.batches(),
        standing=_standing(),
        systems=[(name, rules, name in branch().systems, told.undone(name)) for name, rules in city_systems()],
        unreached={name: one.why for name, one in counter().courier.messengers.items() if one.why},
    )


@pages.get("/status/assumed")
@may(*ANY_ROLE)
def assumed() -> ResponseReturnValue:
    """Everything the documents leave open, page by page."""
    rows = assumptions()
    leaf = leaf_of(rows, lambda row: sum(map(len, row)) + AROUND)
    return render_template("assumed.html", assumed=rows, leaf=leaf, words=WORDS_OF)


def city_systems() -> list[tuple[str, SystemRules]]:
    """The systems beside the province that this city uses, by name."""
    return list(branch().city.systems.items())


def assumptions() -> list[tuple[str, str, str]]:
    """Every value the documents leave open: where, the value, and why it was chosen so."""
    city = branch().city
    out: list[tuple[str, str, str]] = []
    for guide in city.operations.values():
        for name, words in NAMES.items():
            out += _assumed(f"{guide.title}·{words}", getattr(guide, name))
        out += [(f"{guide.title}·材料", p.paper, "") for p in guide.materials if p.assumed]
        out += [(f"{guide.title}·卡为“{w}”时", r.value, r.note) for w, r in guide.refusals.items() if r.assumed]
    for tariff in city.tariff.values():
        out += _assumed(f"{tariff.title}·金额", tariff.yuan) + _assumed(f"{tariff.title}·方式", tariff.ways)
        out += _assumed(f"{tariff.title}·先后", tariff.moment)
    for promise in city.promises.values():
        out += _assumed(f"{promise.starts}至{promise.stops or '办结'}的时限", promise.days)
    for name, ruled in city.lists.items():
        out += _assumed(LISTS.get(name, name), ruled)
    out += _assumed("监护人年龄", city.facts.guardian_below) + _assumed("合办的业务", city.facts.together)
    out += _assumed("省里连不上、本网点又没有留存时可以受理", city.facts.without_province)
    out += _assumed("多少分钟没有按键就锁屏", city.facts.lock_after)
    out += _of_systems()
    out += _of_faces()
    for rules in (*branch().catalogue.rules.values(), city.photo, city.scans, city.card_face):
        for name, value in vars(rules).items() if rules is not None else ():
            if isinstance(value, Ruled):
                out += _assumed(getattr(rules, "words", {}).get(name, name), value)
            if isinstance(value, Course):
                out += _assumed_steps(value)
    return out


def _assumed_steps(course: Course) -> list[tuple[str, str, str]]:
    """What the documents leave open about an act in steps."""
    out = [(f"{step.title}·步骤", step.title, step.note) for step in course.steps if step.assumed]
    for name, value in vars(course).items():
        if isinstance(value, Ruled):
            out += _assumed(course.words[name], value)
    return out


def _of_faces() -> list[tuple[str, str, str]]:
    """What is assumed about the places on a card's face."""
    rules = branch().city.card_face
    spots = rules.spots if rules is not None else ()
    return [(f"卡面·{spot.title}", spot.shown, spot.note) for spot in spots if spot.assumed]


def _of_systems() -> list[tuple[str, str, str]]:
    """What is assumed about the systems beside the province."""
    city = branch().city
    out: list[tuple[str, str, str]] = []
    for system in city.systems.values():
        out += _assumed(f"{system.title}问不到时", system.unavailable)
    for message in (message for told in city.messages.values() for message in told):
        out += _assumed(f"{message.title}的措辞", message.text)
    return out


AROUND = 60
WORDS_OF = {
    "True": "可以", "False": "不可以", "accept": "照办", "provisional": "先办，待省确认", "refuse": "不办",
}  # fmt: skip
LISTS = {"banks": "服务银行名单", "replace_reasons": "补换原因名单"}
NAMES = {"windows": "办理窗口", "agent": "代办", "offline": "省里连不上时", "photo": "须有照片"}


def _assumed(where: str, ruled: Ruled[Any] | None) -> list[tuple[str, str, str]]:
    if ruled is None or not ruled.assumed:
        return []
    value = getattr(ruled.value, "value", ruled.value)
    windows = branch().city.windows
    several = value if isinstance(value, tuple) else ()
    listed = "、".join(windows[word].title if word in windows else str(word) for word in several)
    shown = "" if value in ((), []) else str(value)
    return [(where, listed or shown or "（空）", ruled.note)]


def _standing() -> list[tuple[str, list[tuple[str, str]]]]:
    """Each window with the devices that stand at it: what one is, how it stands."""
    found = [(window, counter().standing(window)) for window in branch().windows()]
    return [(window.title, [(one.title, one.state()) for one in there]) for window, there in found if there]
