"""What was typed by hand where a record or a reader could have told it, and who answers for it."""

from dataclasses import dataclass

from counter.branch import Branch
from counter.core.blank import By
from counter.core.case import Clerk
from counter.core.decision import Accepted
from counter.core.filled import BY_HAND, typed_by_hand, unlike_read
from counter.core.form import Form, VisitForm
from counter.core.ruled import Refusal
from counter.seat import Seat
from counter.store.drafts import Draft

AGENT = frozenset({"agent_name", "agent_id"})
DESPITE = "despite"
"""The box on the check page: document or mandate is not the one of who has come, and it is done all the same."""


@dataclass(frozen=True, kw_only=True)
class Hands:
    """The labels of the blanks typed by hand, and of those that say something else than the card that was read."""

    typed: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    by: By = By.SELF
    unread: bool = False

    @property
    def for_another(self) -> bool:
        """Whether somebody else than the holder has come."""
        return self.by is not By.SELF


def hands_of(draft: Draft, form: Form) -> Hands:
    """Who filled this form, blank by blank."""
    texts = form.texts()
    asked = [b for b in form.own if b.name in texts]
    typed = typed_by_hand(asked, texts, draft.filled)
    unlike = [b for b in unlike_read(asked, texts, draft.filled) if b.name in AGENT]
    return Hands(
        typed=tuple(b.label for b in typed),
        unlike=tuple(b.label for b in unlike),
        by=form.by if isinstance(form, VisitForm) else By.SELF,
        unread=any(b.name in AGENT for b in typed),
    )


def unanswered(hands: Hands, clerk: Clerk, article: str, *, despite: bool) -> Refusal | None:
    """Why it cannot be done yet: what the card says was changed by hand, and nobody has taken it upon themselves."""
    if not hands.unlike or despite:
        return None
    text = (
        f"{'、'.join(hands.unlike)}与读出的来人身份证不一致，请改回证件上的内容；"
        f"仍要办理的，由经办人{clerk.name}勾选承担核对责任"
    )
    return Refusal(text, article, blank=DESPITE)


def answered_for(hands: Hands, *, despite: bool) -> str:
    """What the clerk has taken upon themselves, as the entry keeps it; empty where nothing was out of the way."""
    if not hands.for_another or not (despite or hands.unread):
        return ""
    if despite:
        return f"{hands.by.value}的证件、委托书与填写的不一致，仍然办理，由经办人承担核对责任"
    return f"{hands.by.value}的证件没有读卡，由经办人看过原件并承担核对责任"


def noted_hands(branch: Branch, draft: Draft, verdict: Accepted, seat: Seat) -> None:
    """One audit row naming what was typed by hand, and one for what was answered for. Call it inside ``writing()``."""
    all_hands = [hands_of(draft, step.case.filled) for step in verdict.steps]
    typed = dict.fromkeys(label for hands in all_hands for label in hands.typed)
    answered = next((said for hands in all_hands if (said := answered_for(hands, despite=draft.despite))), "")
    for what, text in ((BY_HAND, "、".join(typed)), ("承担核对责任", answered)):
        if text:
            clerk, window, now = seat.clerk.number, seat.window.id, branch.clock.now()
            branch.audit.note(what, clerk=clerk, window=window, now=now, person=draft.person, note=text)
