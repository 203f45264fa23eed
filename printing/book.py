"""A book on A4: cover, contents with pages, text and remarks side by side, appendices, room for signatures."""

from collections.abc import Sequence

from printing.bookpaper import (
    BESIDE,
    BODY,
    BOTTOM,
    GUTTER,
    HEIGHT,
    INDENT,
    LABEL,
    LEFT,
    LISTED,
    PALE,
    QUIET,
    REMARK,
    RIGHT,
    ROOM,
    SIGN,
    SMALL,
    SPACE,
    STAMP,
    TEXT,
    WIDTH,
    Paper,
    table,
)
from printing.bookwords import Appendix, Block, BookWords, Chapter
from printing.layout import Draft, height, wrap
from printing.marks import MM, Box, Line, Page, Rule, Seal


def book_pages(words: BookWords) -> tuple[Page, ...]:
    """All sheets: set once to learn the pages of the contents, then with them."""
    listed = [(title, 0) for title in _titles(words)]
    body, found = _body(words)
    ahead = 1 + len(_contents(words, listed).drafts)
    numbered = [(title, page + ahead) for title, page in found]
    drafts = [*_cover(words).drafts, *_contents(words, numbered).drafts, *body.drafts]
    for number, draft in enumerate(drafts[1:], 2):
        draft.y = HEIGHT - 14 * MM
        draft.rule(LEFT, RIGHT, 0.4)
        draft.line(Line(words.foot, SMALL, shade=QUIET), LEFT, ROOM)
        draft.y = HEIGHT - 14 * MM
        draft.line(Line(f"第 {number} 页　共 {len(drafts)} 页", SMALL, shade=QUIET), LEFT, ROOM, "right")
    return tuple(Page(WIDTH, HEIGHT, tuple(draft.marks)) for draft in drafts)


def _titles(words: BookWords) -> list[str]:
    out: list[str] = []
    for chapter in words.chapters:
        out += [chapter.title, *(f"　{pair.title}" for pair in chapter.pairs if pair.title)]
    return [*out, *(one.title for one in words.appendices), "签字"]


def _cover(words: BookWords) -> Paper:
    paper = Paper(words)
    paper.turn()
    draft = paper.draft
    draft.y = 52 * MM
    draft.line(Line(words.title, 28, bold=True), LEFT, ROOM, "centre")
    draft.y += 4 * MM
    draft.line(Line("条款与程序对照", 14), LEFT, ROOM, "centre")
    draft.y = 96 * MM
    for fact in words.facts:
        lines = wrap(fact.value, ROOM - 34 * MM, BODY)
        draft.line(Line(fact.label, BODY, bold=True), LEFT, 32 * MM)
        draft.y -= Line("", BODY).height
        draft.lines(lines, LEFT + 34 * MM, ROOM - 34 * MM)
        draft.y += 1.6 * MM
    draft.y += 5 * MM
    table(paper, words.summary)
    draft.y += 5 * MM
    for paragraph in words.reading:
        draft.lines(wrap(paragraph, ROOM, BODY), LEFT, ROOM)
        draft.y += 1.2 * MM
    draft.y = HEIGHT - 30 * MM
    draft.line(Line(words.office, 12), LEFT, ROOM, "centre")
    return paper


def _contents(words: BookWords, listed: Sequence[tuple[str, int]]) -> Paper:
    """The contents: chapters in bold, their clauses below."""
    paper = Paper(words)
    paper.turn("目录")
    paper.draft.line(Line("目录", 16, bold=True), LEFT, ROOM)
    paper.draft.y += SPACE
    for title, page in listed:
        inner = title.startswith("　")
        paper.need(6 * MM)
        shift = 6 * MM if inner else 0.0
        line = Line(title.strip(), LISTED if inner else 10.5, bold=not inner)
        paper.draft.y += 0.0 if inner else 1.2 * MM
        top = paper.draft.y
        paper.draft.line(line, LEFT + shift, ROOM)
        number = Line(str(page) if page else "", line.size)
        middle = top + line.height * 0.62
        paper.draft.add(Rule(LEFT + shift + line.width + 2 * MM, middle, RIGHT - 9 * MM, middle, 0.3, dashed=True))
        paper.draft.y = top
        paper.draft.line(number, RIGHT - 8 * MM, 8 * MM, "right")
    return paper


def _body(words: BookWords) -> tuple[Paper, list[tuple[str, int]]]:
    """Chapters, appendices and the page to sign; with the page each begins on, counted from here."""
    paper, found = Paper(words), list[tuple[str, int]]()
    for chapter in words.chapters:
        paper.turn(chapter.title)
        found.append((chapter.title, len(paper.drafts)))
        _chapter(paper, chapter, found)
    for one in words.appendices:
        paper.turn(one.title)
        found.append((one.title, len(paper.drafts)))
        _appendix(paper, one)
    paper.turn("签字")
    found.append(("签字", len(paper.drafts)))
    _signatures(paper, words)
    return paper, found


def _chapter(paper: Paper, chapter: Chapter, found: list[tuple[str, int]]) -> None:
    draft = paper.draft
    draft.lines(wrap(chapter.title, ROOM, 15, bold=True), LEFT, ROOM)
    draft.lines(wrap(chapter.lead, ROOM, REMARK, shade=QUIET), LEFT, ROOM)
    draft.y += SPACE
    _heads(paper)
    for pair in chapter.pairs:
        left = [line for text in pair.text for line in wrap(text, TEXT, BODY)]
        right = [line for block in pair.blocks for line in _block(block)]
        before = len(paper.drafts)
        paper.need(min(height(left), height([line for line, _ in right[:4]])) + 3 * SPACE)
        if len(paper.drafts) > before:
            _heads(paper)
        if pair.title:
            found.append((f"　{pair.title}", len(paper.drafts)))
        _beside(paper, left, right, pair.title)


def _heads(paper: Paper) -> None:
    draft = paper.draft
    draft.add(Box(LEFT, draft.y, ROOM, 6 * MM, 0.0, PALE))
    draft.y += 0.9 * MM
    top = draft.y
    draft.line(Line("文件原文", LABEL, bold=True), LEFT + 1.5 * MM, TEXT)
    draft.y = top
    draft.line(Line("程序怎样做", LABEL, bold=True), LEFT + TEXT + GUTTER, BESIDE)
    draft.y = top + 6 * MM


def _block(block: Block) -> list[tuple[Line, float]]:
    """The lines of one block, each with how far in it stands."""
    out = [(line, 0.0) for line in wrap(block.label, BESIDE, LABEL, bold=True)]
    for text in block.texts:
        lines = wrap(text, BESIDE - 2 * INDENT, REMARK)
        hanging = text.startswith("· ")
        out += [(line, INDENT if n == 0 or not hanging else 2 * INDENT) for n, line in enumerate(lines)]
    return out


def _beside(paper: Paper, left: list[Line], right: list[tuple[Line, float]], title: str) -> None:
    """Both columns side by side, over as many sheets as the longer one takes."""
    paper.draft.y += SPACE / 2
    while left or right:
        top = paper.draft.y
        left = _column(paper.draft, [(line, 0.0) for line in left], LEFT)
        low = paper.draft.y
        paper.draft.y = top
        right = _rest(paper.draft, right)
        paper.draft.y = max(low, paper.draft.y)
        if left or right:
            paper.turn()
            _heads(paper)
            paper.draft.y += SPACE / 2
            left = left or wrap(f"（{title}，续）", TEXT, REMARK, shade=QUIET)
    paper.draft.y += SPACE
    paper.draft.rule(LEFT, RIGHT, 0.3)
    paper.draft.y += SPACE / 2


def _column(draft: Draft, lines: list[tuple[Line, float]], x: float) -> list[Line]:
    """Set what fits in the column; gives what is left."""
    return [line for line, _ in _set(draft, lines, x)]


def _rest(draft: Draft, lines: list[tuple[Line, float]]) -> list[tuple[Line, float]]:
    return _set(draft, lines, LEFT + TEXT + GUTTER)


def _set(draft: Draft, lines: list[tuple[Line, float]], x: float) -> list[tuple[Line, float]]:
    for n, (line, shift) in enumerate(lines):
        if draft.y + line.height > BOTTOM:
            return lines[n:]
        draft.line(line, x + shift, RIGHT - x - shift)
    return []


def _appendix(paper: Paper, one: Appendix) -> None:
    paper.draft.lines(wrap(one.title, ROOM, 15, bold=True), LEFT, ROOM)
    paper.draft.lines(wrap(one.lead, ROOM, REMARK, shade=QUIET), LEFT, ROOM)
    paper.draft.y += SPACE
    table(paper, one.grid)


def _signatures(paper: Paper, words: BookWords) -> None:
    draft = paper.draft
    draft.line(Line("签字", 15, bold=True), LEFT, ROOM)
    draft.y += SPACE
    draft.lines(wrap(words.declaration, ROOM, 11), LEFT, ROOM)
    draft.y += 6 * MM
    draft.line(Line("审核意见：", 11), LEFT, ROOM)
    for _ in range(3):
        draft.y += 11 * MM
        draft.rule(LEFT, RIGHT, 0.4)
    draft.y += 10 * MM
    for name in words.signatures:
        top = draft.y
        label = Line(f"{name}：", 11)
        draft.line(label, LEFT, ROOM)
        line = top + label.baseline + 1
        draft.add(Rule(LEFT + label.width + MM, line, LEFT + 95 * MM, line, 0.4))
        draft.y = top + SIGN
    draft.add(Seal(RIGHT - STAMP - 8 * MM, draft.y - 2 * SIGN, STAMP, "盖章"))

