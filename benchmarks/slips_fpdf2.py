"""fpdf2: its cells and its own fallback fonts; the code is a picture it is given."""

import base64
import io
import logging

from fpdf import FPDF

MM = 72 / 25.4
WIDTH, LEFT = 80 * MM, 4 * MM
SIZES = {
    "centre": 9.5, "title": 16, "strong": 11, "hero": 15, "fact": 9.5, "fine": 7, "heading": 9.5, "text": 9,
    "sign": 9.5,
}  # fmt: skip
BOLD = {"title", "strong", "hero", "heading"}


class Engine:
    """A document that reads its fonts each time: fpdf2 keeps what it cuts from them in the document."""

    def __init__(self, fonts, _folder):
        logging.disable(logging.WARNING)
        self.fonts = fonts

    def ready(self, slip):
        return slip["rows"], base64.b64decode(slip["png"])

    def draw(self, given):
        rows, png = given
        paper = FPDF(unit="pt", format=(WIDTH, 200 * MM))
        paper.set_margin(LEFT)
        paper.set_auto_page_break(False)
        paper.add_font("hei", fname=self.fonts / "CounterHei-Regular.ttf")
        paper.add_font("hei", style="B", fname=self.fonts / "CounterHei-Bold.ttf")
        paper.add_font("rare", fname=self.fonts / "CounterHei-Rare.ttf")
        paper.set_fallback_fonts(["rare"], exact_match=False)
        paper.add_page()
        for kind, label, text in rows:
            self.row(paper, kind, label, text, png)
        return bytes(paper.output())

    def row(self, paper, kind, label, text, png):
        if kind in ("rule", "dashes"):
            paper.set_dash_pattern(*((2, 2) if kind == "dashes" else (0, 0)))
            paper.line(LEFT, paper.y + 2, WIDTH - LEFT, paper.y + 2)
            paper.ln(5)
        elif kind == "code":
            paper.image(io.BytesIO(png), x=LEFT, y=paper.y, w=26 * MM, h=26 * MM)
            paper.y += 26 * MM
        else:
            size = SIZES[kind]
            if label:
                paper.set_font("hei", size=8)
                paper.cell(22 * MM, size * 1.42, label)
            paper.set_font("hei", style="B" if kind in BOLD else "", size=size)
            align = "C" if kind in ("centre", "title") else "L"
            paper.multi_cell(0, size * 1.42, text, align=align, new_x="LMARGIN", new_y="NEXT")
