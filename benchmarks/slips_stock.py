"""ReportLab as it comes: its own TrueType fonts, a text at a time; the code is a picture it is given."""

import base64
import io

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, LEFT = 80 * mm, 4 * mm
ROOM = WIDTH - 2 * LEFT
SIZES = {
    "centre": 9.5, "title": 16, "strong": 11, "hero": 15, "fact": 9.5, "fine": 7, "heading": 9.5, "text": 9,
    "sign": 9.5,
}  # fmt: skip
BOLD = {"title", "strong", "hero", "heading"}
CLOSES = "，。、；：！？）》」"


class Engine:
    """Fonts registered once, of which the second draws what the first lacks."""

    def __init__(self, fonts, _folder):
        self.rare = None
        self.fonts = fonts
        for name in ("Regular", "Bold"):
            pdfmetrics.registerFont(TTFont(name, fonts / f"CounterHei-{name}.ttf"))

    def ready(self, slip):
        return slip["rows"], base64.b64decode(slip["png"])

    def draw(self, given):
        rows, png = given
        lines = [line for kind, label, text in rows for line in self.lines(kind, label, text)]
        high = sum(size * 1.42 for _, _, _, size, _ in lines) + 8 * mm
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=(WIDTH, high), pageCompression=1, invariant=1)
        y = high - 4 * mm
        for kind, x, text, size, bold in lines:
            y -= size * 1.42
            if kind in ("rule", "dashes"):
                canvas.setDash([2, 2] if kind == "dashes" else [])
                canvas.line(LEFT, y, WIDTH - LEFT, y)
            elif kind == "code":
                canvas.drawImage(ImageReader(io.BytesIO(png)), LEFT, y, 26 * mm, 26 * mm)
            else:
                self.text(canvas, (x, y), text, size, bold)
        canvas.save()
        return out.getvalue()

    def lines(self, kind, label, text):
        """Kind, x, text, size and weight of each line."""
        if kind in ("rule", "dashes"):
            return [(kind, LEFT, "", 4, False)]
        if kind == "code":
            return [(kind, LEFT, "", 26 * mm / 1.42, False)]
        size, bold, x = SIZES[kind], kind in BOLD, LEFT + (22 * mm if label else 0)
        broken = self.broken(text, WIDTH - LEFT - x, size, bold)
        if kind in ("centre", "title"):
            x = (WIDTH - self.width(broken[0], size, bold)) / 2
        head = [("text", LEFT, label, 8, False)] if label else []
        return head + [("text", x, line, size, bold) for line in broken]

    def broken(self, text, room, size, bold):
        lines, used = [""], 0.0
        for char in text:
            wide = self.width(char, size, bold)
            if used + wide > room and char not in CLOSES:
                lines.append("")
                used = 0.0
            lines[-1] += char
            used += wide
        return lines

    def runs(self, text, bold):
        main = "Bold" if bold else "Regular"
        known = pdfmetrics.getFont(main).face.charToGlyph
        parts = []
        for char in text:
            name = main if ord(char) in known else "Rare"
            if name == "Rare" and self.rare is None:
                self.rare = TTFont("Rare", self.fonts / "CounterHei-Rare.ttf")
                pdfmetrics.registerFont(self.rare)
            if parts and parts[-1][0] == name:
                parts[-1][1] += char
            else:
                parts.append([name, char])
        return parts

    def width(self, text, size, bold):
        return sum(pdfmetrics.stringWidth(part, name, size) for name, part in self.runs(text, bold))

    def text(self, canvas, place, text, size, bold):
        x, y = place
        for name, part in self.runs(text, bold):
            canvas.setFont(name, size)
            canvas.drawString(x, y, part)
            x += pdfmetrics.stringWidth(part, name, size)
