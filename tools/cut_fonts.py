"""Cut the shipped typefaces from Noto Sans SC and Noto Serif SC: `python tools/cut_fonts.py SANS SERIF UNIHAN`.

Needs fonttools (any virtual environment; the server itself does not). SANS and SERIF are the unpacked npm packages
@expo-google-fonts/noto-sans-sc and @expo-google-fonts/noto-serif-sc, UNIHAN a folder with Unihan_OtherMappings.txt,
plain or .bz2 (Debian: package unicode-data). Writes printing/fonts/ and prints the table of FONTS.md.
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
SANS = {"Regular": "400Regular/NotoSansSC_400Regular.ttf", "Bold": "700Bold/NotoSansSC_700Bold.ttf"}
SERIF = {"Regular": "400Regular/NotoSerifSC_400Regular.ttf", "Bold": "700Bold/NotoSerifSC_700Bold.ttf"}
HEI, SONG = "Counter Hei", "Counter Song"
SIGNS = "·‧•・—…‘’“”〔〕「」『』〓〇¥￥€№℃※→←↑↓√×÷±○●□■◇◆△▲☆★"
DROPPED = ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "VORG", "gasp", "DSIG", "prep"]
KEPT_NAMES = (0, 5, 7, 8, 9, 10, 11, 13, 14)


def general(folder: Path) -> set[int]:
    """The 8105 characters of 通用规范汉字表, which Unihan marks with kTGH."""
    plain = folder / "Unihan_OtherMappings.txt"
    packed = folder / "Unihan_OtherMappings.txt.bz2"
    text = plain.read_bytes() if plain.exists() else bz2.decompress(packed.read_bytes())
    return {int(code, 16) for code in re.findall(rb"^U\+([0-9A-F]+)\tkTGH\t", text, re.MULTILINE)}


def gb2312(last: int = 87) -> set[int]:
    """Symbols (areas 1 to 9) and hanzi (16 to 55 the common ones, to 87 all) of GB 2312-1980."""
    pairs = (bytes((row, cell)) for row in range(0xA1, 0xA1 + last) for cell in range(0xA1, 0xFF))
    return {ord(char) for char in "".join(pair.decode("gb2312", "ignore") for pair in pairs)}


def letters() -> set[int]:
    """ASCII, Latin-1 and a few signs."""
    return set(range(0x20, 0x7F)) | set(range(0xA0, 0x100)) | set(map(ord, SIGNS))


def common(folder: Path) -> set[int]:
    """Letters, GB 2312 and the 8105 characters of 通用规范汉字表."""
    return letters() | gb2312() | general(folder)


def headings() -> set[int]:
    """Letters and the first level of GB 2312: what titles and headings are written in."""
    return letters() | gb2312(last=55)


def rare(kept: set[int], drawn: set[int]) -> set[int]:
    """What names still need and the source draws: all other hanzi and Latin letters with accents."""
    accented = set(range(0x100, 0x180)) | set(range(0x1E00, 0x1F00))
    hanzi = {code for code in drawn if "IDEOGRAPH" in unicodedata.name(chr(code), "")}
    return (hanzi | accented) & drawn - kept


def rename(font: TTFont, family: str, style: str, target: str) -> None:
    """Give the derived face its own name; copyright, licence and designers stay."""
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in KEPT_NAMES]
    version = str(table.getName(5, 3, 1, 1033)).split(";")[0]
    own = {
        1: f"{family} Rare" if style == "Rare" else family,
        2: "Bold" if style == "Bold" else "Regular",
        3: f"{version};{target}",
        4: f"{family} {style}",
        6: target,
    }
    for number, text in own.items():
        table.setName(text, number, 3, 1, 1033)


def cut(source: Path, family: str, style: str, codes: set[int]) -> Path:
    """One face with only these characters, no hints, no layout tables."""
    target = FONTS / f"{family.replace(' ', '')}-{style}.ttf"
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
    rename(font, family, style, target.stem)
    font.save(target)
    return target


def main() -> None:
    """Cut the faces, copy the licences, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("sans", "serif", "unihan"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    FONTS.mkdir(exist_ok=True)
    kept = common(given.unihan)
    regular, bold = (given.sans / SANS[style] for style in ("Regular", "Bold"))
    song, title = (given.serif / SERIF[style] for style in ("Regular", "Bold"))
    scarce = rare(kept, set(TTFont(regular).getBestCmap()))
    faces = [
        cut(regular, HEI, "Regular", kept), cut(bold, HEI, "Bold", kept), cut(regular, HEI, "Rare", scarce),
        cut(song, SONG, "Regular", kept), cut(title, SONG, "Bold", headings()),
    ]  # fmt: skip
    licences = [FONTS / "OFL.txt", FONTS / "OFL-Song.txt"]
    for package, licence in zip((given.sans, given.serif), licences, strict=True):
        shutil.copyfile(package / "LICENSE_FONT", licence)
    for face in [*faces, *licences]:
        digest = hashlib.sha256(face.read_bytes()).hexdigest()
        chars = len(TTFont(face).getBestCmap()) if face.suffix == ".ttf" else "–"
        sys.stdout.write(f"| {face.name} | {chars} | {face.stat().st_size} | {digest} |\n")


if __name__ == "__main__":
    main()
