"""Fill any form from its blanks alone: by label, hint and kind, and again by what the page says is wrong.

Nothing here knows an operation: what a page asks is answered as a clerk would who reads it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from counter.rehearsal.papers import pdf
from counter.rehearsal.people import check_sign
from counter.rehearsal.pictures import Wanted, picture
from counter.rehearsal.play.page import Element, Page

OWN = {"csrf_token", "op_id", "by", "switch", "next", "upload", "drop", "paper", "token", "unscanned"}
PLAIN, OPTIONAL = "照实填写", "（可不填）"
HINT = re.compile(r"如 ?([^、，。；）”]+)")
YUAN = re.compile(r"\d+\.\d\d")
CARD = re.compile(r"\b[A-Z]\d{6,}\b")
SCAN = pdf(1)
NASTY = ("", "   ", "9" * 300, "2099-13-45", "-1.00", "0.001", "'; DROP TABLE subject; --", "\u0007", "𠮷", "1e9")
AGENT = "41070219700307453" + check_sign("41070219700307453")
Pick = Callable[[Sequence[str]], str]


@dataclass
class Asked:
    """One blank as the page asks it: its kind and the words to choose from."""

    name: str
    label: str
    kind: str
    hint: str = ""
    options: list[str] = field(default_factory=list)
    first: str = ""
    value: str = ""
    on: str = "是"
    optional: bool = False


@dataclass(frozen=True)
class Known:
    """What the one at the window knows: the day, their own papers, the numbers of the card."""

    today: date
    card_numbers: tuple[str, ...] = ()
    batches: tuple[str, ...] = ()
    handed: tuple[str, ...] = ()
    temporary: tuple[str, ...] = ()
    coupons: tuple[str, ...] = ()
    agent_name: str = "郑海涛"
    agent_id: str = AGENT
    mobile: str = "19937100001"
    new_id: str = ""
    serial: Callable[[str], str] = lambda word: word


def blanks_of(page: Page, path: str) -> tuple[dict[str, Asked], list[str], list[str], Element | None]:
    """The blanks of the form that posts to this path, its papers, its files, and the form itself."""
    forms = [f for f in page.root.tags("form") if f.attrs.get("method", "").lower() == "post"]
    form = next((f for f in reversed(forms) if f.attrs.get("action", page.path).partition("?")[0] == path), None)
    out: dict[str, Asked] = {}
    papers: list[str] = []
    files: list[str] = []
    if form is None:
        return out, papers, files, None
    labels = {e.attrs.get("for", ""): e.text for e in page.root.tags("label")}
    around = {id(e): box.text for box in form.tags("label") for e in box.tags("input")}
    legends = {id(e): group.tags("legend")[0].text for group in form.tags("fieldset") if group.tags("legend")
               for e in group.tags("input")}
    for control in form.walk():
        name, kind = control.attrs.get("name", ""), control.attrs.get("type", "text")
        if control.tag not in {"input", "select", "textarea"} or not name:
            continue
        if name == "paper":
            if kind == "checkbox":
                papers.append(control.attrs.get("value", ""))
            continue
        if kind == "file":
            files.append(name)
            continue
        kind = control.tag if control.tag != "input" else kind
        label = legends.get(id(control)) or labels.get(control.attrs.get("id") or "-", "") or around.get(id(control), "")
        plain = label.replace(OPTIONAL, "").strip()
        one = out.setdefault(name, Asked(name, plain, kind, optional=OPTIONAL in label))
        _take(one, control, kind)
        hint = [e.text for e in form.walk() if e.attrs.get("id") == f"{name}-h"]
        one.hint = hint[0] if hint else ""
    return out, papers, files, form


def photo_for(form: Element) -> bytes:
    """A photo as this form wants it: the page says how many pixels, bytes and dots."""
    camera = next(iter(form.marked("data-camera")), None)
    if camera is None:
        return _photo(358, 441, 0, 350)
    told = {name: int(camera.attrs.get(f"data-{name}") or 0) for name in ("width", "height", "least", "most", "dpi")}
    return _photo(told["width"], told["height"], (told["least"] + told["most"]) // 2, max(told["dpi"] + 50, 350))


@cache
def _photo(width: int, height: int, size: int, dpi: int) -> bytes:
    return picture(Wanted(width=width, height=height, size=size, dpi=dpi))


def _take(one: Asked, control: Element, kind: str) -> None:
    value = control.attrs.get("value", "on")
    if kind == "select":
        one.options = [o.attrs.get("value", o.text) for o in control.tags("option")]
        one.first = next((o.text for o in control.tags("option")), "")
        chosen = [o for o in control.tags("option") if "selected" in o.attrs]
        one.value = chosen[0].attrs.get("value", chosen[0].text) if chosen else one.options[0] if one.options else ""
    elif kind == "radio":
        one.options.append(value)
        one.value = value if "checked" in control.attrs else one.value
    elif kind == "checkbox":
        one.on = value
        one.value = value if "checked" in control.attrs else ""
    else:
        one.value = control.attrs.get("value", "") if control.tag == "input" else control.text


def first_try(one: Asked, known: Known, pick: Pick, cards: Sequence[str]) -> str:
    """What a clerk would put here first."""
    if one.kind in {"select", "radio"}:
        real = [o for o in one.options if o]
        may_stay = "不变更" in one.first or one.optional
        return one.value or (pick(["", "", "", *real]) if may_stay else pick(real) if real else "")
    if one.kind == "checkbox":
        return one.on if any(word in one.label for word in ("已", "同意")) else pick(["", "", "", "", one.on])
    if one.optional and not one.value and pick(["是", "是", "否"]) == "是":
        return ""
    if "临时卡" in one.label and "号" in one.label:
        return one.value or next(iter(known.temporary), "")
    return one.value or (_cards_of(one, cards, known) if "卡号" in one.label else _by_label(one, known))


def _cards_of(one: Asked, cards: Sequence[str], known: Known) -> str:
    return "\n".join(cards) if one.kind == "textarea" else next(iter((*cards, *known.card_numbers)), "")


def _by_label(one: Asked, known: Known) -> str:
    label, hinted = one.label, HINT.search(one.hint)
    said: tuple[tuple[bool, str], ...] = (
        ("日期" in label, known.today.isoformat()),
        ("社会保障号" in label, known.new_id),
        ("身份证" in label and "号" in label, known.agent_id),
        ("回执单" in label and bool(known.coupons), next(iter(known.coupons), "")),
        ("姓名" in label, known.agent_name),
        ("手机" in label or ("电话" in label and "固定" not in label), known.mobile),
        (hinted is not None, hinted[1].strip() if hinted else ""),
        ("金额" in label, "20.00"),
        ("批次" in label, ""),
        ("邮政" in label, "453000"),
    )
    found = next((text for holds, text in said if holds), None)
    if found is not None:
        return found
    return known.serial(label) if label.endswith(("号", "号码")) else PLAIN


def other_tries(one: Asked, known: Known, said: str) -> list[str]:
    """What else could be meant, when the page said this of a blank or of the form."""
    amounts = YUAN.findall(said)
    cards = CARD.findall(said)
    out: list[str] = [] if said else [_by_label(one, known)]
    if one.kind in {"select", "radio"}:
        named = [o for o in one.options if o and (f"“{o}”" in said or o in said)]
        empty = [""] if "留空" in said or "不用选" in said else []
        return [*empty, *named, *(o for o in one.options if o and o != one.value and o not in named)]
    if one.kind == "checkbox":
        return [one.on, ""]
    if "金额" in one.label:
        out += amounts
    if "卡号" in one.label:
        out += [*cards, *known.card_numbers]
    if "批次" in one.label:
        out += [" ".join(known.batches), *known.batches]
    dates = re.findall(r"\d{4}-\d\d-\d\d", said)
    out += dates if "日" in one.label or "有效期" in one.label else []
    quoted = re.findall(r"“([^”]+)”", said)
    numbers = re.findall(r"[0-9A-Za-z]{4,}", said)
    out += [*numbers, *known.handed] if one.label.endswith("号") and "身份证" not in one.label else []
    out = ["", *out] if one.optional and ("不用" in said or "留空" in said) else out
    return [t for t in dict.fromkeys([*out, *quoted, *numbers, PLAIN, known.serial(one.label), "", "1", "20.00",
                                      known.today.isoformat(), known.mobile, known.agent_id]) if t != one.value]


def errors_of(page: Page) -> dict[str, str]:
    """What the page says beside its blanks, by their names."""
    return {e.attrs["data-error"]: e.text for e in page.root.marked("data-error")}


def mend(
    asked: Mapping[str, Asked], texts: dict[str, str], said: tuple[Mapping[str, str], Sequence[str]], known: Known,
    tried: dict[str, set[str]],
) -> bool:
    """Change what the page complains of, beside its blanks or at its top; False when nothing is left to try."""
    errors, refusals = said
    changed = False
    for name, text in errors.items():
        if name in asked:
            changed |= _next(asked[name], texts, text, known, tried)
    if errors:
        return changed
    if not any(_meant(one, text) for text in refusals for one in asked.values()):
        return _another(asked, texts, known, tried)
    for text in refusals:
        for one in [one for one in asked.values() if _meant(one, text)]:
            changed |= _next(one, texts, text, known, tried)
    return changed


def _another(asked: Mapping[str, Asked], texts: dict[str, str], known: Known, tried: dict[str, set[str]]) -> bool:
    """Nothing on the page is named: something is changed that was not changed before."""
    loose = (one for one in asked.values() if one.optional or one.kind in {"select", "radio", "checkbox"})
    fresh = [one for one in loose if one.name not in OWN and one.name not in tried]
    return bool(fresh) and _next(fresh[0], texts, "", known, tried)


def _meant(one: Asked, said: str) -> bool:
    label = one.label.removesuffix("号码").removesuffix("编号").removesuffix("号") or one.label
    if not label or one.name in OWN:
        return False
    if one.kind == "checkbox" and ("更换" in one.label) == ("照片" in said) and ("照片" in said or "勾选" in said or "同意" in said or "核对" in said or "核实" in said):
        return True
    return label in said or ("金额" in label and "元" in said) or ("卡号" in label and "卡号" in said)


def _next(one: Asked, texts: dict[str, str], said: str, known: Known, tried: dict[str, set[str]]) -> bool:
    before = tried.setdefault(one.name, {texts.get(one.name, "")})
    for text in other_tries(one, known, said):
        if text not in before:
            before.add(text)
            texts[one.name] = text
            return True
    return False
