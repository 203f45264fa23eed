"""The slip that is raced: a replacement at a window, another person and number each time, three names of ten rare."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from printing import Copy, Fact, Fee, Item, Listing, Receipt

NAMES = ("王芳", "李䶮", "张伟", "赵𬱖", "阿不都热合曼·买买提", "刘洋", "陈㛃", "杨静", "黄磊", "周敏")
OFFICE, TITLE = "商洛市人力资源和社会保障局", "社会保障卡业务受理回执"
PAPERS = ("社会保障卡补换申请表", "居民身份证原件", "近期免冠电子照片")
NEXT = "收到领卡短信后，持本人有效身份证件原件到领卡地点领取新卡；代领的，还须带代领人身份证件和委托书。"
NOTICES = ("补办期间急需就医的，可在窗口申领临时社保卡。", "原社保卡自动作废，找回也不能再用。")
BASIS = "《商洛市社会保障卡综合服务窗口规范》第十五条"
PROMISE, FEE = "2026年12月14日前办结（15个工作日）", "社会保障卡工本费"
COPY = Copy(number=1, at=datetime.fromisoformat("2026-11-21T09:31:07+08:00"), clerk="0207", awaiting_province=False)


def number(n: int) -> str:
    """The business number of a slip, which is also in its code."""
    return str(61100120261121000000 + n)


def facts(n: int) -> list[tuple[str, str]]:
    """Labels and values below the name and the state."""
    return [
        ("社会保障号码", "611002********0012"), ("卡号", f"C611****{n % 1000:03d}"), ("受理时间", "2026-11-21 09:30"),
        ("领卡地点", "中国农业银行商洛分行营业部（商州区演练路 5 号）"), ("联系电话", "199****0007"),
    ]  # fmt: skip


FOOT = [("网点", "商洛市测速网点"), ("窗口", "3 号窗口"), ("经办人工号", "0207"), ("咨询电话", "12333")]


def receipt(n: int) -> Receipt:
    """The slip in our own words."""
    return Receipt(
        office=OFFICE,
        title=TITLE,
        number=number(n),
        facts=(
            Fact("持卡人", NAMES[n % 10], "name"),
            Fact("社会保障卡", "正式挂失 → 作废", "state"),
            *(Fact(*one) for one in facts(n)),
        ),
        fee=Fee(FEE, Decimal(20), BASIS),
        lists=(Listing("已收材料", tuple(Item(paper) for paper in PAPERS)),),
        promise=PROMISE,
        next_step=NEXT,
        notices=NOTICES,
        foot=tuple(Fact(*one) for one in FOOT),
        code=number(n),
        signatures=("申请人（代办人）签字",),
    )


def rows(n: int) -> list[list[Any]]:
    """The same words for the others, from the top down: what it is, its label, its text."""
    return [
        ["centre", "", OFFICE], ["title", "", TITLE], ["rule", "", ""],
        ["strong", "业务流水号", number(n)], ["dashes", "", ""],
        ["hero", "持卡人", NAMES[n % 10]], ["hero", "社会保障卡", "正式挂失 → 作废"], ["dashes", "", ""],
        *(["fact", *one] for one in facts(n)), ["dashes", "", ""],
        ["strong", FEE, "20.00 元"], ["fine", "", f"依据：{BASIS}"], ["strong", "承诺时限", PROMISE],
        ["heading", "", "已收材料"], *(["text", "", f"{k}. {paper}"] for k, paper in enumerate(PAPERS, 1)),
        ["heading", "", "下一步"], ["text", "", NEXT],
        ["heading", "", "注意事项"], *(["text", "", f"{k}. {one}"] for k, one in enumerate(NOTICES, 1)),
        ["sign", "", "申请人（代办人）签字："], ["dashes", "", ""], ["code", "", ""],
        ["fact", "业务流水号", number(n)], *(["fact", *one] for one in FOOT), ["rule", "", ""],
        ["fine", "", f"打印时间 {COPY.printed}　打印人 {COPY.clerk}"],
    ]  # fmt: skip
