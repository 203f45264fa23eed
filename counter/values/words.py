"""What the keys and values of a city file are called where people read them."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from counter.catalogue import Catalogue
from counter.core.money import shown as yuan
from counter.core.paper import Medium
from counter.core.ruled import Course

SECTIONS = {
    "city": "本市", "documents": "文件", "windows": "窗口类别", "lists": "可选的名单", "systems": "省系统以外的系统",
    "messages": "告诉别的系统", "promises": "承诺时限", "tariff": "收费", "operations": "业务", "photo": "照片",
    "scans": "扫描件", "password": "密码", "dayend": "日结", "card_face": "卡面", "papers": "用纸",
}  # fmt: skip
KEYS = {
    "city.name": "名称", "city.code": "行政区划代码", "city.province": "省级接口", "city.record": "省级系统",
    "city.office": "主管机关", "city.phone": "咨询电话", "city.plugins": "启用的插件",
    "city.together": "一并办理的业务",
    "city.guardian_below": "未满多少周岁由监护人办理", "city.without_province": "省里连不上又没有留存时可以受理",
    "city.lock_after": "多少分钟没有按键就锁屏",
    "city.claim_minutes": "认领多少分钟后自动放回",
    "city.put_back_second": "待办里的冲正由谁复核", "city.put_back_second_above": "冲正超过多少元须复核",
    "second": "由谁复核", "second_above": "超过多少元须复核",
    "title": "名称", "file": "原文", "issued": "印发日期", "of_bank": "是银行的窗口",
    "pickup": "在这里申请的卡交回这里领取", "unavailable": "问不到时", "days": "天数", "kind": "怎样算",
    "starts": "从哪天起", "stops": "到哪项业务止", "near": "还剩几天算将到期", "yuan": "金额", "moment": "什么时候收",
    "ways": "缴费方式", "pays_with": "用哪项业务交", "refundable": "是押金，退还时退回", "windows": "办理窗口",
    "agent": "可以代办", "offline": "省里连不上时", "materials": "应收材料", "issuing_bank": "只在发卡银行的窗口",
    "photo": "须有照片", "promise": "承诺时限", "tariff": "收费项目", "form": "申请表", "form_title": "申请表的名称",
    "next": "办完以后", "reminder": "没办时的提醒",
    "asks": "申请表填写", "required": "不能为空", "scans": "扫描件", "refusals": "不能办理",
    "notices": "提示", "system": "系统", "when": "什么时候", "text": "措辞", "also": "附带的内容",
    "if_reachable": "留了手机号码才发", "receipt": "短信回执的措辞",
    "width": "宽（像素）", "height": "高（像素）", "above_dpi": "分辨率高于（dpi）", "least_k": "文件最小（K）",
    "most_k": "文件最大（K）", "k": "1 K 的字节数", "bounds_included": "上下限包括本数", "format": "文件格式",
    "color": "颜色", "background": "背景", "kinds": "文件格式", "most_bytes": "每个文件最大（字节）",
    "most_pages": "最多页数", "digits": "几位数字", "initial": "初始密码",
    "dayend.stops": "日结以后当天不再办的", "dayend.notes": "清点的面额", "dayend.begins_with": "备用金",
    "dayend.sees_cash": "清点前谁看得到应有现金", "dayend.blocks": "办完才能日结的", "dayend.second": "日结由谁签认",
    "dayend.second_always": "现金相符也要签认", "dayend.reopen_second": "重开由谁复核",
    "card_face.width": "卡的宽（0.01 毫米）", "card_face.height": "卡的高（0.01 毫米）",
    "card_face.dpi": "每英寸打印多少点", "card_face.spots": "印在卡面上的",
    "papers.slip": "回执", "papers.sheet": "告知单、清单",
    "steps": "步骤", "making": "制卡", "reprinting": "补打卡面",
}  # fmt: skip
MEDIA = {medium.value: medium.title for medium in Medium}
WORDS = {
    "slip": MEDIA, "sheet": MEDIA,
    "offline": {"accept": "照办，恢复后上送", "provisional": "先受理，标明待省确认", "refuse": "不办，等恢复"},
    "unavailable": {"accept": "照办", "refuse": "不办，等恢复"},
    "moment": {"before": "办理前另行缴纳", "within": "办理时收"},
    "kind": {"working": "工作日", "calendar": "自然日", "at_once": "立等可取"},
    "ways": {"notice": "缴款通知书"},
    "cross_district": {"refuse": "不办，到参保地启用", "warn": "照办，提醒核对", "allow": "照办，不看参保地"},
    "stops": {"money": "收钱、退钱、开票的业务", "all": "所有业务"},
    "release_channel": {"any": "任一渠道", "same": "只限原挂失渠道"},
}
WHEN = {"always": "", "self": "本人来时", "agent": "代办时", "guardian": "监护人来时", "another": "不是本人来时"}
EMPTY = "（空）"
UNNAMED = "-"
"""The name of what is called by its kind alone."""


class Words:
    """The words of one city: titles of its own operations and windows, and what its plugins call their rules."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue, self.city = catalogue, catalogue.city

    def called(self, path: Sequence[str], names: Sequence[str]) -> tuple[str, str]:
        """The section a value stands in, and what it is called there."""
        first, *rest = path
        if first in ("operations", "messages"):
            section = self.catalogue.title(rest[0])
            keys, names = rest[1:], names[2:]
            more = [SECTIONS["messages"]] if first == "messages" else []
        else:
            section, keys, names, more = SECTIONS.get(first, ""), rest, names[1:], []
            if not section:
                return self._of_plugin(first, keys, names)
        said = [KEYS.get(f"{first}.{key}", KEYS.get(key, name)) for key, name in zip(keys, names, strict=True)]
        if first in ("windows", "documents", "systems", "promises", "tariff", "lists"):
            said[0] = self._named(first, keys[0])
        return section, "·".join(one for one in [*more, *said] if one != UNNAMED) or "名称"

    def _of_plugin(self, plugin: str, keys: Sequence[str], names: Sequence[str]) -> tuple[str, str]:
        """A plugin's own table: the words its rules bring along."""
        rules = self.catalogue.rules.get(plugin)
        own: Mapping[str, str] = {**Course.words, **getattr(rules, "words", {})}
        said = [own.get(key, KEYS.get(key, name)) for key, name in zip(keys, names, strict=True)]
        titles = [guide.title for key, guide in self.city.operations.items() if key.partition(".")[0] == plugin]
        section = getattr(rules, "section", "") or f"{titles[0] if titles else plugin}等业务的规定"
        return section, "·".join(said)

    def _named(self, section: str, key: str) -> str:
        """What the city itself calls one of its windows, systems, fees."""
        base, _, window = key.partition("@")
        at = f"（{self.city.windows[window].title}）" if window in self.city.windows else ""
        if section == "promises":
            users = [guide.title for guide in self.city.operations.values() if guide.promise == base]
            return ("、".join(dict.fromkeys(users)) or base) + at
        if section == "lists":
            blanks = (b for operation in self.catalogue.operations.values() for b in operation.form.own)
            return LISTS.get(key) or next((b.label for b in blanks if b.choices == key), key)
        if section == "documents":
            return key
        found = getattr(self.city, section).get(key)
        return (getattr(found, "title", "") or key) + at

    def shown(self, path: Sequence[str], value: Any) -> str:
        """A value as people read it."""
        key = path[-1]
        if isinstance(value, Mapping):
            return _paper(value)
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, Decimal):
            return yuan(value)
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, Sequence) and not isinstance(value, str):
            return "、".join(self._one(key, one) for one in value) or EMPTY
        return self._one(key, value)

    def _one(self, key: str, value: Any) -> str:
        if isinstance(value, Sequence) and not isinstance(value, str):
            return "并".join(self._one(key, one) for one in value)
        text = str(value)
        return WORDS.get(key, {}).get(text) or self._title(key, text) or text or EMPTY

    def _title(self, key: str, text: str) -> str:
        """What the city calls the thing that a value names."""
        city = self.city
        named: Mapping[str, Mapping[str, Any]] = {
            "system": city.systems, "windows": city.windows, "together": city.operations, "pays_with": city.operations,
            "ways": self.catalogue.ways, "refused": city.operations,
        }  # fmt: skip
        if text in named.get(key, {}):
            return str(named[key][text].title)
        if key == "tariff" and text in city.tariff:
            return f"{city.tariff[text].title} {yuan(city.tariff[text].yuan.value)}"
        if key == "promise" and text in city.promises:
            days = city.promises[text]
            word = WORDS["kind"].get(days.kind.value.value, "")
            return f"{days.days.value} 个{word}" if days.days.value else word
        return city.forms[text].title.value if key == "form" and text in city.forms else ""


LISTS = {"banks": "合作银行", "password_reasons": "解锁、重置密码的原因"}
"""Lists that are not called as the blank that offers them."""


def _paper(kept: Mapping[str, Any]) -> str:
    """When one paper is asked, and how."""
    when = str(kept.get("when", "always"))
    said = [WHEN.get(when, f"“{when.replace('=', '”是“')}”时") if when else ""]
    if kept.get("only"):
        said += [f"{str(kept['only']).replace('=', '为').replace(' 或 ', '或')}的"]
    if "must" in kept or "closable" in kept:
        said += ["须扫描" if kept.get("must", True) else "可以扫描"]
        said += [] if kept.get("closable", True) else ["没有高拍仪也不能免"]
    else:
        said += ["收"] if not kept.get("printed") else ["核对页打印，签字后收"]
    return "，".join(one for one in said if one)
