"""typst: a template compiled anew for each slip, with its words as input; the code is a picture it is given."""

import base64
import json

import typst

TEMPLATE = """#let d = json(bytes(sys.inputs.d))
#set page(width: 80mm, height: auto, margin: 4mm)
#set text(font: ("Counter Hei", "Counter Hei Rare"), size: 9.5pt, lang: "zh")
#set par(leading: 0.42em, spacing: 0.5em)
#let sizes = (
  centre: 9.5pt, title: 16pt, strong: 11pt, hero: 15pt, fact: 9.5pt, fine: 7pt, heading: 9.5pt, text: 9pt, sign: 9.5pt,
)
#for row in d.rows {
  let (kind, label, body) = row
  if kind == "rule" { line(length: 100%, stroke: 1.2pt) }
  else if kind == "dashes" { line(length: 100%, stroke: (dash: "dashed", thickness: 0.5pt)) }
  else if kind == "code" { image(d.png, width: 26mm) }
  else {
    let weight = if kind in ("title", "strong", "hero", "heading") { "bold" } else { "regular" }
    let words = text(size: sizes.at(kind), weight: weight, body)
    if kind in ("centre", "title") { align(center, words) }
    else if label != "" { grid(columns: (22mm, 1fr), text(size: 8pt, label), words) }
    else { par(words) }
  }
}
"""


class Engine:
    """One compiler for all slips."""

    def __init__(self, fonts, folder):
        self.folder = folder
        (folder / "slip.typ").write_text(TEMPLATE, "utf-8")
        self.compiler = typst.Compiler(folder / "slip.typ", root=folder, font_paths=[fonts], ignore_system_fonts=True)

    def ready(self, slip):
        name = f"code-{slip['n']}.png"
        (self.folder / name).write_bytes(base64.b64decode(slip["png"]))
        return {"d": json.dumps({"rows": slip["rows"], "png": f"/{name}"})}

    def draw(self, words):
        return self.compiler.compile(format="pdf", sys_inputs=words)
