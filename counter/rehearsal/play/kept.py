"""What an entry's page shows of the files it keeps, and what the forms printed on the way say."""

from counter.rehearsal.play.browser import Browser
from counter.rehearsal.play.desk import Deed
from counter.rehearsal.play.shown import is_slip, text_of_pdf


def photo_shown(browser: Browser, deed: Deed, wanted: str) -> str:
    """Say what is wrong with the photo on the entry's page, or nothing."""
    entry = browser.get(f"/entry/{deed.op_id}")
    shown = "、".join(e.text for e in entry.root.marked("data-photo")) or "无"
    opened = [browser.get(image.attrs["src"]).raw for image in entry.root.tags("img")]
    if any(raw != deed.step.photo for raw in opened):
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
