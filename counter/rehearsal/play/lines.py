"""What the lines of a visit may say: events, and everything that can be expected."""

import re
from collections.abc import Callable

from counter.rehearsal.devices import READER_FAULTS
from counter.rehearsal.maker import MAKER_FAULTS
from counter.rehearsal.play import dayend, limits, lists, making, money, queries, systems, temporary, told, units

EVENTS = (
    "省系统中断", "省系统恢复", "12333 临时挂失", "12333 解除挂失", "银行挂失金融账户",
    "银行解除金融账户挂失", "放上新卡", "拿走卡", "读社保卡",
    "放上身份证", "拿走身份证", "读身份证", "再按一次确认", "密码在别处输错锁定",
    *MAKER_FAULTS, *READER_FAULTS, *making.EVENTS, *money.EVENTS, *dayend.EVENTS,
)  # fmt: skip


_ARTICLE = re.compile(r"^(.*?)(?:（([^（）\s]{1,8} .*)）)?$")


def said(text: str) -> tuple[str, str]:
    """A sentence and the article in brackets behind it; the article begins with its document's short name."""
    match = _ARTICLE.match(text)
    assert match is not None, "the pattern takes every line"
    return match[1], match[2] or ""


def listed(text: str) -> tuple[str, ...]:
    """A list written with 、."""
    return tuple(part.strip() for part in text.split("、") if part.strip())


def _refused(text: str) -> tuple[str, ...] | None:
    offer, mark, rest = text.partition("：")
    return (offer, *said(rest)) if mark else None


def _wrong_blank(text: str) -> tuple[str, ...] | None:
    label, blank, words = text.partition(" ")
    return (label, words) if blank else None


def _call(text: str) -> tuple[str, ...] | None:
    call, *facts = text.split(" ")
    return (call, *facts) if all("=" in fact for fact in facts) else None


def _count(text: str) -> tuple[str, ...] | None:
    match = re.fullmatch(r"(\d+) 笔", text)
    return (match[1],) if match else None


EXPECTED: dict[str, Callable[[str], tuple[str, ...] | None]] = {
    "现状": lambda text: (text,),
    "收费": lambda text: (text,) if text == "无" or re.fullmatch(r"\d+\.\d\d", text) else None,
    "承诺": lambda text: (text,) if text == "无" or re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None,
    "应收材料": listed,
    "桌面可办": listed,
    "桌面不可办": _refused,
    "不能办理": said,
    "填写有误": _wrong_blank,
    "回执含": lambda text: (text,),
    "申请表含": lambda text: (text,),
    "证明含": lambda text: (text,),
    "省里收到": _call,
    "省里一共收到": _count,
    "省": lambda text: (text,) if text == "未收到" else None,
    "标明": lambda text: (text,) if text in {"已确认", "待省确认", "已退回"} else None,
    "待办含": lambda text: (text,),
    "打不开": lambda text: (text,),
    "页面含": lambda text: (text,),
    "提示含": lambda text: (text,),
    "手工录入": lambda text: (text,),
    "核对责任": lambda text: (text,),
    "可以回退": lambda text: (text,),
    "照片": lambda text: (text,),
    "卡在": units.place,
    "复核": lambda text: (text,),
    "黑名单写着": lambda text: (text,),
    "发卡记录含": lambda text: (text,),
    "扫描件": lambda text: (text,),
    "同一笔": lambda text: (text,) if text == "是" else None,
    "空白卡": making.numbers,
    **systems.EXPECTED, **limits.EXPECTED, **money.EXPECTED, **temporary.EXPECTED, **told.EXPECTED,
    **dayend.EXPECTED, **lists.EXPECTED, **queries.EXPECTED,
}
