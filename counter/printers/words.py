"""What a printer of papers says of itself as a clerk reads it; its own sentences, which it translates, are not read."""

from collections.abc import Collection, Mapping

READY, OFFLINE, BUSY = "就绪", "脱机", "正忙"
# What keeps a paper from coming out (printer-state-reasons, RFC 8011 and PWG 5100).
STOPS: Mapping[str, str] = {
    "media-empty": "缺纸",
    "media-needed": "缺纸",
    "media-jam": "卡纸",
    "cover-open": "盖未合",
    "door-open": "盖未合",
    "interlock-open": "盖未合",
    "input-tray-missing": "纸盒没有装好",
    "input-cannot-feed-size-selected": "纸的大小不对",
    "output-area-full": "出纸口满了",
    "output-tray-missing": "出纸盘没有装好",
    "marker-supply-empty": "墨粉（色带）用完了",
    "marker-supply-missing": "墨粉（色带）没有装好",
    "toner-empty": "墨粉（色带）用完了",
    "marker-waste-full": "废粉盒满了",
    "spool-area-full": "存储满了",
    "offline": OFFLINE,
    "shutdown": OFFLINE,
    "connecting-to-device": OFFLINE,
    "timed-out": OFFLINE,
    "printer-stopped": "被暂停了",
    "paused": "被暂停了",
    "moving-to-paused": "被暂停了",
    "fuser-over-temp": "过热",
}


def stop_of(reasons: Collection[str], *, stopped: bool) -> str:
    """What keeps it from printing; empty when nothing does."""
    found = next((text for one, text in STOPS.items() if one in reasons), "")
    if found or not stopped:
        return found
    named = "、".join(sorted(reasons))
    return f"停下了（{named}）" if named else "停下了"
