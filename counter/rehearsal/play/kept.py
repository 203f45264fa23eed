"""What an entry's page shows of the files it keeps, and whether they open as they were given."""

from counter.rehearsal.play.browser import Browser
from counter.rehearsal.play.desk import Deed


def photo_shown(browser: Browser, deed: Deed, wanted: str) -> str:
    """Say what is wrong with the photo on the entry's page, or nothing."""
    entry = browser.get(f"/entry/{deed.op_id}")
    shown = "、".join(e.text for e in entry.root.marked("data-photo")) or "无"
    opened = [browser.get(image.attrs["src"]).raw for image in entry.root.tags("img")]
    if any(raw != deed.step.photo for raw in opened):
        return "打开的照片与收下的不一样"
    return "" if wanted in shown else shown
