"""The form page: the blanks, the papers, the cost, and everything that is wrong at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flask import render_template

from counter.core.blacklist import listed
from counter.core.blank import Asked, Blank, By
from counter.core.charge import fee_of, promised
from counter.core.decision import papers_for
from counter.core.dossier import Dossier
from counter.core.evidence import UNSCANNED
from counter.core.filled import BY_HAND, READ_FROM, Filled, by_hand, says
from counter.core.guide import EITHER, Scanned
from counter.core.lookup import LookUp
from counter.core.offer import Offer
from counter.core.photo import Photo
from counter.core.ruled import Refusal
from counter.core.scan import Scan, ScanKind
from counter.visit import Begun

from .cardread import readers
from .program import program
from .shell import branch, seat
from .uploads import LARGEST_UPLOAD, Faults, by_of, scan_blanks

NO_FAULTS: Faults = MappingProxyType({})
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class From:
    """Where a blank's text is from, in words, and whether it was typed by hand."""

    words: str
    by_hand: bool = False


def from_where(b: Blank, text: str, filled: Mapping[str, Filled]) -> From | None:
    """What stands beside the blank; nothing where it is nobody's but the clerk's to say."""
    known = filled.get(b.name)
    if known is not None and says(b, text, known):
        return From(known.words(branch().clock.now()))
    return From(BY_HAND, by_hand=True) if by_hand(b, text, known) else None


def form_page(
    begun: Begun,
    messages: Mapping[str, str] = NOTHING,
    refusals: tuple[Refusal, ...] = (),
    faults: Faults = NO_FAULTS,
    at: str = "",
) -> str:
    """The page of one form, with every message and refusal on it; ``faults`` are of the files that came.

    ``at`` is the field that has the focus.
    """
    offer, texts = begun.offer, begun.draft.texts
    by = by_of(texts.get("by", ""))
    lists = branch().city.choices()
    blanks = [b for b in offer.form.blanks(by, lists) if not b.secret and b.name != "by"]
    lacking = {r.text.removeprefix("还缺：") for r in refusals if r.text.startswith("还缺：")}
    return render_template(
        "form.html",
        offer=offer,
        draft=begun.draft,
        by=by,
        asks_who=any(b.name == "by" for b in offer.form.own),
        ways=_who_may(offer),
        groups=_grouped(blanks),
        messages=messages,
        wrong=set(messages),
        refusals=refusals,
        lacking=lacking,
        lists=lists,
        lookups=_lookups(),
        faults=faults,
        at="" if messages or refusals or faults else at or _first_empty(blanks, texts),
        program=program(),
        marks={r.blank: r.text for r in refusals if r.blank in {b.name for b in blanks}},
        **_whose(begun.dossier),
        **_read(begun, blanks),
        **_papers(offer, by),
        **_files(begun, by, blanks),
        **_cost(offer),
    )


def _read(begun: Begun, blanks: list[Blank]) -> dict[str, Any]:
    """Where every blank is from, and what may be read into it here."""
    texts, filled = begun.draft.texts, begun.draft.filled
    told = {b.name: said for b in blanks if (said := from_where(b, texts.get(b.name, ""), filled))}
    return {"told": told, "readers": readers(), "read_from": READ_FROM}


def _first_empty(blanks: list[Blank], texts: Mapping[str, str]) -> str:
    """The first blank that must be typed and is still empty."""
    typed = (b for b in blanks if not (b.options or b.choices or b.is_photo or b.type is bool))
    wanted = (b for b in typed if b.must or not b.optional or b.asked is Asked.FOR_ANOTHER)
    return next((b.name for b in wanted if not texts.get(b.name)), "")


def _whose(dossier: Dossier) -> dict[str, Any]:
    """Whose form it is: the holder, where the record comes from, and whether they stand on the blacklist."""
    return {"dossier": dossier, "holder": dossier.holder, "on_list": listed(dossier)}


def _files(begun: Begun, by: By, blanks: list[Blank]) -> dict[str, Any]:
    """The photos and scans that came, and whether any may come."""
    texts = begun.draft.texts
    return {
        "photos": {b.name: Photo(texts[b.name]) for b in blanks if b.is_photo and b.name in texts},
        "takes_files": any(b.is_photo for b in blanks) or bool(scan_blanks(begun.offer, by)),
        "largest": LARGEST_UPLOAD,
        "scans": _scans(begun, by),
        "unscanned": texts.get(UNSCANNED) == "是",
    }


def _lookups() -> list[LookUp]:
    """The papers this clerk may print about an operation before it is done."""
    role = seat().clerk.role
    return [one for one in branch().catalogue.lookups.values() if one.about_offer and role in one.roles]


def _needed(offer: Offer) -> set[str]:
    """The labels of the blanks that the city does not let stay empty, or only in some cases."""
    rules = [rule for part in offer.parts for rule in part.guide.required]
    photo = any(part.guide.photo is not None and part.guide.photo.value for part in offer.parts)
    photos = {b.label for b in offer.form.own if b.is_photo} if photo else set()
    return photos | {label for rule in rules for wanted in rule.blanks for label in wanted.split(EITHER)}


def _who_may(offer: Offer) -> list[By]:
    agent = all(part.guide.agent.value for part in offer.parts)
    return [By.SELF, By.AGENT, By.GUARDIAN] if agent else [By.SELF, By.GUARDIAN]


def _grouped(blanks: list[Blank]) -> list[tuple[str, list[Blank]]]:
    groups: dict[str, list[Blank]] = {}
    for b in blanks:
        groups.setdefault(b.group or "填写", []).append(b)
    return list(groups.items())


def _papers(offer: Offer, by: By) -> dict[str, Any]:
    """Every paper of every part, each asked once: now, or signed on the check page; and what must be filled."""
    papers = {p.paper: p for part in offer.parts for p in papers_for(part, by)}.values()
    now, later = [p for p in papers if not p.printed], [p for p in papers if p.printed]
    return {"papers": now, "later": later, "needed": _needed(offer)}


def _scans(begun: Begun, by: By) -> list[tuple[str, Scanned, list[Scan]]]:
    """The papers to scan: the blank's name, what the city says, and what is there."""
    kept = [scan for scan in branch().scans.of(begun.draft.op_id) if scan.kind is ScanKind.PAPER]
    blanks = scan_blanks(begun.offer, by)
    return [(name, one, [scan for scan in kept if scan.title == one.paper]) for name, one in blanks.items()]


def _cost(offer: Offer) -> dict[str, Any]:
    fees = [fee for part in offer.parts if (fee := fee_of(part)) is not None]
    due = promised(offer.last.promise, branch().clock.now(), branch().calendar)
    issues = any(part.operation.issues_bill for part in offer.parts)
    return {"fees": fees, "promised": due, "next_bill": branch().bills.next() if issues else None}
