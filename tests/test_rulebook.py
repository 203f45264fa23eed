"""The rule book: the documents whole and in order, everything the program does beside them, and fit to be signed."""

import re
from io import BytesIO

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from counter.__main__ import cli
from counter.catalogue import load
from counter.cities import HERE, city_keys, load_city
from counter.law import clauses, lines_of
from counter.rulebook import book_of, printed, proofs
from counter.rulebook.places import Places
from counter.rulebook.sheets import blocks_of, text_of, words_of
from counter.sentences import sentences
from counter.values import leaves
from counter.values.leaf import SPOKEN
from tests.source import told

BLANKS = re.compile(r"[\s｜|]")


@pytest.fixture(scope="module", params=city_keys())
def catalogue(request):
    return load(load_city(request.param))


@pytest.fixture(scope="module")
def book(catalogue):
    return book_of(catalogue)


@pytest.fixture(scope="module")
def pages(book):
    return [BLANKS.sub("", page.extract_text()) for page in PdfReader(BytesIO(printed(book).pdf)).pages]


def plain(text):
    return BLANKS.sub("", text)


def beside(book, article, places):
    key, first = places.of(article)
    part = next(part for part in book.parts if part.key == key)
    row = next(row for row in part.rows if row.clause.first == first)
    return "".join(text for block in blocks_of(row) for text in block.texts)


def test_every_line_of_every_document_is_there_in_its_order(book, catalogue):
    for part, (key, document) in zip(book.parts, catalogue.city.documents.items(), strict=True):
        assert part.key == key
        shown = "".join(text for row in part.rows for text in text_of(row.clause))
        assert plain(shown) == plain("".join(lines_of(document.file)))


def test_the_clauses_are_those_of_the_document():
    numbers = [one.heading.split()[0] for one in clauses(lines_of("xinxiang-2017-141-counter-procedure.txt"))]
    assert [n for n in numbers if n.startswith("5.1.2")] == ["5.1.2", "5.1.2.1", "5.1.2.2", "5.1.2.3", "5.1.2.4"]
    rule = lines_of("shangluo-window-standard.txt")
    temporary = next(one for one in clauses(rule) if one.heading.startswith("第二十条"))
    assert [line[:2] for line in temporary.lines[3:7]] == ["1、", "2、", "3、", "4、"], "what an article counts stays in it"
    plan = clauses(lines_of("shishi-2015-issuing-plan.txt"))
    agency = next(one for one in plan if one.heading.startswith("2、社保卡代办网点"))
    assert agency.above == ("一、目标任务", "（三）工作流程。")
    trouble = [one for one in clauses(lines_of("xinxiang-2017-141-counter-procedure.txt")) if one.table]
    assert len(trouble) == 12, "each row of the table of troubles, and its head"


def test_every_value_stands_beside_its_article_or_in_the_appendix(book, catalogue):
    places = Places(catalogue.city)
    alone = {(about, one.text.partition("：")[0]) for about, one in book.assumed}
    wrong = []
    for leaf in leaves(catalogue):
        if leaf.article and leaf.value not in beside(book, leaf.article, places):
            wrong.append(f"{leaf.path} is not beside {leaf.article}")
        if not leaf.article and leaf.assumed and leaf.path[-1] != SPOKEN and (leaf.section, leaf.title) not in alone:
            wrong.append(f"{leaf.path} is not among the assumptions")
    told(wrong)


def test_every_condition_is_said_and_every_assumption_marked(book, catalogue):
    rows = [row for part in book.parts for row in part.rows]
    said = {one.text for row in rows for one in row.conditions} | set(book.across)
    for operation in (catalogue.operations[key] for key in catalogue.city.operations):
        assert {text for one in operation.conditions for text in sentences(one)} <= said
    marked = "".join(text for row in rows for block in blocks_of(row) for text in block.texts)
    assert marked.count("〔假定") == sum(one.assumed for row in rows for one in (*row.values, *row.refusals))
    assert all(one.why for _, one in book.assumed if not one.text.startswith("应收材料")), "each says why"


def test_what_the_program_does_not_touch_says_why(book, catalogue):
    for document in catalogue.city.documents.values():
        text = "\n".join(lines_of(document.file))
        told([words for words in document.beyond if not re.search(f"^{re.escape(words)}", text, re.MULTILINE)])
    for part in book.parts:
        untouched = [row for row in part.rows if row.counted and not row.touched]
        assert len(untouched) == part.counts["不涉及"] + part.counts["没有说明"]
        assert part.counts["条款"] == part.counts["有规定"] + len(untouched)
        assert all(blocks_of(row)[0].label == "程序不涉及" for row in untouched)
        told([f"{row.clause.heading[:20]}: name it in a guide or in documents.*.beyond" for row in untouched if not row.beyond])


def test_a_visit_proves_what_its_lines_cite_and_what_its_marks_quote():
    book = book_of(load(load_city("shangluo")))
    release = next(row for row in book.parts[0].rows if row.clause.heading.startswith("第十六条"))
    assert {"04", "06"} <= set(release.proofs)
    places = Places(load_city("shangluo"))
    visit = next(one for one in proofs(places) if one.name == "shangluo-04-release-any-window")
    assert places.of("规范 第十六条") in visit.places
    assert "SW-057" in visit.marks


def test_without_the_visits_the_book_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr("counter.rulebook.visits.VISITS", tmp_path / "none")
    book = book_of(load(load_city("shishi")))
    assert {one.name for one in book.visits} == {"shishi", "shishi-first-card"}
    assert "安装的程序只带主要故事" in next(fact.value for fact in words_of(book).facts if fact.label == "来访")


def test_the_contents_lead_to_the_right_pages(book, pages):
    listed = [chapter.title for chapter in words_of(book).chapters]
    listed += [pair.title for chapter in words_of(book).chapters for pair in chapter.pairs if pair.title]
    sheets = [page.extract_text() for page in PdfReader(BytesIO(printed(book).pdf)).pages[1:8]]
    lines = [plain(line) for sheet in sheets if "目录" in sheet[:60] for line in sheet.splitlines()]
    wrong = []
    for title in listed:
        after = [line.removeprefix(plain(title)) for line in lines if line.startswith(plain(title))]
        found = [int(page) for page in after if page.isdigit()]
        whole = plain(title).removesuffix("…")[:12]
        if not found or not any(whole in pages[n - 1] for n in found if n <= len(pages)):
            wrong.append(f"{title} {found}")
    told(wrong)


def test_every_page_says_whose_it_is_and_the_last_waits_for_the_signature(book, pages):
    for number, page in enumerate(pages[1:], 2):
        assert f"第{number}页共{len(pages)}页" in page
        assert book.fingerprint[:16] in page
        assert f"{book.city}社保卡柜台规则书" in page
    assert book.fingerprint in pages[0]
    assert all(word in pages[0] for word in ("条款", "有来访证明", "不涉及", "没有说明"))
    assert all(word in pages[-1] for word in ("审核意见", "审核人", "日期", "盖章"))


def test_the_same_book_has_the_same_bytes(book, catalogue):
    again = printed(book_of(load(catalogue.city)))
    assert printed(book).sha256 == again.sha256
    assert not again.missing


def test_a_changed_value_changes_the_book_and_its_fingerprint(tmp_path):
    text = (HERE / "shangluo.toml").read_text("utf-8")
    own = tmp_path / "own.toml"
    own.write_text(text.replace('value = 7, article = "规范 第十五条"', 'value = 9, article = "规范 第十五条"'), "utf-8")
    (tmp_path / "forms").symlink_to(HERE / "forms")
    mine, theirs = book_of(load(load_city("shangluo"))), book_of(load(load_city(str(own))))
    days = [one.text for row in theirs.parts[0].rows for one in row.values if "临时挂失期限" in one.text]
    assert days == ["临时挂失期限（天，0 为不自动解挂）：9"]
    assert mine.fingerprint != theirs.fingerprint
    assert printed(mine).sha256 != printed(theirs).sha256


def test_the_command_prints_the_book_and_tells_its_figures(tmp_path):
    out = tmp_path / "book.pdf"
    shown = CliRunner().invoke(cli, ["rulebook", "shishi", str(out)]).stdout
    assert out.read_bytes().startswith(b"%PDF")
    assert re.search(r"石狮市：条款 \d+，有规定 \d+，有来访证明 \d+，不涉及 \d+，没有说明 \d+；\d+ 个值，假定 \d+ 个", shown)

