"""The face of the card an act makes, drawn as the city's layout says; the same for the preview and for the maker."""

from collections.abc import Mapping, Sequence

from counter.branch import Branch
from counter.core.cardface import PHOTO, Face, FaceRules, FaceTexts
from counter.core.dates import BEIJING
from counter.core.ruled import Refusal
from counter.core.scan import ScanKind
from counter.core.steps import gathered
from counter.running import Running
from printing import DrawnPlate, Plate, Spot, draw_plate


def face_of(branch: Branch, run: Running) -> Face | None:
    """The face of this card; None where the city says nothing of faces."""
    rules = branch.city.card_face
    if rules is None:
        return None
    photo = branch.scans.photo_of(with_photo(branch, run)) if rules.wants_photo else None
    return drawn_face(rules, texts_of(run, gathered(run.stands)), photo)


def ordered_by(run: Running) -> str:
    """The operation that ordered the card: a card ordered here bears its number."""
    change = run.kept.entry.change("new_card")
    return change.subject.partition(".")[0] if change is not None else ""


def with_photo(branch: Branch, run: Running) -> str:
    """The operation whose photo is printed: the one that ordered the card, else the newest that brought a photo."""
    order = ordered_by(run)
    if any(scan.kind is ScanKind.PHOTO for scan in branch.scans.of(order)):
        return order
    return branch.scans.with_newest_photo(run.kept.person)


def texts_of(run: Running, facts: Mapping[str, str]) -> FaceTexts:
    """What is printed: the day is that on which the making was begun, whenever a step is repeated."""
    entry = run.kept.entry
    change = entry.change("new_card")
    held, number = (dict(change.facts), change.number or "") if change is not None else ({}, "")
    return FaceTexts(
        name=entry.name,
        id_number=entry.id_number,
        number=facts.get("number") or number,
        bank=facts.get("bank") or held.get("bank", ""),
        bank_account=facts.get("bank_account") or held.get("bank_account", ""),
        issued_on=entry.at.astimezone(BEIJING).date(),
    )


def drawn_face(rules: FaceRules, texts: FaceTexts, photo: bytes | None) -> Face:
    """Draw it; what is not there yet leaves its place empty, and is among the faults."""
    spots = tuple(
        Spot(
            title=spot.title, left=spot.left, top=spot.top, width=spot.width, height=spot.height,
            text="" if spot.text == PHOTO else texts.set_in(spot.text),
            picture=photo if spot.text == PHOTO else None,
            size=spot.size, least=spot.least, lines=spot.lines, bold=spot.bold,
        )
        for spot in rules.spots if photo is not None or spot.text != PHOTO
    )  # fmt: skip
    plate = Plate(width=rules.width.value, height=rules.height.value, dpi=rules.dpi.value, spots=spots)
    made = draw_plate(plate)
    return Face(made.png, plate.width, plate.height, tuple(_faults(rules, made, photo)))


def _faults(rules: FaceRules, made: DrawnPlate, photo: bytes | None) -> Sequence[Refusal]:
    said = []
    if rules.wants_photo and photo is None:
        said.append("本网点没有这位持卡人的照片，卡面印不全，请在申领、补卡或换卡时交照片")
    if made.missing:
        signs = "、".join(f"“{one}”" for one in made.missing)
        said.append(f"没有字体能印卡面上的{signs}，请管理员安装 fonts-hanazono 后再印")
    said += [_cramped(rules, title) for title in made.cramped]
    return [Refusal(text) for text in said]


def _cramped(rules: FaceRules, title: str) -> str:
    pictures = {spot.title for spot in rules.spots if spot.text == PHOTO}
    if title in pictures:
        return "卡面上的照片打不开，请换一张照片"
    return f"卡面上放不下“{title}”，请管理员在城市文件的 card_face 里给它更多地方"
