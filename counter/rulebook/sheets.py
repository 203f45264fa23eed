"""The rule book as words for the printer."""

from counter.law import TABLE_CELL, Clause
from counter.rulebook.book import Beside, Book, Part, Remark
from printing import Appendix, Block, BookWords, Chapter, Drawn, Fact, Grid, Pair, draw_book

TITLE_ROOM = 34
SHORT_LINE, OF_A_FORM = 14, 15
NONE = "程序不涉及"
ONLY_STORIES = "（安装的程序只带主要故事；全部来访随源代码，在 tests/visits）"
READING = (
    (
        "左边是文件原文，一条不漏，次序照原文；右边是程序对这一条做什么：怎样做（插件的说明），取值（城市文件里注明这一条的值），"
        "条件（不符合时说的话，… 处是当时的姓名、号码、日期），不能办理时的话，证明这一条的来访。"
    ),
    "文件没有写明、由城市文件假定的，逐条标〔假定〕并写理由；完全没有条款可依的假定列在附录一。右边什么也没有的，写“程序不涉及”和原因。",
    "同一份城市文件、同一版程序，印出的规则书一字节不差；城市文件改一个值，封面的指纹就不同，须重新审核。",
)


def printed(book: Book) -> Drawn:
    """The PDF."""
    return draw_book(words_of(book))


def words_of(book: Book) -> BookWords:
    """Everything the printed book says."""
    title = f"{book.city}社保卡柜台规则书"
    return BookWords(
        title=title, office=book.office, facts=_facts(book), summary=_summary(book), reading=READING,
        chapters=tuple(_chapter(part) for part in book.parts), appendices=_appendices(book),
        declaration=f"本人已逐条审阅《{title}》（城市文件指纹 {book.fingerprint[:16]}，程序 {book.version}），"
        "上列取值、条件、拒绝的话和假定与文件相符；需要更正的写在审核意见里。",
        signatures=("审核人", "职务", "复核人", "日期"),
        foot=f"城市文件 {book.fingerprint[:16]}　程序 {book.version}",
    )  # fmt: skip


def _facts(book: Book) -> tuple[Fact, ...]:
    documents = "\n".join(f"《{part.title}》\nsha256 {part.sha256}" for part in book.parts)
    visits = f"{len(book.visits)} 次" + ("" if book.all_visits else ONLY_STORIES)
    return (
        Fact("依据的文件", documents),
        Fact("城市文件", f"{book.values} 个值，其中假定 {book.assumptions} 个\nsha256 {book.fingerprint}"),
        Fact("程序", f"{book.version}"),
        Fact("来访", visits),
    )


def _summary(book: Book) -> Grid:
    heads = ("文件", *book.counts)
    rows = [(f"《{part.title}》", *map(str, part.counts.values())) for part in book.parts]
    rows += [("合计", *map(str, book.counts.values()))] if len(rows) > 1 else []
    return Grid(heads, tuple(rows), (0.5, *(0.5 / len(book.counts) for _ in book.counts)))


def _chapter(part: Part) -> Chapter:
    counts = "，".join(f"{word} {number}" for word, number in part.counts.items())
    lead = f"依据里的简称“{part.key}”。sha256 {part.sha256}。{counts}。"
    return Chapter(f"《{part.title}》", lead, tuple(_pair(row) for row in part.rows))


def _pair(row: Beside) -> Pair:
    return Pair(_title(row.clause) if row.counted else "", text_of(row.clause), blocks_of(row))


def _title(clause: Clause) -> str:
    heading = clause.heading.replace(TABLE_CELL, "　").strip()
    return heading if len(heading) <= TITLE_ROOM else heading[: TITLE_ROOM - 1] + "…"


def text_of(clause: Clause) -> tuple[str, ...]:
    """The text, unchanged but for the cells of a table, which are set beside each other."""
    if clause.table:
        return tuple(" ｜ ".join(part.strip() for part in line.split(TABLE_CELL)) for line in clause.lines)
    out: list[str] = []
    for n, line in enumerate(clause.lines):
        short = n > 1 and max(len(line), len(clause.lines[n - 1])) <= SHORT_LINE
        if short and len(clause.lines) > OF_A_FORM and not line.endswith("。"):
            out[-1] += f" ｜ {line}"
        else:
            out.append(line)
    return tuple(out)


def blocks_of(row: Beside) -> tuple[Block, ...]:
    """What stands beside one clause, under its labels; why nothing does."""
    found = [
        Block("怎样做", tuple(f"· {text}" for text in row.done)), Block("取值", _marked(row.values)),
        Block("条件，不符合时说", _marked(row.conditions)), Block("不能办理时说", _marked(row.refusals)),
        Block(f"来访证明 {len(row.proofs)} 次（附录）", ("、".join(row.proofs),) if row.proofs else ()),
    ]  # fmt: skip
    shown = tuple(block for block in found if block.texts)
    if shown or row.clause.bare:
        return shown
    return (Block(NONE, (row.beyond or "没有说明",)),)


def _marked(remarks: tuple[Remark, ...]) -> tuple[str, ...]:
    """The remarks of each operation under its title; what is assumed with its mark and reason."""
    out: dict[str, list[str]] = {}
    for one in remarks:
        why = f"〔假定{f'：{one.why}' if one.why else ''}〕" if one.assumed else f"（{one.why}）" if one.why else ""
        out.setdefault(one.about, []).append(f"· {one.text}{why}")
    return tuple(text for about, texts in out.items() for text in ([f"【{about}】"] if about else []) + texts)


def _appendices(book: Book) -> tuple[Appendix, ...]:
    assumed = tuple((section, one.text, one.why) for section, one in book.assumed)
    visits = tuple((one.short, one.title, "、".join(one.marks)) for one in book.visits)
    out = [
        Appendix(
            f"附录一　没有条款可依的假定（{len(assumed)} 处）",
            "文件一处也没有写到的值：取什么、为什么。改一个值不用改程序，改城市文件即可。",
            Grid(("业务或部分", "哪一项，取什么", "理由"), assumed, (0.18, 0.47, 0.35)),
        ),
        Appendix(
            f"附录二　来访（{len(visits)} 次）",
            "每次来访是一份照条款写的记录，程序照着办一遍，一行不符就算错。编号指的原文在 counter/cities/marks.jsonl；"
            "MI 是其他资料。",
            Grid(("来访", "标题", "证明的条目"), visits, (0.16, 0.54, 0.3)),
        ),
    ]
    if book.across:
        rows = tuple((text,) for text in book.across)
        out.insert(0, Appendix("各项业务都有的条件", "不论哪项业务，都先看这些。", Grid(("不符合时说",), rows, (1.0,))))
    return tuple(out)
