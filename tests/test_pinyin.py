import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.pinyin import fold, suggest


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("王建国", "wangjianguo", "wjg"),
        ("欧阳文玉", "ouyangwenyu", "oywy"),
        ("阿卜杜·买买提", "abudumaimaiti", "abdmmt"),
        ("JOHN SMITH", "johnsmith", "js"),
        ("O'BRIEN", "obrien", "o"),
        ("李䶮", "liyan", "ly"),
        ("孙略", "sunlyue", "sl"),
        ("王女", "wangnyu", "wn"),
    ],
)
def test_a_name_gives_its_spelling_and_initials(name, full, initials):
    said = suggest(name)
    assert (said.full, said.initials) == (full, initials)


@pytest.mark.parametrize(
    ("surname", "spelt"),
    [
        ("单", "shan"), ("解", "xie"), ("仇", "qiu"), ("查", "zha"), ("曾", "zeng"), ("朴", "piao"), ("区", "ou"),
        ("盖", "ge"), ("翟", "zhai"), ("缪", "miao"), ("秘", "bi"), ("员", "yun"), ("薄", "bo"), ("卜", "bu"),
        ("覃", "qin"), ("阚", "kan"), ("任", "ren"), ("华", "hua"), ("吕", "lyu"), ("尉迟", "yuchi"),
        ("万俟", "moqi"), ("单于", "chanyu"), ("澹台", "tantai"), ("长孙", "zhangsun"), ("令狐", "linghu"),
    ],
)  # fmt: skip
def test_surnames_are_spelt_as_surnames(surname, spelt):
    assert suggest(surname + "明").full == spelt + "ming"


def test_a_surname_reading_is_not_used_within_the_given_name():
    assert suggest("王解查").full == "wangjiecha"


@pytest.mark.parametrize("name", ["", "王\U000323af明", "王\ue000明", "🀄", "\ud842", "··"])
def test_characters_without_a_reading_are_left_out(name):
    assert suggest(name).full in {"", "wangming"}


def test_what_is_typed_and_what_is_stored_meet_in_one_form():
    assert fold("Lǚ".replace("ǚ", "ü")) == fold("lv") == fold("LYU") == fold("lu:") == suggest("吕").full
    assert fold("Wáng".replace("á", "a") + " Jian-Guo") == suggest("王建国").full
    assert fold("wenyu") == suggest("文玉").full


@settings(max_examples=60)
@given(st.lists(st.integers(0, 0x10FFFF) | st.integers(0x3400, 0x9FFF), max_size=10))
def test_any_text_is_spelt_without_a_crash_and_searching_it_again_changes_nothing(codes):
    said = suggest("".join(map(chr, codes)))
    assert fold(said.full) == said.full
    assert len(said.initials) <= len(said.full)


def test_the_dictionary_is_loaded_late_and_without_its_phrases():
    program = (
        "import sys, counter.pinyin as p\n"
        "assert 'pypinyin' not in sys.modules\n"
        "p.suggest('王明')\n"
        "assert 'pypinyin' in sys.modules and 'pypinyin.phrases_dict' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[1])
