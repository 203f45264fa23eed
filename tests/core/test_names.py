import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.core.names import Name

RARE = ["䶮", "㛃", "𬱖", "𠅤", "\U00030edd", "\U000323af", "\U0002ebf0", "\ufa0e", "〇", "龘"]


def refusal(text):
    with pytest.raises(ValueError) as caught:
        Name.parse(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("王建明", "王建明"),
        (" 王 明　", "王明"),
        ("王\u200b明\ufeff", "王明"),
        ("阿卜杜·买买提", "阿卜杜·买买提"),
        ("阿卜杜 · 买买提", "阿卜杜·买买提"),
        ("阿卜杜··买买提", "阿卜杜·买买提"),
        ("JOHN   SMITH", "JOHN SMITH"),
        ("ＪＯＨＮ　ＳＭＩＴＨ", "JOHN SMITH"),
        ("O’BRIEN-SMITH, MARY-JANE J.", "O'BRIEN-SMITH, MARY-JANE J."),
        ("MÜLLER", "MÜLLER"),
        ("MU\u0308LLER", "MÜLLER"),
        ("J·史密斯", "J·史密斯"),
        ("Mary 王", "Mary王"),
        ("金\uf90a", "金金"),
        ("葛\U000e0100明", "葛明"),
    ],
)
def test_what_is_typed_becomes_the_name_of_the_document(typed, name):
    assert Name.parse(typed) == name


@pytest.mark.parametrize("dot", "·•・･．‧∙⋅˙●.。")
def test_every_look_alike_of_the_separator_becomes_the_separator(dot):
    assert Name.parse(f"阿卜杜{dot}买买提") == "阿卜杜·买买提"


@pytest.mark.parametrize("sign", RARE)
def test_rare_characters_of_the_standard_are_kept_as_they_are(sign):
    assert Name.parse(f"王{sign}") == f"王{sign}"


def test_two_halves_of_a_rare_character_are_joined():
    assert Name.parse("王\ud847\udd64") == "王" + "\ud847\udd64".encode("utf-16", "surrogatepass").decode(
        "utf-16"
    )


def test_fifty_characters_are_enough_and_the_fifty_first_is_too_much():
    assert len(Name.parse("王" * 50)) == 50
    assert "最多 50 个字，现在是 51 个" in refusal("王" * 51)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "还没有姓名"),
        ("　 ", "还没有姓名"),
        ("王1明", "第 2 个字是数字“1”，姓名里不能有数字"),
        ("王１", "是数字“1”"),
        ("王\x07明", "第 2 个字看不见（U+0007）"),
        ("王\ue000", "第 2 个字是自造字（U+E000）"),
        ("王\U000f0001", "是自造字（U+F0001）"),
        ("王\ud842", "第 2 个字残缺（U+D842）"),
        ("王\ufffd", "“\ufffd”（U+FFFD）不是姓名用字"),
        ("王★", "“★”（U+2605）不是姓名用字"),
        ("王😀", "（U+1F600）不是姓名用字"),
        ("王？", "“?”"),
        ("王-明", "“-”"),
        ("さくら", "不是姓名用字"),
        ("阿卜杜·", "间隔号“·”的前后都要有字"),
        ("·", "间隔号"),
        ("-SMITH", "“-”"),
    ],
)
def test_each_refusal_names_the_character_and_what_to_do(typed, words):
    said = refusal(typed)
    assert words in said
    assert "请" in said
    assert not [word for word in ("非法", "无效", "请输入正确的") if word in said]


def test_a_self_made_character_leads_to_the_information_centre():
    assert "请用证件上的规范字，调不出的字请记录并联系信息中心" in refusal("\ue000")


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王明", "王*"),
        ("王建明", "王*明"),
        ("欧阳建明", "欧**明"),
        ("阿卜杜·买买提", "阿**·买**"),
        ("阿卜杜·买", "阿**·*"),
        ("JOHN SMITH", "J*** S****"),
        ("SMITH", "S****"),
        ("王", "*"),
        ("𬱖建䶮", "𬱖*䶮"),
    ],
)
def test_masked(name, masked):
    assert Name.parse(name).masked == masked


def test_a_name_is_its_own_text_everywhere():
    assert json.loads(json.dumps(Name.parse("王䶮"))) == "王䶮"


texts = st.text("王䶮𬱖·•. 。-'，,AZéa1　\u200b\ue000\ud842\udd64\u0301", max_size=12) | st.lists(
    st.integers(0, 0x10FFFF).map(chr), max_size=8
).map("".join)


@settings(max_examples=150)
@given(texts)
def test_any_text_is_refused_in_one_sentence_or_is_a_name_that_reads_again_as_itself(text):
    try:
        name = Name.parse(text)
    except ValueError as error:
        said = str(error)
    else:
        said = ""
    if said:
        assert "请" in said
        return
    assert Name.parse(str(name)) == name
    assert name.encode("gb18030").decode("gb18030") == name
    assert name.encode().decode() == name
