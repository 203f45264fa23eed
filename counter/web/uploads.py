"""Files that come with a form: taken in within bounds, looked into, kept beside the draft, refused with reasons."""

import io
from collections.abc import Mapping
from dataclasses import replace
from typing import IO, Any

from flask import Flask, Request, request

from counter.attached import scans_of, unscanned
from counter.clock import wall
from counter.core.blank import By
from counter.core.decision import Accepted
from counter.core.evidence import scans_for
from counter.core.guide import Scanned
from counter.core.offer import Offer
from counter.core.photo import Photo, Picture, faults
from counter.core.ruled import Refusal
from counter.core.scan import JPEG, PDF, Scan, ScanKind, Sheets, scan_faults, shown_bytes
from counter.scanning.pdf import look_at_sheets
from counter.scanning.picture import look
from counter.store.scans import checksum
from counter.visit import Begun

from .shell import TOKEN_COOKIE, branch, note

# A form of texts alone stays below this.
LARGEST_REQUEST = 1_000_000
# A form with files may be this large, and of each file this much is kept: far more than any city takes.
LARGEST_UPLOAD, LARGEST_FILE = 64_000_000, 12_000_000
UPLOADS = frozenset({"visits.fill"})
STAND_IN = f"{'0' * 64} 1x1 1"

Faults = Mapping[str, tuple[Refusal, ...]]


class Capped(io.BytesIO):
    """What is kept of an uploaded file: its beginning, and how long all of it was."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = 0

    def write(self, more: bytes) -> int:  # type: ignore[override]
        """Keep no more than the bound, and count the rest."""
        room = max(0, LARGEST_FILE - self.sent)
        self.sent += len(more)
        super().write(more[:room])
        return len(more)


class Arriving(Request):
    """A request whose files never fill the memory, so that the texts beside a huge file are not lost."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - as werkzeug calls it
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        return Capped()


def receive(app: Flask) -> None:
    """Let the forms that take files take them; put this before anything that reads a request's body."""
    app.request_class = Arriving
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.before_request(_open_wide)


def _open_wide() -> None:
    token = request.cookies.get(TOKEN_COOKIE, "")
    login = branch().staff.who(token, wall()) if request.endpoint in UPLOADS and token else None
    if login is not None and not login.locked:
        request.max_content_length = LARGEST_UPLOAD


def take(begun: Begun) -> tuple[Begun, Faults]:
    """Keep every good file of this request beside the draft; say of every other what is wrong with it."""
    wrong = {}
    for b in begun.offer.form.own:
        if b.is_photo and request.form.get("drop") == b.name:
            branch().scans.drop(begun.draft.op_id, ScanKind.PHOTO, b.name)
        elif b.is_photo and (said := _photo(begun, b.name)):
            wrong[b.name] = said
    for name, one in scan_blanks(begun.offer, by_of(begun.draft.texts.get("by", ""))).items():
        if said := _sheets(begun, name, one.paper):
            wrong[name] = said
    return _named(begun), wrong


def _photo(begun: Begun, name: str) -> tuple[Refusal, ...]:
    rules = branch().city.photo
    file = request.files.get(name)
    if rules is None or file is None or not file.filename:
        return ()
    sent, raw = _read(file.stream)
    if sent > len(raw):
        return faults(Picture(kind="", bytes=sent), rules)
    found = look(raw)
    said = faults(found, rules)
    note("收照片", person=begun.draft.person, ok=not said, text=f"{shown_bytes(sent)} {found.kind}")
    if not said:
        scan = Scan(
            kind=ScanKind.PHOTO,
            title=name,
            media=JPEG,
            sha256=checksum(raw),
            bytes=sent,
            width=found.width,
            height=found.height,
        )
        branch().scans.keep(begun.draft.op_id, begun.draft.person, scan, raw, branch().clock.now())
    return said


def by_of(text: str) -> By:
    """Who has come, from the word; the holder when the word is none of these."""
    return By(text) if text in {by.value for by in By} else By.SELF


def scan_blanks(offer: Offer, by: By) -> dict[str, Scanned]:
    """The papers that may be scanned on this form, each under the name of its blank."""
    asked = {one.paper: one for part in offer.parts for one in scans_for(part, by)}
    return {f"scan{n}": one for n, one in enumerate(asked.values(), 1)}


def _sheets(begun: Begun, name: str, paper: str) -> tuple[Refusal, ...]:
    """Keep the good files of one paper; what is wrong with the others."""
    draft, rules = begun.draft, branch().city.scans
    dropped, _, sha256 = request.form.get("drop", "").partition(":")
    if dropped == name and sha256:
        branch().scans.drop(draft.op_id, ScanKind.PAPER, paper, sha256)
    said: list[Refusal] = []
    for file in request.files.getlist(name) if rules is not None else ():
        if file.filename and rules is not None:
            sent, raw = _read(file.stream)
            found = look_at_sheets(raw) if sent == len(raw) else Sheets(kind=rules.kinds.value[0], bytes=sent)
            there = [one for one in branch().scans.of(draft.op_id) if one.title == paper]
            wrong = scan_faults(found, paper, rules, sum(one.pages for one in there))
            note("收扫描件", person=draft.person, ok=not wrong, text=f"{shown_bytes(sent)} {found.kind}")
            said += wrong
            if not wrong:
                branch().scans.keep(draft.op_id, draft.person, _scan(paper, found, raw), raw, branch().clock.now())
    return tuple(said)


def _scan(paper: str, found: Sheets, raw: bytes) -> Scan:
    return Scan(
        kind=ScanKind.PAPER,
        title=paper,
        media=PDF if found.kind == "PDF" else JPEG,
        sha256=checksum(raw),
        bytes=found.bytes,
        pages=found.pages,
        width=found.width,
        height=found.height,
    )


def _read(stream: IO[bytes]) -> tuple[int, bytes]:
    raw = stream.read()
    return (stream.sent if isinstance(stream, Capped) else len(raw)), raw


def _named(begun: Begun) -> Begun:
    """The texts of the draft with every photo as it is kept here: what a browser says of one counts for nothing."""
    kept = {scan.title: Photo.of(scan) for scan in branch().scans.of(begun.draft.op_id) if scan.kind is ScanKind.PHOTO}
    asked = {b.name for b in begun.offer.form.own if b.is_photo}
    texts = {name: text for name, text in begun.draft.texts.items() if name not in asked}
    named = {name: str(photo) for name, photo in kept.items() if name in asked}
    return replace(begun, draft=replace(begun.draft, texts={**texts, **named}))


def photos_again(begun: Begun) -> Begun:
    """The photo of the entry that fills this form again comes along, sealed anew beside this draft."""
    draft, echoes = begun.draft, begun.offer.echoes
    last = branch().entries.last_of(draft.person, echoes) if echoes else None
    asked = {b.name for b in begun.offer.form.own if b.is_photo}
    for scan in last.entry.scans if last is not None else ():
        if last is not None and scan.kind is ScanKind.PHOTO and scan.title in asked:
            raw = branch().scans.file(last.entry.op_id, scan.sha256)
            assert raw is not None, "what an entry names never goes"
            branch().scans.keep(draft.op_id, draft.person, scan, raw, branch().clock.now())
    return _named(begun)


def as_if_good(begun: Begun, wrong: Faults) -> Begun:
    """The draft as if the photos just refused had been good, so that nobody is told twice that one is missing."""
    photos = [b.name for b in begun.offer.form.own if b.is_photo and b.name in wrong]
    texts = {**begun.draft.texts, **dict.fromkeys(photos, STAND_IN)}
    return replace(begun, draft=replace(begun.draft, texts=texts))


def tried_papers(begun: Begun, wrong: Faults) -> list[str]:
    """The papers whose scans were just refused."""
    blanks = scan_blanks(begun.offer, by_of(begun.draft.texts.get("by", "")))
    return [one.paper for name, one in blanks.items() if name in wrong]


def taken_along(begun: Begun, verdict: Accepted) -> dict[str, Any]:
    """The scans the entries will name, each once, and whether there is no scanner: for the check page."""
    kept, texts = branch().scans.of(begun.draft.op_id), begun.draft.texts
    steps = [(step, scans_of(step, kept)) for step in verdict.steps]
    papers = dict.fromkeys(scan for _, some in steps for scan in some if scan.kind is ScanKind.PAPER)
    return {"scans": list(papers), "unscanned": any(unscanned(step, texts, some) for step, some in steps)}
