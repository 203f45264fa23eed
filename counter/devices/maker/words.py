"""What a printer says of itself (printer-state-reasons, RFC 8011 and PWG 5100) as a clerk reads it."""

from collections.abc import Collection

from counter.devices import DeviceError

MAKER = "制卡机"
OFFLINE = "offline"
# What keeps a card from being printed: what is wrong, and what to do now.
STOPS: dict[str, tuple[str, str]] = {
    "media-empty": ("缺卡", "在进卡槽里放入卡"),
    "media-needed": ("缺卡", "在进卡槽里放入卡"),
    "input-tray-missing": ("进卡槽没有装上", "装好进卡槽"),
    "input-cannot-feed-size-selected": ("进卡槽里的卡大小不对", "放入 54×86 毫米的卡"),
    "media-jam": ("卡住了", "打开盖子，取出卡片"),
    "cover-open": ("盖子开着", "关好盖子"),
    "door-open": ("盖子开着", "关好盖子"),
    "interlock-open": ("盖子开着", "关好盖子"),
    "marker-supply-empty": ("色带用完了", "更换色带"),
    "marker-ribbon-empty": ("色带用完了", "更换色带"),
    "marker-supply-missing": ("未检测到色带芯片", "更换色带及芯片，或重新插拔色带芯片"),
    "marker-ribbon-missing": ("未检测到色带芯片", "更换色带及芯片，或重新插拔色带芯片"),
    "marker-waste-full": ("清洁部件满了", "按说明书清洁"),
    "output-area-full": ("出卡槽满了", "取走出卡槽里的卡"),
    "output-tray-missing": ("出卡槽没有装上", "装好出卡槽"),
    "reject-area-full": ("废卡槽满了或开着", "清空、关好废卡槽"),
    "spool-area-full": ("存储满了", "重启制卡机"),
    OFFLINE: ("未连接", "检查电源和数据线、网线"),
    "shutdown": ("正在关机", "重新打开电源"),
    "connecting-to-device": ("未连接", "检查 USB 数据线或重新安装驱动程序"),
    "timed-out": ("未连接", "检查 USB 数据线或重新安装驱动程序"),
    "paused": ("被暂停了", "在制卡机上取消暂停"),
    "moving-to-paused": ("被暂停了", "在制卡机上取消暂停"),
    "fuser-over-temp": ("过热", "等它冷却"),
}
_WARNS = {
    "media-low": "卡快用完了", "marker-supply-low": "色带快用完了", "marker-ribbon-almost-empty": "色带快用完了",
    "marker-waste-almost-full": "该清洁了", "output-area-almost-full": "出卡槽快满了",
}  # fmt: skip


def stop_of(reasons: Collection[str], *, stopped: bool) -> tuple[str, str] | None:
    """What keeps it from printing, in words; None when nothing does."""
    found = next((STOPS[one] for one in STOPS if one in reasons), None)
    if found is None and stopped:
        named = "、".join(sorted(reasons))
        return f"停下了{f'（{named}）' if named else ''}", "看制卡机上的提示，处理好"
    return found


def warned_of(reasons: Collection[str]) -> str:
    """What will soon be wrong."""
    return "，".join(dict.fromkeys(text for one, text in _WARNS.items() if one in reasons))


def stopped_by(stop: tuple[str, str], undone: str) -> DeviceError:
    """Why a step was not done."""
    return DeviceError(MAKER, f"{stop[0]}，{undone}", f"{stop[1]}后再做这一步")
