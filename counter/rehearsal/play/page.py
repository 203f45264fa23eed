"""What a visit sees of the counter: pages fetched over HTTP, read by their marks, never by their looks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})


@dataclass
class Element:
    """One element of a page."""

    tag: str
    attrs: dict[str, str]
    inside: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """The element and everything in it, in reading order."""
        yield self
        for part in self.inside:
            if isinstance(part, Element):
                yield from part.walk()

    @property
    def text(self) -> str:
        """All text in it, blanks run together."""
        parts = (part.text if isinstance(part, Element) else part for part in self.inside)
        return re.sub(r"\s+", " ", " ".join(parts)).strip()

    def marked(self, mark: str, value: str | None = None) -> list[Element]:
        """The elements in it that carry this mark, or the mark with this value."""
        return [e for e in self.walk() if mark in e.attrs and value in (None, e.attrs[mark])]

    def first(self, mark: str) -> str:
        """The text of the first element with this mark; empty without one."""
        return next((e.text for e in self.marked(mark)), "")

    def tags(self, tag: str) -> list[Element]:
        """The elements of this tag in it."""
        return [e for e in self.walk() if e.tag == tag]


class _Builder(HTMLParser):
    """Builds the tree; an end tag closes everything opened since its start."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Element("page", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].tag == tag:
                del self.open[depth:]
                return

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.open[-1].inside.append(data)


@dataclass(frozen=True)
class Page:
    """One answer of the counter."""

    status: int
    path: str
    root: Element
    raw: bytes = b""

    def form(self, path: str = "") -> Filling:
        """The form of this page that posts to this path, or the first with a blank to fill."""
        forms = [f for f in self.root.tags("form") if f.attrs.get("method", "").lower() == "post"]
        chosen = [f for f in forms if path and f.attrs.get("action", self.path).partition("?")[0] == path]
        if not (chosen or forms):
            raise NoFormError(self.path)
        return Filling(self.root, (chosen or forms)[-1])


def page_of(status: int, path: str, kind: str, raw: bytes) -> Page:
    """Read one answer: a page is taken apart, anything else is kept as it came."""
    builder = _Builder()
    if "html" not in kind:
        return Page(status, path, builder.root, raw)
    builder.feed(raw.decode("utf-8"))
    return Page(status, path, builder.root)


class NoFormError(Exception):
    """A page has nothing to fill in."""

    def __init__(self, path: str) -> None:
        super().__init__(f"页面 {path.partition('?')[0]} 上没有可以填写的表单")


class Filling:
    """A form being filled in, starting from what the page has put into it."""

    def __init__(self, root: Element, form: Element) -> None:
        self.fields: dict[str, str] = {}
        self.papers: list[str] = []
        self.later = [e.attrs["data-later"] for e in form.marked("data-later")]
        self.ticked: list[str] = []
        self.names: dict[str, str] = {}
        self.boxes: dict[str, str] = {}
        self.takes: list[str] = []
        self.files: list[tuple[str, str, bytes]] = []
        labels = {e.attrs.get("for", ""): e.text for e in root.tags("label")}
        around = {id(e): box.text for box in form.tags("label") for e in box.tags("input")}
        for control in form.walk():
            if control.tag in {"input", "select", "textarea"} and control.attrs.get("name"):
                label = labels.get(control.attrs.get("id") or "-", "")
                self._take(control, label or around.get(id(control), ""))
        for group in form.tags("fieldset"):
            self._legend(group)

    def _take(self, control: Element, label: str) -> None:
        name, kind = control.attrs["name"], control.attrs.get("type", "text")
        if label and name not in self.names.values() and kind != "radio":
            self.names[label] = name
        if name == "paper":
            self.papers.append(control.attrs.get("value", ""))
            return
        if kind == "file":
            self.takes.append(name)
            return
        if kind in {"checkbox", "radio"}:
            if kind == "checkbox":
                self.boxes[name] = control.attrs.get("value", "on")
            if "checked" in control.attrs:
                self.fields[name] = control.attrs.get("value", "on")
            return
        if control.tag == "select":
            options = control.tags("option")
            chosen = [o for o in options if "selected" in o.attrs] or options[:1]
            self.fields[name] = chosen[0].attrs.get("value", chosen[0].text) if chosen else ""
        elif kind not in {"submit", "button", "image"}:
            self.fields[name] = control.attrs.get("value", "") if control.tag == "input" else control.text

    def _legend(self, group: Element) -> None:
        legends = group.tags("legend")
        radios = [e for e in group.tags("input") if e.attrs.get("type") == "radio"]
        if legends and radios and len({e.attrs.get("name") for e in radios}) == 1:
            self.names.setdefault(legends[0].text, radios[0].attrs["name"])

    def asks(self, name: str) -> bool:
        """Whether this form has a blank of this name."""
        return name in self.fields or name in self.names.values()

    def name_of(self, label: str) -> str | None:
        """The name of the blank whose label begins with this word."""
        exact = [name for text, name in self.names.items() if text == label]
        begins = [name for text, name in self.names.items() if text.startswith(label)]
        return next(iter(exact + begins), None)

    def label_of(self, name: str) -> str:
        """The label of a blank."""
        return next((text for text, own in self.names.items() if own == name), name)

    def write(self, name: str, value: str) -> None:
        """Write into a blank; a box takes 是 and 否."""
        if name not in self.boxes:
            self.fields[name] = value
        elif value in {"是", "on"}:
            self.fields[name] = self.boxes[name]
        else:
            self.fields.pop(name, None)

    def posted(self) -> dict[str, str | list[str]]:
        """What is posted."""
        return {**self.fields, "paper": self.ticked}
