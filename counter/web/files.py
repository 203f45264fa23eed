"""Style, scripts and pictures: their addresses carry their checksum, so that a browser asks for each once."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request

OK = 200
FOR_EVER = "public, max-age=31536000, immutable"


def dress(app: Flask) -> None:
    """Put checksums into the addresses of files, and say how long each may be kept."""
    app.url_defaults(_versioned)
    app.after_request(_kept)


def _versioned(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static" and "filename" in values:
        values["v"] = _version(values["filename"])


def _kept(response: Response) -> Response:
    """Let the browser keep a file that was asked for by its checksum; an old address is asked about again."""
    name = (request.view_args or {}).get("filename", "") if request.endpoint == "static" else ""
    if name and response.status_code == OK and request.args.get("v") == _version(name):
        response.headers["Cache-Control"] = FOR_EVER
    return response


def _version(name: str) -> str:
    path = Path(current_app.static_folder or "", name)
    return _checksum(path, path.stat().st_mtime_ns) if path.is_file() else ""


@cache
def _checksum(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]
