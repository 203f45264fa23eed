"""The files of a visit: laid into the form, looked for on the entry's page; and what printed forms say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from counter.rehearsal.play.shown import is_slip, text_of_pdf

if TYPE_CHECKING:
    from counter.rehearsal.play.browser import Browser
    from counter.rehearsal.play.desk import Deed, Desk
    from counter.rehearsal.play.expect import Check
    from counter.rehearsal.play.page import Filling, Page
    from counter.rehearsal.play.words import Do, Expect


def lay_down(filling: Filling, step: Do) -> list[str]:
    """Put the files of this step into the form's blanks; returns what the form does not ask for."""
    unknown = []
    photo = next((name for name in filling.takes if not name.startswith("scan")), None)
    if step.photo is not None and photo is not None:
        filling.files.append((photo, "photo.jpg", step.photo))
    elif step.photo is not None:
        unknown.append("照片")
    for _, paper, files in step.scans:
        name = filling.name_of(paper)
        if name in filling.takes and name is not None:
            filling.files += [(name, file, raw) for file, raw in files]
        else:
            unknown.append(f"{paper}的扫描件")
    if step.unscanned and filling.asks("unscanned"):
        filling.write("unscanned", "是")
    elif step.unscanned:
        unknown.append("未配备高拍仪")
    return unknown


def photo_shown(desk: Desk, deed: Deed, wanted: str) -> str:
    """Say what is wrong with the photo on the entry's page, or nothing; it is one that was brought in this visit."""
    browser, brought = desk.browser, [one.step.photo for one in desk.deeds]
    entry = browser.get(f"/entry/{deed.op_id}")
    shown = "、".join(e.text for e in entry.root.marked("data-photo")) or "无"
    opened = [browser.get(image.attrs["src"]).raw for image in entry.root.tags("img")]
    if any(raw not in brought for raw in opened):
        return "打开的照片与收下的不一样"
    return "" if wanted in shown else shown


def form_says(browser: Browser, deed: Deed, wanted: str, *, readable: bool) -> str:
    """Say what the form lacks, as it was printed before the confirming or as its copy; or nothing."""
    entry = browser.get(f"/entry/{deed.op_id}")
    copies = [browser.get(link.attrs["href"]).raw for link in entry.root.marked("data-form")]
    printed = [*deed.forms, *copies]
    if len(deed.forms) != len(copies) or not all(is_slip(raw) for raw in printed):
        return "申请表没有印全"
    if not printed or not readable:
        return "" if printed else "没有申请表"
    texts = ["".join(text_of_pdf(raw).split()) for raw in printed]
    return next((text for text in texts if "".join(wanted.split()) not in text), "")


def scans_shown(browser: Browser, deed: Deed, wanted: str) -> str:
    """Say what is wrong with the scans on the entry's page, or nothing; each opens as it was given."""
    entry = browser.get(f"/entry/{deed.op_id}")
    shown = entry.root.first("data-scans") or "无"
    given = sorted(raw for _, _, files in deed.step.scans for _, raw in files)
    opened = sorted(browser.get(link.attrs["href"]).raw for link in entry.root.marked("data-scan"))
    if opened and opened != given:
        return "打开的扫描件与收下的不一样"
    return "" if wanted in shown else shown


def certified(entry: Page) -> list[str]:
    """Where the certificates of this entry are to be had."""
    return [link.attrs["href"] for link in entry.root.marked("data-certificate")]


def certificate_says(browser: Browser, deed: Deed, wanted: str, *, readable: bool) -> str:
    """Say what the certificate lacks, or why there is none; or nothing."""
    links = certified(browser.get(f"/entry/{deed.op_id}"))
    if not links:
        return "没有证明"
    page = browser.get(links[0])
    if not is_slip(page.raw):
        said = " ".join(e.text for e in page.root.tags("main"))
        return "" if wanted in said else said
    text = text_of_pdf(page.raw) if readable else wanted
    return "" if "".join(wanted.split()) in "".join(text.split()) else text


def page_says(check: Check, one: Expect) -> str:
    """页面含: what the holder's page says."""
    text = " ".join(element.text for element in check.page.tags("main"))
    return "" if one.words[0].replace(" ", "") in text.replace(" ", "") else text


def warned(check: Check, one: Expect) -> str:
    """提示含: what was said of the card that was read last."""
    shown = [element.text for element in check.desk.read.root.marked("data-card-read")] if check.desk.read else []
    return "" if any(one.words[0] in text for text in shown) else "；".join(shown) or "没有提示"


def entry_says(check: Check, one: Expect, mark: str) -> str:
    """What the done page says under this mark; 无 where it must say nothing."""
    page = check.desk.browser.get(f"/entry/{check.done().op_id}").root
    shown = [element.text for element in page.marked(mark)]
    fits = not shown if one.words[0] == "无" else any(one.words[0] in text for text in shown)
    return "" if fits else "；".join(shown) or "没有写"


CHECKS: Mapping[str, Callable[[Check, Expect], str]] = {
    "页面含": page_says,
    "提示含": warned,
    "手工录入": lambda check, one: entry_says(check, one, "data-by-hand"),
    "核对责任": lambda check, one: entry_says(check, one, "data-answers-for"),
    "可以回退": lambda check, one: entry_says(check, one, "data-undo"),
    "照片": lambda check, one: photo_shown(check.desk, check.done(), one.words[0]),
    "扫描件": lambda check, one: scans_shown(check.desk.browser, check.done(), one.words[0]),
    "证明含": lambda check, one: certificate_says(
        check.desk.browser, check.done(), one.words[0], readable=check.desk.read_slips
    ),
    "申请表含": lambda check, one: form_says(
        check.desk.browser, check.done(), one.words[0], readable=check.desk.read_slips
    ),
}
