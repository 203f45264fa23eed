"""What an entry has to tell the systems beside the province: what its plugin says and what the city says."""

from collections.abc import Sequence
from string import Formatter
from typing import Any

from .blank import written
from .city import City
from .entry import Entry
from .operation import Operation
from .ruled import Ruled
from .states import Kind
from .system import Message, MessageRules

SHOWN_OF_CARD = 4
WORDS = frozenset({"name", "card", "title", "office", "branch", "phone", "at", "number", "next"})
RECEIPT, UNTOLD = "短信回执", "untold"
"""The fact of an entry whose holder wants no short message, and the name it goes under in a draft."""


def tells_anything(operation: Operation[Any, Any] | None, city: City) -> bool:
    """Whether entries of this operation tell anybody at all."""
    return operation is not None and (operation.tells is not None or operation.id in city.messages)


def messages_of(
    entry: Entry[Any], operation: Operation[Any, Any], city: City, mobile: str, *, untold: bool = False
) -> Sequence[Message]:
    """Everything this entry tells systems that the city uses; ``mobile`` is where the holder is reached.

    ``untold``: the holder wants no message that goes to who can be reached.
    """
    own = operation.tells(entry) if operation.tells is not None else ()
    rules = [one for one in city.messages.get(operation.id, ()) if not one.if_reachable or (mobile and not untold)]
    said = [_message(one, entry, mobile) for one in rules if _holds(one, entry)]
    return [message for message in (*own, *said) if message.system in city.systems]


def texts_of(entry: Entry[Any], city: City) -> list[MessageRules]:
    """The short messages that go to the holder of this entry where one can be reached."""
    rules = city.messages.get(entry.operation, ())
    return [one for one in rules if one.if_reachable and one.text is not None and _holds(one, entry)]


def receipt_text(entry: Entry[Any], text: Ruled[str], mobile: str, system: str) -> Message:
    """The essentials of a slip as a short message."""
    return Message(system=system, title=RECEIPT, facts={"mobile": mobile, "text": _written(text, entry)})


def _holds(rules: MessageRules, entry: Entry[Any]) -> bool:
    """Whether this is told of this entry: always, or where a blank says the word."""
    label, _, word = rules.when.partition("=")
    filled = (written(getattr(entry.form, b.name)) for b in entry.form.own if b.label == label)
    return not label or word in filled


def _message(rules: MessageRules, entry: Entry[Any], mobile: str) -> Message:
    moved = {name: text for change in entry.changes for name, text in change.facts.items()}
    known = {**moved, **entry.facts, **entry.form.texts()}
    facts = {"kind": rules.title, "card_number": _card(entry), **{name: known.get(name, "") for name in rules.also}}
    if rules.text is not None:
        facts |= {"mobile": mobile, "text": _written(rules.text, entry)}
    return Message(system=rules.system, title=rules.title, facts={k: v for k, v in facts.items() if v})


def _card(entry: Entry[Any]) -> str:
    cards = (Kind.CARD, Kind.TEMPORARY)
    moved = next((change.number for change in entry.changes if change.kind in cards and change.number), "")
    return entry.facts.get("number") or moved or entry.card_number


def _written(text: Ruled[str], entry: Entry[Any]) -> str:
    return text.value.format(
        name=entry.name,
        card=_card(entry)[-SHOWN_OF_CARD:],
        title=entry.title,
        office=entry.office,
        branch=entry.branch,
        phone=entry.phone,
        at=f"{entry.at:%Y-%m-%d %H:%M:%S}",
        number=entry.number,
        next=entry.next,
    )


def strange_words(text: str) -> list[str]:
    """The words in braces that a message cannot fill; one empty word when the braces do not close."""
    try:
        named = [part[1] for part in Formatter().parse(text) if part[1] is not None]
    except ValueError:
        return [""]
    return [word for word in named if word not in WORDS]
