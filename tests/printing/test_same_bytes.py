"""The same words and copy give the same bytes, in one thread or four."""

import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from printing import Fact, draw
from tests.printing.samples import MEDIA, NAMES, ORIGINAL, RECEIPT, REPRINT, WAITING


@pytest.mark.parametrize("media", MEDIA)
def test_a_receipt_drawn_twice_is_the_same_document(media):
    first, second = draw(RECEIPT, ORIGINAL, media), draw(RECEIPT, ORIGINAL, media)
    assert first == second
    assert first.sha256 == hashlib.sha256(first.pdf).hexdigest()
    assert first.media == media


def test_another_copy_is_another_document():
    drawn = {draw(RECEIPT, copy, "roll80").sha256 for copy in (ORIGINAL, REPRINT, WAITING)}
    assert len(drawn) == 3


def test_four_threads_draw_what_one_draws():
    people = [
        replace(RECEIPT, facts=(Fact("申请人", NAMES[n % 6] + str(n), "name"),), code=str(n))
        for n in range(48)
    ]
    wanted = [(person, media) for person in people for media in MEDIA]
    alone = [draw(person, ORIGINAL, media).sha256 for person, media in wanted]
    old = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(4) as pool:
            together = list(pool.map(lambda pair: draw(pair[0], ORIGINAL, pair[1]).sha256, wanted))
    finally:
        sys.setswitchinterval(old)
    assert together == alone


FRESH = """
import sys
from concurrent.futures import ThreadPoolExecutor
from printing import draw
from tests.printing.samples import ORIGINAL, RECEIPT
sys.setswitchinterval(1e-5)
with ThreadPoolExecutor(4) as pool:
    print(*set(pool.map(lambda _: draw(RECEIPT, ORIGINAL, "roll80").sha256, range(8))))
"""


def test_a_fresh_process_whose_first_prints_come_at_once_draws_the_same():
    fresh = subprocess.run([sys.executable, "-c", FRESH], capture_output=True, text=True, check=True)
    assert fresh.stdout.split() == [draw(RECEIPT, ORIGINAL, "roll80").sha256]


MANY = """
import os, sys
from dataclasses import replace
from pathlib import Path
from printing import draw
from tests.printing.samples import NAMES, ORIGINAL, RECEIPT, Fact
def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
def some(first, last):
    for n in range(first, last):
        facts = (Fact("申请人", NAMES[n % 6], "name"), *RECEIPT.facts[1:])
        draw(replace(RECEIPT, facts=facts, number=str(10**19 + n), code=str(10**19 + n)), ORIGINAL, "roll80")
    return held()
before = some(0, 300)
print((some(300, 1300) - before) / 2**20)
"""


def test_a_thousand_slips_take_no_more_memory_than_the_first_hundreds():
    ran = subprocess.run([sys.executable, "-c", MANY], capture_output=True, text=True, check=True)
    assert float(ran.stdout) < 2


def test_importing_the_package_leaves_the_pdf_library_alone():
    asked = "import sys, printing; print({'reportlab', 'segno', 'PIL'} & set(sys.modules))"
    seen = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "set()"
