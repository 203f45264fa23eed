"""Shaanxi's words for cancellations and the blacklist; all of them assumed."""

from collections.abc import Mapping

from counter.rehearsal.province.book import Reason
from counter.rehearsal.province.listed import Listing
from counter.rehearsal.province.words import Shape

WORDS: Mapping[Reason, tuple[int, str]] = {
    Reason.NOT_CANCELLED: (4601, "社保账户功能没有注销，或金融账户已注销"),
    Reason.OTHER_CERTIFICATE: (4602, "社保业务注销证明编号不符"),
    Reason.ACCOUNT_OPEN: (4603, "金融账户没有注销，不能收回卡片"),
    Reason.LISTED_ALREADY: (4801, "已在黑名单中"),
    Reason.NOT_LISTED: (4802, "不在黑名单中"),
}
_CARD = ("sfzh", "kh")
SHAPES: Mapping[str, Shape] = {
    "hmd.lieru": Shape(
        {"": "enlist"}, ("sfzh", "yy"), {"yy": "reason", "rq": "since", "yj": "article", "lrdw": "by"}),
    "hmd.jiechu": Shape({"": "delist"}, ("sfzh", "yy"), {"yy": "reason"}),
    "zhuxiao.shebao": Shape({"": "cancel_social"}, (*_CARD, "yy", "zm"), {"yy": "reason", "zm": "certificate"}),
    "zhuxiao.jinrong": Shape({"": "close_account"}, (*_CARD, "zm"), {"zm": "certificate"}),
    "zhuxiao.shouhui": Shape({"": "take_back"}, (*_CARD, "sh"), {"sh": "returned"}),
}  # fmt: skip


def told(listing: Listing | None) -> dict[str, object]:
    """The entry of the blacklist; empty where there never was one."""
    if listing is None:
        return {}
    return {
        "zt": int(listing.on), "yy": listing.reason, "rq": listing.since, "yj": listing.article, "lrdw": listing.by,
    }  # fmt: skip
