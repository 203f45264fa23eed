"""A form is a frozen dataclass of blanks, declared once: drawn, read, stored, printed and sent from here."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, ClassVar, Self, Union, dataclass_transform, get_args, get_origin, get_type_hints

from .blank import Asked, Blank, By, Channel, Relation, plain, value_of, written
from .contact import Mobile
from .guide import EITHER
from .identity import IdNumber
from .names import Name
from .photo import Photo


def blank(
    label: str,
    *,
    hint: str = "",
    group: str = "",
    asked: Asked = Asked.ALWAYS,
    secret: bool = False,
    choices: str = "",
    fill: str = "",
    must: bool = False,
    by_city: bool = False,
    reads: str = "",
    default: Any = dataclasses.MISSING,
) -> Any:
    """Declare a blank.

    ``choices`` names a list of the city file; where the city has no such list, the blank is not asked;
    ``must`` makes a blank that may stay empty elsewhere required where it is asked; ``fill`` names a fact
    of the holder's record (or ``today``) that is put in beforehand; a ``secret`` is asked on the check
    page only and never stored; ``by_city`` means that it is asked only where the operation's table names it;
    ``reads`` names what a reader of the window can put into it: ``card_number`` of the social security card,
    ``id_number`` or ``name`` of an identity card.
    """
    facts = {
        "label": label,
        "hint": hint,
        "group": group,
        "asked": asked,
        "secret": secret,
        "choices": choices,
        "fill": fill,
        "must": must,
        "by_city": by_city,
        "reads": reads,
    }
    if default is dataclasses.MISSING and asked is Asked.FOR_ANOTHER:
        default = None
    return field(default=default, metadata=facts, repr=not secret, kw_only=True)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(blank,))
class Form:
    """The base of every form; a subclass becomes a frozen dataclass by itself."""

    title: ClassVar[str] = ""
    own: ClassVar[tuple[Blank, ...]] = ()
    asks: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        dataclass(frozen=True, kw_only=True)(cls)
        cls.own = _blanks(cls)

    @classmethod
    def blanks(cls, by: By, lists: Mapping[str, Sequence[str]]) -> tuple[Blank, ...]:
        """The blanks to ask when this one has come, in a city with these lists."""
        return tuple(
            b
            for b in cls.own
            if (b.asked is Asked.ALWAYS or by is not By.SELF)
            and (not b.choices or b.choices in lists)
            and (not b.by_city or b.name in cls.asks)
        )

    @classmethod
    def from_texts(cls, texts: Mapping[str, str]) -> Self:
        """Build the form again from what ``texts()`` gave."""
        values = {b.name: value_of(b, texts[b.name], None) for b in cls.own if texts.get(b.name)}
        absent = {b.name: b.default for b in cls.own if b.name not in values}
        return cls(**{**absent, **values})

    def says(self, when: str) -> bool:
        """Whether a blank says so, ``人员类别=城镇职工`` or ``…=甲 或 乙`` by its label; no condition always holds."""
        label, _, words = when.partition("=")
        said = [written(getattr(self, b.name)) for b in self.own if b.label == label]
        return not label or any(word in said for word in words.split(EITHER))

    def differs(self, known: Mapping[str, str]) -> dict[str, str]:
        """What the filled blanks say of the facts they are filled from, where that is something else than known."""
        filled = ((b, getattr(self, b.name)) for b in self.own if b.fill and b.name in self.asks)
        texts = {b: written(value) for b, value in filled if value is not None}
        return {b.fill: text for b, text in texts.items() if text not in (old := known.get(b.fill, ""), plain(b, old))}

    def photos(self) -> tuple[Photo, ...]:
        """The pictures this form names."""
        given = (getattr(self, b.name) for b in self.own if b.is_photo)
        return tuple(photo for photo in given if photo is not None)

    def texts(self) -> dict[str, str]:
        """Every filled blank as text, secrets left out."""
        return {
            b.name: written(getattr(self, b.name))
            for b in self.own
            if not b.secret and getattr(self, b.name) is not None
        }


def _blanks(cls: type[Form]) -> tuple[Blank, ...]:
    hints = get_type_hints(cls)
    out = []
    for f in dataclasses.fields(cls):  # type: ignore[arg-type]
        kind, optional = _plain(hints[f.name])
        default = None if f.default is dataclasses.MISSING else f.default
        out.append(Blank(name=f.name, type=kind, optional=optional, default=default, **f.metadata))
    return tuple(out)


def _plain(hint: Any) -> tuple[type, bool]:
    if get_origin(hint) in (Union, UnionType):
        (kind,) = [arg for arg in get_args(hint) if arg is not NoneType]
        return kind, True
    return hint, False


class VisitForm(Form):
    """What every operation asks: who has come, and for whom."""

    by: By = blank("谁来办理", group="谁来办理", default=By.SELF)
    agent_name: Name | None = blank("来人姓名", group="谁来办理", asked=Asked.FOR_ANOTHER, reads="name")
    agent_id: IdNumber | None = blank(
        "来人身份证号", hint="18 位", group="谁来办理", asked=Asked.FOR_ANOTHER, reads="id_number"
    )
    relation: Relation | None = blank("与持卡人关系", group="谁来办理", asked=Asked.FOR_ANOTHER)
    agent_mobile: Mobile | None = blank("来人手机号码", group="谁来办理", asked=Asked.FOR_ANOTHER)
    channel: Channel = blank("办理渠道", group="谁来办理", default=Channel.WINDOW)


@lru_cache(maxsize=256)
def compose(title: str, forms: tuple[type[Form], ...], asks: tuple[str, ...] = ()) -> type[Form]:
    """One form with the blanks of all these, each asked once.

    ``asks`` are the labels of the blanks the city asks besides; ``甲=乙`` asks 甲 under the name of 乙.
    """
    if len(forms) == 1 and not asks:
        return forms[0]
    bases = tuple(dict.fromkeys(reversed(forms)))
    kept = tuple(b for b in bases if not any(o is not b and issubclass(o, b) for o in bases))
    made: type[Form] = type("Composed", kept, {"title": title, "__annotations__": {}})
    told = {label: city or label for label, _, city in (one.partition("=") for one in asks)}
    named = {b.name: told[b.label] for b in made.own if b.label in told}
    named |= {b.name: b.label for form in forms for b in form.own if b.name in form.asks}
    made.asks = frozenset(named)
    made.own = tuple(replace(b, label=named.get(b.name, b.label)) for b in made.own)
    return made


def part_of(whole: Form, form: type[Form]) -> Form:
    """The blanks of one member, taken out of a composed form."""
    return form(**{b.name: getattr(whole, b.name) for b in form.own})
