"""Material of others is listed with its licence and its checksum, and nothing else of others lies here."""

import hashlib
import re

import pytest

from tests.documents import links, quoted
from tests.source import ROOT

PAGE = ROOT / "LICENSES.md"
LISTS = {
    "printing/fonts": "printing/fonts/FONTS.md",
    "counter/cities/documents": "counter/cities/documents/SOURCES.md",
    "tools": "tools/README.md",
}
FOREIGN = {".whl", ".ttf", ".otf", ".ttc", ".woff", ".woff2", ".jar", ".so", ".dll", ".exe", ".zip", ".gz"}


@pytest.mark.parametrize(("folder", "page"), LISTS.items())
def test_every_file_of_others_has_its_checksum_on_the_page_that_lists_it(folder, page):
    listed = (ROOT / page).read_text("utf-8").lower()
    files = [p for p in (ROOT / folder).iterdir() if p.suffix in FOREIGN or p.name.startswith("OFL") or folder.endswith("documents")]
    files = [p for p in files if p.suffix != ".md"]
    assert files
    for file in files:
        assert file.name.lower() in listed
        assert hashlib.sha256(file.read_bytes()).hexdigest() in listed, file.name


def test_the_page_leads_to_every_list():
    assert set(LISTS.values()) <= set(links(PAGE))
    assert all((ROOT / place).exists() for place in quoted(PAGE) if "/" in place and place != "./run")


def test_no_file_of_others_lies_anywhere_else():
    hidden = re.compile(r"\.|build$|dist$|wheelhouse")
    found = [p.relative_to(ROOT) for p in ROOT.rglob("*") if p.suffix in FOREIGN]
    elsewhere = [p for p in found if not any(hidden.match(part) for part in p.parts) and p.parent.as_posix() not in LISTS]
    assert elsewhere == []


def test_the_notice_of_the_year_table_is_the_one_that_is_named():
    table = (ROOT / "counter" / "cities" / "workdays" / "2026.toml").read_text("utf-8")
    assert "国办发明电〔2025〕7号" in table
