"""Chromium 86 is the floor: by a scan of what the style sheet and the scripts use, not by running that browser.

Each table is a list of what may be used, each entry of the year's web platform that Chromium 86 (October 2020) had; what is
not in it fails the test until somebody has looked up since when Chromium has it (caniuse, MDN) and written it down here.
"""

import re
from pathlib import Path

import pytest

from counter.web import shell
from tests.source import told

STATIC = Path(shell.WEB, "static")
SCRIPTS = sorted(STATIC.glob("*.js"))
TEMPLATES = sorted(Path(shell.WEB, "templates").glob("*.html"))
AT_RULES = {"media", "page", "supports", "font-face"}
MEDIA = {"max-width", "min-width", "min-height", "max-height", "prefers-reduced-motion", "print", "forced-colors"}
"""forced-colors: Chromium 89; an older one takes the query as false, which is what it would find anyway."""
PSEUDO = {
    "root", "hover", "focus", "focus-visible", "not", "target", "checked", "disabled", "empty", "first-child", "last-child",
    "nth-child", "nth-last-child", "nth-of-type", "first-of-type", "last-of-type", "before", "after", "backdrop", "placeholder", "first-letter",
    "active", "focus-within", "link", "visited",
}  # fmt: skip
"""focus-visible: Chromium 86 itself; backdrop: 37."""
FUNCTIONS = {"var", "calc", "rgba", "rgb", "minmax", "repeat", "rect", "translateX", "rotate", "attr", "url", "translate", "counter", "scale", "min", "max", "clamp", "format", "linear-gradient", "not", "nth-child", "nth-of-type", "local"}  # fmt: skip
"""min(), max() and clamp(): Chromium 79."""
PROPERTIES = {
    "align-content", "align-items", "align-self", "animation", "appearance", "background", "background-color",
    "background-image", "border", "border-bottom", "border-bottom-color", "border-bottom-width", "border-collapse",
    "border-color", "border-left", "border-left-color", "border-left-width", "border-radius", "border-right",
    "border-right-color", "border-spacing", "border-style", "border-top", "border-top-color", "border-width",
    "bottom", "box-shadow", "box-sizing", "break-after", "break-before", "break-inside", "caption-side", "clear",
    "clip", "color", "column-count", "column-gap", "columns", "content", "counter-increment", "counter-reset",
    "cursor", "display", "fill", "flex", "flex-basis", "flex-direction", "flex-flow", "flex-grow", "flex-shrink",
    "flex-wrap", "float", "font", "font-family", "font-feature-settings", "font-size", "font-style",
    "font-variant-numeric", "font-weight", "gap", "grid-auto-flow", "grid-auto-rows", "grid-column", "grid-gap",
    "grid-row", "grid-template-areas", "grid-area", "grid-template-columns", "grid-template-rows", "height",
    "hyphens", "justify-content", "justify-items", "justify-self", "left", "letter-spacing", "line-break",
    "line-height", "list-style", "margin", "margin-bottom", "margin-left", "margin-right", "margin-top", "max-height",
    "max-width", "min-height", "min-width", "object-fit", "opacity", "order", "orphans", "outline", "outline-offset",
    "overflow", "overflow-wrap", "overflow-x", "overflow-y", "padding", "padding-bottom", "padding-left",
    "padding-right", "padding-top", "pointer-events", "position", "resize", "right", "row-gap", "scroll-margin",
    "scroll-margin-bottom", "scroll-margin-top", "scroll-padding", "scroll-padding-bottom", "scroll-padding-top",
    "stroke", "table-layout", "text-align", "text-align-last", "text-decoration", "text-decoration-thickness",
    "text-indent", "text-justify", "text-overflow", "text-transform", "text-underline-offset", "top", "transform",
    "transition", "user-select", "vertical-align", "visibility", "white-space", "widows", "width", "word-break",
    "word-spacing", "z-index", "size", "src", "unicode-range", "border-inline-start", "column-rule",
    "print-color-adjust", "-webkit-print-color-adjust", "forced-color-adjust", "text-spacing-trim", "text-autospace",
}  # fmt: skip
"""gap in flex: 84; text-decoration-thickness: 89, underlines are thinner before it; text-spacing-trim: 123 and text-autospace: 140,
punctuation is set full-width and without the quarter em between scripts before them: nothing depends on any of the three."""
TOO_NEW = {
    r"\.at\(": "Array.at 92", r"\bstructuredClone\b": "98", r"\.replaceAll\(": "85 is there, kept out for older cores",
    r"\?\?=|\|\|=|&&=": "85", r"\.findLast": "97", r"\bObject\.hasOwn\b": "93", r"\.toSorted|\.toReversed|\.with\(": "110",
    r"\bstatic \{": "94", r"\bawait\b": "ES5 style here", r"=>": "ES5 style here", r"\b(let|const)\b": "ES5 style here",
    r"`": "ES5 style here", r"\?\.": "80, ES5 style here", r"\bclass\s+\w+\s*\{": "ES5 style here", r"\.inert\b": "102",
    r"requestClose|commandfor|popover": "114 and later", r"\bnavigation\.": "102", r"AbortSignal\.(timeout|any)": "103",
    r"new Intl\.Segmenter": "87", r"crypto\.randomUUID": "92", r"\bURLPattern\b": "95", r"checkVisibility": "105",
    r"scheduler\.|requestIdleCallback": "not needed", r"new Set\(.*\)\.(union|intersection)": "122", r"Array\.fromAsync": "121",
    r"createObjectURL\(.*MediaStream": "gone", r"showOpenFilePicker|showSaveFilePicker": "not everywhere",
}  # fmt: skip
GLOBALS = {
    "window", "document", "location", "history", "navigator", "performance", "Date", "Math", "Number", "String",
    "Array", "Object", "JSON", "RegExp", "Error", "Promise", "Uint8Array", "Infinity", "setTimeout", "clearTimeout",
    "setInterval", "clearInterval", "fetch", "FormData", "URLSearchParams", "URL", "DOMParser", "CustomEvent",
    "AbortController", "DataTransfer", "File", "Blob", "Image", "HTMLDialogElement", "getComputedStyle",
    "sessionStorage", "localStorage", "encodeURIComponent", "parseInt", "parseFloat", "isNaN", "undefined", "console",
    "Event", "FileReader",
}  # fmt: skip
ATTRIBUTES_TOO_NEW = r"\s(inert|popover|popovertarget|command|commandfor|fetchpriority|elementtiming|closedby|shadowrootmode)\b"


def bare(css: str) -> str:
    """The style sheet without comments and the texts in quotes."""
    return re.sub(r'"[^"]*"', '""', re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))


def rules_beyond(css: str) -> list[str]:
    """At-rules, media queries and selectors that are on no list."""
    wrong = [f"@{rule}" for rule in set(re.findall(r"@([\w-]+)", css)) - AT_RULES]
    for query in re.findall(r"@media([^{]+)", css):
        wrong += [f"@media {word}" for word in re.findall(r"[a-z-]{4,}", query) if word not in MEDIA | {"reduce", "no-preference", "active", "screen"}]
    selectors = re.findall(r"(?:^|(?<=[}{]))([^{}@]+)\{", css)
    wrong += [f":{name}" for one in selectors for name in re.findall(r"::?([a-z-]+)", one) if name not in PSEUDO]
    wrong += [f"嵌套 {one}" for one in selectors if "&" in one]
    return sorted(set(wrong))


def properties_beyond(css: str) -> list[str]:
    """Properties, functions and units that are on no list."""
    wrong = []
    for block in re.findall(r"\{([^{}]*)\}", css):
        for line in filter(None, map(str.strip, block.split(";"))):
            name, _, value = line.partition(":")
            if not name.startswith("--") and name.strip() not in PROPERTIES:
                wrong.append(name.strip())
            wrong += [f"{word}()" for word in re.findall(r"([\w-]+)\(", value) if word not in FUNCTIONS]
            wrong += [value for unit in ("dvh", "svh", "lvh", "cqw", "rlh", "1lh") if unit in value]
    return sorted(set(wrong))


def test_the_style_sheet_keeps_to_what_chromium_86_has():
    """Nothing in it is newer than the floor, or it is known to be harmless there."""
    css = bare((STATIC / "counter.css").read_text("utf-8"))
    told(rules_beyond(css) + properties_beyond(css))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_keeps_to_what_chromium_86_has(script):
    text = re.sub(r"/\*.*?\*/", "", script.read_text("utf-8"), flags=re.DOTALL)
    wrong = [f"{pattern}：{since}" for pattern, since in TOO_NEW.items() if re.search(pattern, text)]
    plain = re.sub(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'', '""', text)
    plain = re.sub(r"/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\n\\ *])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\n\\])*/", '""', plain)
    used = set(re.findall(r"(?<![\w.$])(?:new\s+)?([A-Z][A-Za-z0-9]+)\b(?!\s*:)", plain))
    constants = set(re.findall(r"\b([A-Z][A-Z0-9_]+)\b", plain))
    wrong += [f"{name}：不在允许的名单里" for name in sorted(used - constants - GLOBALS)]
    told(wrong)


def test_the_pages_use_no_attribute_newer_than_chromium_86():
    told([f"{page.name}：{found[0]}" for page in TEMPLATES if (found := re.search(ATTRIBUTES_TOO_NEW, page.read_text("utf-8")))])


@pytest.mark.parametrize("newer", [
    "a:has(b){color:red}", "a{inset:0}", "@container x{a{color:red}}", "a{aspect-ratio:1}", "a{color:color-mix(in srgb,red,blue)}",
    "@layer x{}", "a{accent-color:red}", "a:is(b){color:red}", "a{height:100dvh}", "a{text-wrap:balance}", "a{b & {color:red}}",
])  # fmt: skip
def test_the_scan_sees_what_is_newer(newer):
    assert rules_beyond(newer) + properties_beyond(newer)
