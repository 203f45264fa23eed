"""The journal row of one accepted step, with everything its slip, its report and its page will ever say."""

from collections.abc import Sequence

from counter.attached import unscanned
from counter.branch import Branch
from counter.core.charge import postings_of
from counter.core.decision import Step
from counter.core.money import fen
from counter.core.party import Party
from counter.core.scan import Scan
from counter.core.telling import UNTOLD
from counter.hands import Hands, answered_for, hands_of
from counter.restored import restored
from counter.seat import Seat
from counter.store.drafts import Draft
from counter.store.journal import Row
from counter.store.payload import card_number, payload_of


def row_of(branch: Branch, draft: Draft, step: Step, seat: Seat, scans: Sequence[Scan]) -> Row:
    """One row; a card's own row in an operation about a unit is told, and the unit's row has the slip."""
    operation, whole, step = step.part.operation, step.case.unit is None, restored(branch, step)
    told = operation.report is not None and (operation.about is Party.PERSON or not whole)
    unique = operation.unique(step.case.filled) if operation.unique is not None and whole else {}
    started, none = operation.act is not None, whole and unscanned(step, draft.texts, scans)
    postings = postings_of(step.fee, step.case, None if started or not whole else operation.postings)
    hands = hands_of(draft, step.case.filled) if whole else Hands()
    return Row(
        op_id=draft.op_id,
        part=step.case.part,
        operation=operation.id,
        person=draft.person,
        clerk=seat.clerk.number,
        window=seat.window.id,
        rules=branch.city.fingerprint,
        changes=step.changes,
        payload=payload_of(
            step, facts=_wishes(draft), card_number=card_number(step), scans=scans, unscanned=none, by_hand=hands.typed,
            answers_for=answered_for(hands, despite=draft.despite),
        ),
        outcome="started" if started else "",
        reverses=step.undoes.seq if step.undoes is not None else None,
        taken=unique,
        ledger=[(posting.account, fen(posting.yuan)) for posting in postings],
        to_province=not started and told,
        slip=not started and whole,
        awaits=operation.report is not None and operation.about is Party.UNIT,
    )


def _wishes(draft: Draft) -> dict[str, str]:
    """What the holder wishes beside the form: no short message."""
    return {UNTOLD: "是"} if draft.texts.get(UNTOLD) == "是" else {}
