"""Papers as they arrived, looked at as a person would: where a character stands, and which one its shape is."""

from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFont

from printing.fonts import GETA, REGULAR
from tests.printing.samples import letters

SIDE = 20
POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True)
class Sheet:
    """A page as a grey picture; ``scale`` is its dots to a point, ``left`` what was cut off before it."""

    picture: Image.Image
    scale: float
    left: float = 0.0

    def shape(self, letter, high):
        """The ink where this letter of a page of this height stands."""
        box = (letter.left, high - letter.top, letter.right, high - letter.bottom)
        left, top, right, below = (edge * self.scale for edge in box)
        return ink(self.picture.crop((round(left - self.left) - 1, round(top) - 1, round(right - self.left) + 2, round(below) + 2)))


def page_of(pdf, dpi=300, number=0):
    """A page of an arrived PDF, as PDFium paints it."""
    with pypdfium2.PdfDocument(pdf) as document:
        return Sheet(document[number].render(scale=dpi / 72, grayscale=True).to_pil().convert("L"), dpi / 72)


def slip_of(picture, wide_mm):
    """What came out of a thermal head of 8 dots to the mm, in the middle of a roll so wide."""
    return Sheet(picture.convert("L"), 8 / POINTS_PER_MM, (wide_mm * 8 - picture.width) / 2)


def ink(picture):
    """What is dark, from edge to edge, always as large."""
    dark = ImageChops.invert(picture.convert("L"))
    box = dark.point(lambda level: 255 if level > 110 else 0).getbbox()
    assert box is not None, "nothing is printed here"
    return dark.crop(box).resize((SIDE, SIDE), Image.Resampling.BOX)


def alone(char):
    """This character drawn large by another library, out of the file that has it."""
    (run,) = REGULAR.runs(char)
    assert run.text == char, f"{char} is in no font here"
    picture = Image.new("L", (400, 400), 255)
    ImageDraw.Draw(picture).text((60, 60), char, font=ImageFont.truetype(run.path, 240), fill=0)
    return ink(picture)


def alike(one, other):
    """From 1, the same, to 0 and below, nothing in common: how far dark stands where dark is."""
    pairs = list(zip(one.tobytes(), other.tobytes(), strict=True))
    means = [sum(column) / len(pairs) for column in zip(*pairs, strict=True)]
    both = sum((a - means[0]) * (b - means[1]) for a, b in pairs)
    each = [sum((pair[n] - means[n]) ** 2 for pair in pairs) for n in (0, 1)]
    return both / (each[0] * each[1]) ** 0.5


def read_by_shape(sheet, pdf, name, among):
    """For each character of a name on the first page: which of ``among``, or 〓, its shape is most like, and by how much."""
    (_, high), seen = letters(pdf)[0]
    text = "".join(letter.char for letter in seen)
    at = text.index(name)
    known = {char: alone(char) for char in (*among, GETA)}
    found = []
    for letter in seen[at : at + len(name)]:
        shape = sheet.shape(letter, high)
        like = sorted((alike(shape, drawn), char) for char, drawn in known.items())
        found.append((like[-1][1], like[-1][0] - like[-2][0]))
    return found
