"""Files that come with a form: taken in within bounds, looked into, kept beside the draft, refused with reasons."""

import io
from collections.abc import Mapping
from dataclasses import replace
from typing import IO

from flask import Flask, Request, request

from counter.clock import wall
from counter.core.photo import Photo, Picture, faults, shown_bytes
from counter.core.ruled import Refusal
from counter.core.scan import JPEG, Scan, ScanKind
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
    if request.endpoint in UPLOADS and token and branch().staff.who(token, wall()):
        request.max_content_length = LARGEST_UPLOAD


def take(begun: Begun) -> tuple[Begun, Faults]:
    """Keep every good file of this request beside the draft; say of every other what is wrong with it."""
    wrong = {}
    for b in begun.offer.form.own:
        if b.is_photo and request.form.get("drop") == b.name:
            branch().scans.drop(begun.draft.op_id, ScanKind.PHOTO, b.name)
        elif b.is_photo and (said := _photo(begun, b.name)):
            wrong[b.name] = said
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


def as_if_good(begun: Begun, wrong: Faults) -> Begun:
    """The draft as if the files just refused had been good, so that nobody is told twice that one is missing."""
    texts = {**begun.draft.texts, **dict.fromkeys(wrong, STAND_IN)}
    return replace(begun, draft=replace(begun.draft, texts=texts))
