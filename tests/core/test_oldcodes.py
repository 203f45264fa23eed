"""Names that older systems wrote in codes of private use are read as the characters they are."""

import subprocess

import pytest

from counter.core.names import Name
from counter.core.oldcodes import RENEWED, renewed
from printing import missing

SLOTS = [bytes((0xFE, cell)) for cell in (*range(0x50, 0x7F), *range(0x80, 0xA1))]


def as_gb18030_has_it(raw: bytes) -> str:
    """The C library's own table, which follows the standard of 2005 and after."""
    command = ["iconv", "-f", "GB18030", "-t", "UTF-8"]
    return subprocess.run(command, input=raw, capture_output=True, check=True).stdout.decode()


def test_the_eighty_characters_of_gbk_are_those_of_the_standard():
    for place, slot in enumerate(SLOTS):
        assert renewed(chr(0xE815 + place)) == as_gb18030_has_it(slot), slot.hex()


def test_the_stops_of_gb18030_are_those_of_the_standard():
    slots = [*range(0xA6D9, 0xA6E0), 0xA6EC, 0xA6ED, 0xA6F3]
    for place, slot in enumerate(slots):
        assert renewed(chr(0xE78D + place)) == as_gb18030_has_it(slot.to_bytes(2, "big")), hex(slot)
    assert renewed("\ue7c7") == as_gb18030_has_it(b"\xa8\xbc")


def test_what_python_still_reads_as_private_is_renewed():
    private = [one for slot in SLOTS if "\ue000" <= (one := slot.decode("gb18030")) < "\uf900"]
    assert len(private) == 14
    assert not [one for one in private if ord(one) not in RENEWED]


def test_a_name_from_an_old_system_is_a_name_that_prints():
    assert Name("王\ue863") == "王䶮"
    assert Name("\ue81e\ue843") == "龴龹"
    assert missing("".join(RENEWED[code] for code in (0xE863, 0xE81E, 0xE831, 0xE854))) == ()


def test_a_code_that_only_one_machine_knows_stays_and_is_refused():
    assert renewed("王\ue000") == "王\ue000"
    with pytest.raises(ValueError, match="自造字（U\\+E000）"):
        Name("王\ue000")
