"""Cut the shipped typefaces from Noto Sans SC: `python tools/cut_fonts.py PACKAGE UNIHAN`.

Needs fonttools (any virtual environment; the server itself does not). PACKAGE is the unpacked npm package
@expo-google-fonts/noto-sans-sc, UNIHAN a folder with Unihan_OtherMappings.txt, plain or .bz2 (Debian: package
unicode-data). Writes printing/fonts/ and prints the table of FONTS.md.
"""

import argparse
import bz2
import hashlib
import re
import shutil
import sys
import unicodedata
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "printing" / "fonts"
SOURCES = {"Regular": "400Regular/NotoSansSC_400Regular.ttf", "Bold": "700Bold/NotoSansSC_700Bold.ttf"}
SIGNS = "·‧•・—…‘’“”〔〕「」『』〓〇¥￥€№℃※→←↑↓√×÷±○●□■◇◆△▲☆★"
DROPPED = ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "VORG", "gasp", "DSIG", "prep"]
KEPT_NAMES = (0, 5, 7, 8, 9, 10, 11, 13, 14)


def general(folder: Path) -> set[int]:
    """The 8105 characters of 通用规范汉字表, which Unihan marks with kTGH."""
    plain = folder / "Unihan_OtherMappings.txt"
    packed = folder / "Unihan_OtherMappings.txt.bz2"
    text = plain.read_bytes() if plain.exists() else bz2.decompress(packed.read_bytes())
    return {int(code, 16) for code in re.findall(rb"^U\+([0-9A-F]+)\tkTGH\t", text, re.MULTILINE)}


def gb2312() -> set[int]:
    """Symbols (areas 1 to 9) and hanzi (16 to 87) of GB 2312-1980."""
    pairs = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return {ord(char) for char in "".join(pair.decode("gb2312", "ignore") for pair in pairs)}


def common(folder: Path) -> set[int]:
    """ASCII, Latin-1, GB 2312 and the 8105 characters of 通用规范汉字表."""
    return (
        set(range(0x20, 0x7F)) | set(range(0xA0, 0x100)) | gb2312() | general(folder) | set(map(ord, SIGNS))
    )


def rare(kept: set[int], drawn: set[int]) -> set[int]:
    """What names still need and the source draws: all other hanzi and Latin letters with accents."""
    letters = set(range(0x100, 0x180)) | set(range(0x1E00, 0x1F00))
    hanzi = {code for code in drawn if "IDEOGRAPH" in unicodedata.name(chr(code), "")}
    return (hanzi | letters) & drawn - kept


def rename(font: TTFont, style: str, target: str) -> None:
    """Give the derived face its own name; copyright, licence and designers stay."""
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in KEPT_NAMES]
    version = str(table.getName(5, 3, 1, 1033)).split(";")[0]
    own = {
        1: "Counter Hei Rare" if style == "Rare" else "Counter Hei",
        2: "Bold" if style == "Bold" else "Regular",
        3: f"{version};{target}",
        4: f"Counter Hei {style}",
        6: target,
    }
    for number, text in own.items():
        table.setName(text, number, 3, 1, 1033)


def cut(source: Path, style: str, codes: set[int]) -> Path:
    """One face with only these characters, no hints, no layout tables."""
    target = FONTS / f"CounterHei-{style}.ttf"
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = ["*"]
    options.glyph_names = False
    options.notdef_outline = True
    options.drop_tables += DROPPED
    font = TTFont(source, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    rename(font, style, target.stem)
    font.save(target)
    return target


def main() -> None:
    """Cut three faces, copy the licence, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path)
    parser.add_argument("unihan", type=Path)
    given = parser.parse_args()
    FONTS.mkdir(exist_ok=True)
    kept = common(given.unihan)
    regular, bold = (given.package / SOURCES[style] for style in ("Regular", "Bold"))
    drawn = set(TTFont(regular).getBestCmap())
    scarce = rare(kept, drawn)
    faces = [cut(regular, "Regular", kept), cut(bold, "Bold", kept), cut(regular, "Rare", scarce)]
    shutil.copyfile(given.package / "LICENSE_FONT", FONTS / "OFL.txt")
    for face in [*faces, FONTS / "OFL.txt"]:
        digest = hashlib.sha256(face.read_bytes()).hexdigest()
        chars = len(TTFont(face).getBestCmap()) if face.suffix == ".ttf" else "–"
        sys.stdout.write(f"| {face.name} | {chars} | {face.stat().st_size} | {digest} |\n")


if __name__ == "__main__":
    main()
