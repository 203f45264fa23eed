"""What a page of the documents teaches, written to files and installed as a package with an entry point."""

import re

from tests.documents import block, blocks


def installed(page, package, folder, monkeypatch):
    """Write the page's package into this folder, with its entry point, where Python finds it."""
    for one in blocks(page):
        if one.name.startswith(f"{package}/"):
            file = folder / one.name
            file.parent.mkdir(exist_ok=True)
            file.write_text(one.text, "utf-8")
    point = re.search(r"counter\.plugins =\n\s+(.+)", block(page, "setup.cfg"))[1]
    facts = folder / f"{package}-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", "utf-8")
    (facts / "entry_points.txt").write_text(f"[counter.plugins]\n{point}\n", "utf-8")
    monkeypatch.syspath_prepend(folder)
