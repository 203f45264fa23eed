"""The keys: what each does and where, on one page; whether single keys and cards do anything, as each clerk chose."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from .shell import ANY_ROLE, branch, here, login_now, may, note

pages = Blueprint("keyboard", __name__)


@dataclass(frozen=True)
class Key:
    """One key, what it does and on which pages; ``single`` keys can be switched off (WCAG 2.1.4)."""

    name: str
    does: str
    where: str
    single: bool = False


KEYS = (
    Key("Enter", "查找；办这一页的主要动作", "查找框；填写、核对和办结页"),
    Key("Esc", "返回上一步；没有上一步时清空查找框，或回到柜台", "每一页"),
    Key("F2", "读身份证", "柜台和持卡人页"),
    Key("F3", "读社保卡", "柜台和持卡人页"),
    Key("F4", "叫下一位；没有叫号机的回到空的柜台", "柜台、持卡人页、办结页"),
    Key("F7", "打印申请表、告知单等本页的表", "填写、核对、查询页"),
    Key("F8", "显示完整号码", "持卡人页"),
    Key("F9", "打印回执", "办结页"),
    Key("F10", "锁屏", "登录后的每一页"),
    Key("Ctrl+S", "暂存填写的内容", "填写页"),
    Key("1-9", "选写着这个数字的业务、人或下一步", "柜台、持卡人页、办结页", single=True),
    Key("?", "看全部快捷键", "登录后的每一页", single=True),
    Key("Tab", "到下一个输入框或按钮；Shift+Tab 回到上一个", "每一页"),
    Key("空格", "勾选，按下按钮", "每一页"),
    Key("←↑↓→", "在一组单选里移动", "填写页"),
)


@pages.get("/keys")
@may(*ANY_ROLE)
def show() -> ResponseReturnValue:
    """Every key of the program, and the switch for single keys."""
    return render_template("keys.html", keys=KEYS, back=here(request.args.get("back", "/")))


@pages.post("/keys")
@may(*ANY_ROLE)
def switch() -> ResponseReturnValue:
    """Switch single keys, or what a card does by itself, on or off for this clerk, here and at every window."""
    number, staff = login_now().clerk.number, branch().staff
    if "single" in request.form:
        staff.use_single_keys(number, use=(on := request.form["single"] == "on"))
        note("单键快捷键", text="打开" if on else "关掉")
    if "filling" in request.form:
        staff.let_fill(number, itself=(on := request.form["filling"] == "on"))
        note("放卡自动读", text="打开" if on else "关掉")
    return redirect(here(request.form.get("back", "/")), 303)
