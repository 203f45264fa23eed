"""How style and scripts come to the browser."""

import re
from pathlib import Path

from counter.web import shell


def addresses(page):
    return re.findall(r'(?:src|href)="(/static/[^"]+)"', page.html)


def age(client, address):
    """How long the browser may keep this file; nothing where there is none."""
    with client.get(address) as answer:
        return answer.headers.get("Cache-Control", "") if answer.status_code == 200 else ""


def test_ux_44_style_and_scripts_are_asked_for_once_and_again_when_they_change(at_outlet, tmp_path):
    """UX 44: no page waits for what the browser has already."""
    client = at_outlet.client
    found = addresses(at_outlet.get("/"))
    assert len(found) > 3
    assert all("immutable" in age(client, address) for address in found)
    css = next(address for address in found if ".css" in address)
    for stale in (css[:-1], re.sub(r"v=\w+", "v=00000000", css), css.partition("?")[0]):
        assert "immutable" not in age(client, stale), stale
    (tmp_path / "counter.css").write_bytes(Path(shell.WEB, "static", "counter.css").read_bytes() + b"\n")
    at_outlet.counter.flask.static_folder = str(tmp_path)
    assert css not in addresses(at_outlet.get("/"))
    assert "immutable" not in age(client, css)
    assert age(client, "/static/nothing.css?v=") == ""
