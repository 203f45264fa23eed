"""A few characters cut into WOFF: the same outlines as on paper, 〓 for what nothing here draws, and no more than was asked."""

import zlib
from struct import iter_unpack, unpack

from printing import cuts
from printing.fonts import GETA, REGULAR, opened

NOWHERE = "\U0002ebf0\ue863"


def tables(woff: bytes) -> dict[str, bytes]:
    """The tables of a WOFF file, inflated, each with its checksum right."""
    assert woff[:4] == b"wOFF"
    assert unpack(">I", woff[8:12])[0] == len(woff)
    out = {}
    for row in range(44, 44 + 20 * unpack(">H", woff[12:14])[0], 20):
        place, packed, whole, checksum = unpack(">IIII", woff[row + 4 : row + 20])
        raw = woff[place : place + packed]
        raw = raw if packed == whole else zlib.decompress(raw)
        assert len(raw) == whole
        padded = raw + bytes(-whole % 4)
        assert sum(unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF == checksum
        out[woff[row : row + 4].decode()] = raw
    return out


def outlines(woff: bytes) -> dict[str, bytes]:
    """The outline of every character."""
    found = tables(woff)
    places = unpack(f">{len(found['loca']) // 4}I", found["loca"])
    groups = iter_unpack(">III", found["cmap"][28:])
    glyphs = {code: glyph for code, last, glyph in groups if code == last}
    return {chr(code): found["glyf"][places[g] : places[g + 1]].rstrip(b"\0") for code, g in glyphs.items()}


def printed(char: str) -> bytes:
    face = opened(REGULAR.present[REGULAR.find(char)[0]])
    glyph, start = face.glyphs[ord(char)], face.tables["glyf"][0]
    return face.content[start + face.places[glyph] : start + face.places[glyph + 1]].rstrip(b"\0")


def test_the_screen_draws_the_outlines_of_the_paper():
    made = cuts("䶮𬱖㛃")
    drawn = {char: outline for cut in made for char, outline in outlines(cut.woff).items()}
    assert drawn == {char: printed(char) for char in "䶮𬱖㛃"}
    assert not any(cut.marked for cut in made)


def test_characters_of_two_files_make_two_cuts():
    made = cuts("𬱖\U00020021")
    assert [cut.chars for cut in made] == ["𬱖", "\U00020021"]
    assert all(cut.chars in outlines(cut.woff) for cut in made)


def test_what_nothing_draws_is_marked_and_looks_like_geta():
    (cut,) = cuts(NOWHERE)
    assert cut.marked == NOWHERE
    assert set(outlines(cut.woff).values()) == {printed(GETA)}


def test_a_cut_is_small_and_names_nobody():
    (cut,) = cuts("䶮𬱖㛃")
    assert len(cut.woff) < 4096
    assert "䶮".encode("utf-16-be") not in tables(cut.woff)["name"]
