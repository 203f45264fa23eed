"""What is measured on every page: accessibility, size, targets, focus, keys, words, headers; each finding under its rule."""

import re
from collections import defaultdict
from collections.abc import Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ViewportSize

from counter.web.keyboard import KEYS
from tests.browsing import DOUBLED, LOW, NARROW, OVERHANG, WIDE, Seat

AXE_CORE = Axe().axe_script
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
LARGEST_PAGE = 100 * 1024
LEAST_TARGET, MAIN_TARGET = 24, 44
SIZES = (WIDE, NARROW, DOUBLED)
"""1366 wide, 320 wide, and 1366 by 900 zoomed to 200 %, which leaves 683 by 450."""

WRONG = """options => axe.run(options).then(found => found.violations)"""
STILL = """async targets => {
  const left = [];
  for (const target of targets) {
    const one = document.querySelector(target);
    one.scrollIntoView({block: "center"});
    const again = await axe.run(target, {runOnly: {type: "rule", values: ["target-size"]}, rules: {"target-size": {enabled: true}}});
    if (again.violations.length) left.push(one.outerHTML);
  }
  window.scrollTo(0, 0);
  return left;
}"""
"""A target that a bar covers in part where the page happens to stand is measured again where it is scrolled to: its size is what is asked."""
PARTS = """() => [...document.querySelectorAll("link[rel=stylesheet],link[rel=icon],link[rel=preload],script[src]")].map(one => one.href || one.src)"""
PAGE_ITSELF = """() => performance.getEntriesByType("navigation")[0].decodedBodySize"""
INLINE = """() => [...document.querySelectorAll("*")].filter(one =>
  one.getAttribute("style") || one.tagName === "STYLE" || (one.tagName === "SCRIPT" && !one.src)
  || [...one.attributes].some(a => /^on/.test(a.name) || /^javascript:/i.test(a.value))).map(one => one.outerHTML.slice(0, 90))"""
TARGETS = """least => [...document.querySelectorAll("a[href],button,input,select,textarea,summary")].filter(one => {
  const box = one.getBoundingClientRect(), seen = getComputedStyle(one);
  if (!box.width || seen.visibility === "hidden" || one.type === "hidden" || one.closest(".vh,.skip")) return false;
  if (one.tagName === "A" && seen.display === "inline") return false;
  const label = one.labels && one.labels[0] && one.labels[0].getBoundingClientRect();
  const wide = label && /radio|checkbox/.test(one.type) ? Math.max(box.width, label.width) : box.width;
  const high = label && /radio|checkbox/.test(one.type) ? Math.max(box.height, label.height) : box.height;
  return wide < least - 0.5 || high < least - 0.5;
}).map(one => one.outerHTML.slice(0, 110))"""
MAINS = """() => [...document.querySelectorAll("main .btn:not(.sec):not(.sm), dialog .btn:not(.sec)")].filter(one =>
  one.offsetParent && !one.closest(".find,.rehearse") && (!document.querySelector("dialog[open]") || one.closest("dialog")))
  .map(one => [one.textContent.replace(/\\s+/g, " ").trim(), one.getBoundingClientRect().height])"""
KEYED = """() => [...document.querySelectorAll("[data-key]")].filter(one => one.offsetParent).map(one => [
  one.dataset.key, [...one.querySelectorAll("kbd")].map(k => k.textContent), getComputedStyle(one, "::after").content])"""
BAR = """() => [...document.querySelectorAll("footer.keys kbd")].map(one => one.textContent)"""
HEADINGS = """() => [...document.querySelectorAll("h1")].filter(one => !document.querySelector("dialog[open]") || one.closest("dialog")).length"""
TOUCHED = """() => {
  const one = document.activeElement, seen = getComputedStyle(one), box = one.getBoundingClientRect();
  if (!one.matches("a[href],button,input,select,textarea,summary,[tabindex]")) return null;
  if (!one.dataset.tabbed) one.dataset.tabbed = String(++window.tabbed);
  const middle = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
  const bar = document.querySelector("footer.keys");
  return {
    n: Number(one.dataset.tabbed), what: one.outerHTML.slice(0, 90),
    shown: seen.outlineStyle !== "none" && parseFloat(seen.outlineWidth) >= 2 || seen.boxShadow !== "none" || /radio|checkbox|file/.test(one.type),
    covered: !!(bar && middle && bar.contains(middle) && !bar.contains(one)),
  };
}"""
STOPS = """() => {
  window.tabbed = 0;
  const inside = document.querySelector("dialog[open]") || document, groups = new Set();
  return [...inside.querySelectorAll("a[href],button,input,select,textarea,summary,[tabindex='0']")].filter(one => {
    const seen = getComputedStyle(one);
    if (one.tagName !== "SUMMARY" && one.closest("details:not([open])")) return false;
    if (one.type === "hidden" || one.disabled || one.tabIndex < 0 || seen.visibility === "hidden" || !one.getClientRects().length) return false;
    if (one.type !== "radio") return true;
    const key = one.name + (one.form ? one.form.action : "");
    if (groups.has(key)) return false;
    groups.add(key);
    return true;
  }).length;
}"""
TO_THE_TOP = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
}"""
FORBIDDEN = re.compile(r"非法|无效(?!期)|请输入正确的|错误代码|Error|None|undefined|Traceback|未知错误")


class Measured:
    """Looks a page over; ``found`` keeps what is wrong under the name of its rule, ``weights`` each page's weight."""

    def __init__(self, city: str, sizes: Sequence[ViewportSize] = SIZES) -> None:
        self.city, self.sizes = city, sizes
        self.found: dict[str, list[str]] = defaultdict(list)
        self.weights: dict[str, int] = {}
        self.names: list[str] = []
        self.parts: dict[str, int] = {}
        self.whole = False

    def __call__(self, seat: Seat, name: str) -> None:
        """Measure this page everywhere."""
        self.names.append(name)
        self._weight(seat, name)
        for size in self.sizes:
            seat.page.set_viewport_size(size)
            self._at(seat, name, size)
        seat.page.set_viewport_size(LOW)
        self._marks(seat, name)
        self._tabs(seat, name)
        seat.page.set_viewport_size(WIDE)

    def _say(self, rule: str, name: str, what: object) -> None:
        self.found[rule].append(f"{self.city} {name}：{what}")

    def _weight(self, seat: Seat, name: str) -> None:
        weight = seat.page.evaluate(PAGE_ITSELF)
        for part in seat.page.evaluate(PARTS):
            if part not in self.parts:
                self.parts[part] = len(seat.context.request.get(part).body())
            weight += self.parts[part]
        self.weights[name] = weight
        if weight > LARGEST_PAGE:
            self._say("weight", name, f"{weight} 字节")

    def _at(self, seat: Seat, name: str, size) -> None:
        page, width = seat.page, size["width"]
        if not page.evaluate("() => !!window.axe"):
            page.evaluate(AXE_CORE)
        for one in page.evaluate(WRONG, AXE):
            small = one["id"] == "target-size"
            wrong = page.evaluate(STILL, [n["target"][0] for n in one["nodes"]]) if small else [one["nodes"][0]["html"]]
            for html in wrong[:1]:
                self._say("axe", f"{name} {width}", f"{one['id']} {one['help']}：{html}")
        over = page.evaluate(OVERHANG)
        if over > 0:
            self._say("overhang", f"{name} {width}", f"宽出 {over} 像素")
        for small in page.evaluate(TARGETS, LEAST_TARGET):
            self._say("targets", f"{name} {width}", small)

    def _marks(self, seat: Seat, name: str) -> None:
        page = seat.page
        for line in page.evaluate(INLINE):
            self._say("inline", name, line)
        mains = page.evaluate(MAINS)
        if len(mains) > 1:
            self._say("mains", name, mains)
        for words, high in mains:
            if high < MAIN_TARGET - 0.5:
                self._say("targets", name, f"{words} 高 {high}")
        if page.evaluate(HEADINGS) != 1:
            self._say("headings", name, f"h1 有 {page.evaluate(HEADINGS)} 个")
        for word in FORBIDDEN.findall(page.inner_text("body")):
            self._say("words", name, word)
        self._keys(seat, name)

    def _keys(self, seat: Seat, name: str) -> None:
        bar, known = seat.page.evaluate(BAR), {key.name for key in KEYS}
        for key, printed, after in seat.page.evaluate(KEYED):
            shown = "1-9" if key.isdigit() else key.replace("Escape", "Esc").replace("Control+s", "Ctrl+S")
            if shown not in known:
                self._say("keys", name, f"{key} 不在快捷键表里")
            if not {shown, key} & set(bar):
                self._say("keys", name, f"{key} 没有列在下面一栏：{bar}")
            if not {key, shown} & set(printed) and not (key == "Escape" and "Esc" in after):
                self._say("keys", name, f"{key} 没有写在按钮上：{printed}")

    def _tabs(self, seat: Seat, name: str) -> None:
        page = seat.page
        stops = page.evaluate(STOPS)
        if not page.locator("dialog[open]").count():
            page.evaluate(TO_THE_TOP)
        seen: set[int] = set()
        for _ in range(stops + 3):
            page.keyboard.press("Tab")
            one = page.evaluate(TOUCHED)
            if one is None or one["n"] in seen:
                continue
            if seen and one["n"] != max(seen) + 1:
                self._say("tabs", name, f"次序乱了：{one['what']}")
            seen.add(one["n"])
            if not one["shown"]:
                self._say("focus", name, f"看不出焦点：{one['what']}")
            if one["covered"]:
                self._say("focus", name, f"焦点被遮住：{one['what']}")
        if len(seen) != stops:
            self._say("tabs", name, f"{stops} 处可操作，Tab 走到 {len(seen)} 处")
