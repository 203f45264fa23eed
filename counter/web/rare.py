"""Rare characters on the screen: a page that has some links a font with just these, cut from the printing fonts.

The address is a keyed hash of the characters, so that no log tells whose name was looked at.
"""

import re
from typing import Any

from flask import Blueprint, Response, abort, g, url_for
from flask.typing import ResponseReturnValue

from printing import Cut, cuts

from .shell import ANY_ROLE, branch, counter, may, quiet

pages = Blueprint("rare", __name__)
RARE = re.compile("[\u3400-\u4dbf\u9fa6-\u9fff\ue000-\uf8ff\uf900-\ufaff\U00020000-\U0003ffff]")
"""What a common font may lack: hanzi beyond the 20,902 of GBK's own block, and codes of private use."""
KEPT = 256
A_DAY = "private, max-age=86400, immutable"


@pages.after_app_request
def dress(response: Response) -> Response:
    """Link the font of a page that has rare characters, and name those that nothing here draws."""
    if response.mimetype != "text/html" or response.is_streamed or g.get("login") is None:
        return response
    text = response.get_data(as_text=True)
    chars = "".join(sorted(set(RARE.findall(text))))
    if not chars:
        return response
    token = branch().keys.hash("rare", chars)
    made = _made(token, chars)
    link = f'<link rel="stylesheet" href="{url_for("rare.style", token=token)}">'
    marked = "".join(cut.marked for cut in made)
    response.set_data(text.replace("</head>", f"{link}\n</head>", 1).replace("</main>", f"{_named(marked)}</main>", 1))
    return response


def _made(token: str, chars: str) -> tuple[Cut, ...]:
    """The cuts under their token; the oldest are forgotten."""
    kept: dict[str, Any] = counter().kept.setdefault("rare", {})
    if token not in kept:
        while len(kept) >= KEPT:
            kept.pop(next(iter(kept)), None)
        kept[token] = cuts(chars)
    found: tuple[Cut, ...] = kept[token]
    return found


def _named(marked: str) -> str:
    """Which characters the page can only show as 〓."""
    if not marked:
        return ""
    listed = "、".join(f"U+{ord(char):04X}" for char in marked)
    words = f"这一页有本机没有字形的字，显示和打印都是“〓”：{listed}。请对照证件核对，内容照原字保存。"
    return f'<p class="note mt" data-undrawn>{words}</p>'


@pages.get("/rare/<token>.css")
@may(*ANY_ROLE)
@quiet
def style(token: str) -> ResponseReturnValue:
    """Which file draws which characters."""
    faces = [
        f'@font-face{{font-family:"Counter Rare";src:url("{url_for("rare.font", token=token, part=n)}") format("woff");'
        f"unicode-range:{','.join(f'U+{ord(char):X}' for char in cut.chars)}}}"
        for n, cut in enumerate(_kept(token))
    ]
    return _lasting(Response("\n".join(faces), mimetype="text/css"))


@pages.get("/rare/<token>-<int:part>.woff")
@may(*ANY_ROLE)
@quiet
def font(token: str, part: int) -> ResponseReturnValue:
    """One file of the page's rare characters."""
    made = _kept(token)
    if part >= len(made):
        abort(404)
    return _lasting(Response(made[part].woff, mimetype="font/woff"))


def _kept(token: str) -> tuple[Cut, ...]:
    found: tuple[Cut, ...] | None = counter().kept.get("rare", {}).get(token)
    if found is None:
        abort(404)
    return found


def _lasting(response: Response) -> Response:
    """The address names the content: it may be kept until the clerk leaves, which empties the browser's cache."""
    response.headers["Cache-Control"] = A_DAY
    return response
