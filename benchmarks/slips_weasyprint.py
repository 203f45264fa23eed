"""WeasyPrint: the words as HTML with a style sheet; the code is a picture it is given."""

import html
import logging

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

STYLE = """
@page {{ size: 80mm 210mm; margin: 4mm }}
@font-face {{ font-family: hei; src: url({fonts}/CounterHei-Regular.ttf) }}
@font-face {{ font-family: hei; font-weight: 700; src: url({fonts}/CounterHei-Bold.ttf) }}
@font-face {{ font-family: rare; src: url({fonts}/CounterHei-Rare.ttf) }}
body {{ font: 9.5pt/1.42 hei, rare; margin: 0 }}
p {{ margin: 0 }} p i {{ display: inline-block; width: 22mm; font-size: 8pt; font-style: normal }}
.centre, .title {{ text-align: center }} .title, .strong, .hero, .heading {{ font-weight: 700 }}
.title {{ font-size: 16pt }} .strong {{ font-size: 11pt }} .hero {{ font-size: 15pt }} .fine {{ font-size: 7pt }}
.text {{ font-size: 9pt }} .rule {{ border-top: 1.2pt solid }} .dashes {{ border-top: 0.5pt dashed }}
img {{ width: 26mm; display: block }}
"""


class Engine:
    """One style sheet and one set of fonts for all slips."""

    def __init__(self, fonts, _folder):
        logging.disable(logging.WARNING)
        self.known = FontConfiguration()
        self.style = CSS(string=STYLE.format(fonts=fonts.as_uri()), font_config=self.known)

    def ready(self, slip):
        return slip["rows"], slip["png"]

    def draw(self, given):
        rows, png = given
        parts = []
        for kind, label, text in rows:
            head = f"<i>{label}</i>" if label else ""
            picture = f'<img src="data:image/png;base64,{png}">' if kind == "code" else ""
            parts.append(f'<p class="{kind}">{head}{html.escape(text)}{picture}</p>')
        return HTML(string="".join(parts)).write_pdf(stylesheets=[self.style], font_config=self.known)
