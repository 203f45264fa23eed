"""The bytes to and from a social security card, against a virtual chip and against answers written out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.core.cardkey import CardShown
from counter.core.names import Name
from counter.devices import DeviceError
from counter.devices.chip import items, pin, words
from counter.devices.chip.apdu import (
    GET_CHALLENGE,
    Channel,
    CutOffError,
    Gate,
    external_authenticate,
    read_numbered,
    read_tagged,
    select_name,
    taken_away,
)
from counter.devices.chip.atr import algorithm_of, history_of
from counter.devices.chip.card import SOCIAL, draw, read_card
from counter.rehearsal.chip.chip import Chip
from counter.rehearsal.devices import TRIES
from tests.devices.virtual import ID_NUMBER, NAME, NUMBER, Counted, card, channel_to, keys_of

NEW = "654321"


def hexed(raw):
    return raw.hex(" ").upper()


def test_a_name_written_in_the_codes_of_gbk_is_read_as_the_characters_it_has():
    assert items.name(b"\xcd\xf5\xfe\x59") == "王龴"
    assert items.name(b"\xcd\xf5\xfe\x90\0\0") == "王龺"


def test_commands_are_these_bytes():
    assert hexed(select_name(SOCIAL)) == "00 A4 04 00 0F 73 78 31 2E 73 68 2E C9 E7 BB E1 B1 A3 D5 CF"
    assert SOCIAL.decode("gbk") == "sx1.sh.社会保障"
    assert hexed(read_tagged(6, 0x08, 18)) == "00 B2 08 30 14"
    assert hexed(read_tagged(5, 0x01, 16)) == "00 B2 01 28 12"
    assert hexed(read_numbered(5, 7, 9)) == "00 B2 07 2C 0B"
    assert hexed(GET_CHALLENGE) == "00 84 00 00 08"
    assert hexed(external_authenticate(0x0A, bytes(8), b"\x11" * 8)) == "00 82 00 0A 10 " + "00 " * 8 + "11 " * 7 + "11"
    assert hexed(external_authenticate(0x0A, bytes(8), bytes(8), 1)).startswith("00 82 00 0A 11 ")


@pytest.mark.parametrize("item", items.ITEMS, ids=lambda item: item.title)
def test_each_item_is_asked_for_with_its_exact_length(item):
    """A wrong length costs another round on a slow card."""
    lengths = {
        0x01: 0x12, 0x02: 0x03, 0x03: 0x06, 0x04: 0x0E, 0x05: 0x06, 0x06: 0x06, 0x07: 0x0B, 0x08: 0x14, 0x09: 0x20,
        0x4E: 0x16, 0x0A: 0x03, 0x0B: 0x03, 0x0C: 0x05, 0x0D: 0x06,
    }  # fmt: skip
    assert read_tagged(item.sfi, item.tag, item.length)[-1] == lengths[item.tag]


@pytest.mark.parametrize(
    ("atr", "history"),
    [
        ("3B6D0000 00814E43238697159900BF7C7A", "00814E43238697159900BF7C7A"),
        ("3B ED 00 00 81 31 FE 45 00814E43238697159900BF7C7A 55", "00814E43238697159900BF7C7A"),
        ("3B 00", ""),
        ("3B", ""),
        ("3B 8D", ""),
        ("3B 6D 00 00 00 81", ""),
    ],
)
def test_the_historical_bytes_are_found_by_reading_what_is_before_them(atr, history):
    assert history_of(bytes.fromhex(atr)).hex().upper() == history


@pytest.mark.parametrize(("sign", "name"), [(1, "DES"), (2, "SSF33"), (3, "SM4"), (9, "")])
def test_the_algorithm_stands_behind_its_sign(sign, name):
    assert algorithm_of(bytes.fromhex("6F0D A50B 9F0C08 86") + bytes((sign, 0, 0))) == name
    assert algorithm_of(b"\x6f\x00") == ""
    assert algorithm_of(bytes.fromhex("9F0C0186")) == ""


@pytest.mark.parametrize("version", ["1.00", "2.00", "2.01"])
def test_a_card_of_the_first_two_generations_is_read_without_a_key(version):
    chip = Counted(card(version=version))
    read = read_card(channel_to(chip))
    assert (read.number, read.id_number, read.name, read.version) == (NUMBER, ID_NUMBER, NAME, version)
    assert (read.sex, read.ethnic, read.born_on) == ("2", "01", "1990-03-07")
    assert (read.issued_on, read.valid_until) == ("2024-03-01", "2034-03-01")
    assert read.card_id.startswith("410700D156000005")
    assert chip.times(0x82) == chip.times(0x20) == 0


def test_a_card_of_the_third_generation_says_that_it_wants_the_provinces_key():
    chip = Counted(card(version="3.00"))
    with pytest.raises(DeviceError, match=r"第三代.*省里的密钥.*请管理员接通省里的密钥，或照卡面录入"):
        read_card(channel_to(chip))
    assert chip.times(0x82) == 0


def test_with_the_provinces_answer_a_card_of_the_third_generation_is_read():
    seen = []

    def keys(asked):
        seen.append(asked)
        return keys_of(NUMBER)(asked)

    chip = Counted(card(version="3.00"))
    read = read_card(channel_to(chip), keys)
    assert (read.name, read.id_number) == (NAME, ID_NUMBER)
    (asked,) = seen
    assert (asked.area, asked.algorithm, len(bytes.fromhex(asked.challenge))) == ("410700", "SM4", 8)
    assert bytes.fromhex(asked.history) == chip.atr[4:]
    assert asked.card_id.startswith("410700D156000005")
    assert chip.times(0x82) == 1


def test_a_wrong_key_is_shown_to_the_card_once():
    """Every wrong one brings the card's key nearer to its lock."""
    chip = Counted(card(version="3.00"))
    with pytest.raises(DeviceError, match="不认这把密钥，什么也没有改变，还可以试 2 次（外部认证，63C2），请先与省里核实，不要再试"):
        read_card(channel_to(chip), keys_of(NUMBER, wrong=True))
    assert (chip.times(0x82), chip.key_left) == (1, 2)


@pytest.mark.parametrize(
    ("ailment", "said"),
    [
        ("bank", "上的是银行卡，没有社保应用，请放上持卡人的社保卡"),
        ("blank", "上的不是社保卡，请放上持卡人的社保卡"),
        ("blocked", "已被锁定，社保应用停用（选择社保应用，6A81），请到发卡机构换卡"),
        ("confused", "的卡的识别码没有给对（给的是 0201），请换卡办理，或照卡面核对后录入"),
        ("unreadable", "的姓名读不成文字，请换卡办理"),
    ],
)
def test_a_card_that_cannot_be_read_says_what_and_what_to_do(ailment, said):
    with pytest.raises(DeviceError) as told:
        read_card(channel_to(Chip(card(), ailment)))
    assert said in str(told.value)


class Altered(Chip):
    """A chip that gives other bytes for some commands."""

    def __init__(self, answers, **facts):
        super().__init__(card(**facts))
        self.answers = answers

    def answer(self, command):
        return self.answers.get(command[:4], None) or super().answer(command)


def test_an_item_of_the_card_that_is_not_found_by_its_tag_is_read_by_its_place():
    by_tag = {bytes((0, 0xB2, item.tag, 5 << 3)): b"\x6a\x83" for item in items.ITEMS if item.sfi == items.EF05}
    assert read_card(channel_to(Altered(by_tag))).number == NUMBER


def test_an_item_of_the_holder_is_never_read_by_its_place():
    """Their places moved from one generation to the next: a sex would be read as a name."""
    with pytest.raises(DeviceError, match=r"里没有要读的项目（读社会保障号码，6A83）"):
        read_card(channel_to(Altered({bytes((0, 0xB2, 0x08, 6 << 3)): b"\x6a\x83"})))


@pytest.mark.parametrize("body", ["", "08", "0812", "0813" + "31" * 18, "0911" + "31" * 17, "0813" + "31" * 19])
def test_an_answer_that_is_not_the_whole_item_is_not_taken(body):
    answer = bytes.fromhex(body) + b"\x90\x00"
    with pytest.raises(DeviceError, match="社会保障号码没有给对"):
        read_card(channel_to(Altered({bytes((0, 0xB2, 0x08, 6 << 3)): answer})))


@pytest.mark.parametrize("status", sorted(words._SAID))
def test_every_status_word_is_one_sentence_with_what_to_do(status):
    said = str(words.refused("读姓名", status))
    assert said.startswith("这张社保卡")
    assert f"（读姓名，{status:04X}）" in said
    assert said.count("请") == 1
    assert "，请" in said


def test_an_unknown_status_word_keeps_its_number():
    assert "（读姓名，6F42），请" in str(words.refused("读姓名", 0x6F42))


FILLS = st.sampled_from([b"\x00", b"\xff", b" "])
SIGNS = st.sampled_from("王李赵㛃䶮𬱖𫚕买·Aa")


@given(st.lists(SIGNS, min_size=1, max_size=25), FILLS, FILLS, st.integers(0, 30))
def test_a_name_reads_the_same_however_it_is_filled_and_split(signs, fill, fill_more, cut):
    """Four bytes of one sign may lie on both sides: 30 bytes in 姓名, the rest in 姓名扩展."""
    name = "".join(signs)
    raw = name.encode("gb18030")[:50]
    name = raw.decode("gb18030", "ignore")
    raw = name.encode("gb18030")
    first, more = raw[:30].ljust(30, fill), raw[30:].ljust(20, fill_more)
    assert items.name(first, more) == name
    assert items.name(raw) == name


@given(st.text("0123456789", max_size=8), st.integers(4, 8))
def test_digits_read_back_without_their_filling(text, length):
    written = bytes.fromhex(text.ljust(2 * length, "F"))
    assert items.digits(items.BORN, written) == text
    assert items.digits(items.BORN, b"") == ""


@pytest.mark.parametrize("raw", ["1990A307", "0A"])
def test_what_are_no_digits_is_not_taken_for_some(raw):
    with pytest.raises(DeviceError, match="出生日期不是数字"):
        items.digits(items.BORN, bytes.fromhex(raw))


@pytest.mark.parametrize(("raw", "day"), [("FFFFFFFF", ""), ("00000000", ""), ("19900307", "1990-03-07"), ("", "")])
def test_a_date_reads_as_the_forms_take_it(raw, day):
    assert items.day(items.BORN, bytes.fromhex(raw)) == day


def test_a_date_that_is_none_is_not_taken():
    with pytest.raises(DeviceError, match="出生日期不是日期"):
        items.day(items.BORN, bytes.fromhex("19901307"))


@given(st.binary(max_size=40))
def test_whatever_bytes_come_a_name_reads_or_is_refused_in_words(raw):
    try:
        read = items.name(raw[:30], raw[30:])
    except items.DamagedError:
        return
    assert "\0" not in read


def test_a_rare_name_of_the_card_is_one_the_counter_can_keep():
    raw = "𬱖㛃·䶮".encode("gb18030")
    assert Name(items.name(raw.ljust(30, b"\0"), b"\xff" * 20)) == "𬱖㛃·䶮"


def answers(*given):
    """A card that gives these answers in turn, and the commands it was asked."""
    left, sent = [bytes.fromhex(one) for one in given], []

    def transmit(command):
        sent.append(command)
        return left.pop(0)

    return Channel(transmit), sent


def test_another_length_is_asked_again_once_and_only_in_reading():
    channel, sent = answers("6C02", "41429000")
    assert channel.ask(bytes.fromhex("00B2083014")).body == b"AB"
    assert [hexed(one) for one in sent] == ["00 B2 08 30 14", "00 B2 08 30 02"]
    channel, sent = answers("6C02", "6C02")
    assert channel.ask(bytes.fromhex("00B2083014")).status == 0x6C02
    for command in ("0084000008", "00820000" + "10" + "00" * 16, "805E010003" + "12FF34"):
        channel, sent = answers("6C08")
        assert channel.act(bytes.fromhex(command)).status == 0x6C08
        assert len(sent) == 1


def test_a_card_that_never_ends_is_left():
    channel = Channel(lambda _: b"\x61\x10")
    with pytest.raises(DeviceError, match="没完没了"):
        channel.ask(bytes.fromhex("00B2083014"))


@pytest.mark.parametrize("gone", ["", "90"])
def test_a_card_pulled_while_it_is_read_was_not_changed(gone):
    channel, _ = answers(gone)
    with pytest.raises(DeviceError, match="被取走了或没放好，请把卡放稳后再试"):
        read_card(channel)


def test_a_card_pulled_while_it_is_changed_is_known_by_nobody():
    chip = Chip(card())

    def transmit(command):
        answer = chip.answer(command)
        return b"" if command[1] == 0x5E else answer

    with pytest.raises(CutOffError):
        pin.change(Channel(transmit), "123456", NEW)
    assert chip.card.password == NEW


def test_what_nobody_waits_for_any_more_is_not_begun():
    chip, gate = Counted(card()), Gate()
    assert gate.give_up()
    with pytest.raises(DeviceError, match="什么也没有改变"):
        pin.change(channel_to(chip, gate), "123456", NEW)
    assert chip.times(0x5E) == 0
    assert chip.card.password == "123456"


def test_a_password_is_changed_with_these_bytes_and_once():
    chip = Counted(card())
    assert pin.change(channel_to(chip), "123456", NEW) is None
    assert hexed(chip.sent[-1]) == "80 5E 01 00 07 12 34 56 FF 65 43 21"
    assert (chip.card.password, chip.times(0x5E)) == (NEW, 1)


@pytest.mark.parametrize(("password", "packed"), [("1234", "1234"), ("12345", "12345F"), ("123456", "123456")])
def test_a_password_is_packed_two_digits_to_a_byte(password, packed):
    assert pin.packed(password).hex().upper() == packed


@pytest.mark.parametrize("wrong", ["", "123", "12a456", "１２３４５６", "1" * 13])
def test_what_is_no_password_never_reaches_the_card(wrong):
    chip = Counted(card())
    with pytest.raises(DeviceError, match="请重新输入密码"):
        pin.change(channel_to(chip), "123456", wrong)
    assert chip.times(0x5E) == 0


def test_a_wrong_password_costs_one_try_and_locks_at_last():
    chip = Counted(card())
    for left in (2, 1, 0):
        assert pin.change(channel_to(chip), "000000", NEW) == left
    with pytest.raises(DeviceError, match="密码已锁定，没有改变，请先办理密码解锁"):
        pin.change(channel_to(chip), "123456", NEW)
    assert chip.times(0x5E) == TRIES + 1


def test_asking_whether_it_is_locked_costs_no_try():
    chip = Chip(card(left=2))
    assert not pin.locked(channel_to(chip))
    assert chip.card.left == 2
    chip.card.left = 0
    assert pin.locked(channel_to(chip))


def answered(chip, purpose):
    channel = channel_to(chip)
    channel.ask(select_name(SOCIAL))
    challenge = draw(channel)
    shown = CardShown(area="", history="", algorithm="", card_id="", challenge=challenge.hex())
    told = keys_of(NUMBER, purpose=purpose)(shown)
    return channel, challenge, told


def test_with_the_provinces_answer_a_card_is_unlocked_and_set_anew():
    chip = Counted(card(left=0))
    channel, challenge, told = answered(chip, "unlock")
    pin.unlock(channel, challenge, told.key, told.cryptogram)
    assert (chip.card.left, chip.card.password) == (TRIES, "123456")
    channel, challenge, told = answered(chip, "reset")
    pin.reset(channel, challenge, told.key, told.cryptogram, NEW)
    assert chip.card.password == NEW


def test_an_answer_is_good_for_its_number_and_purpose_alone():
    chip = Counted(card(left=0))
    channel, challenge, told = answered(chip, "unlock")
    with pytest.raises(DeviceError, match=r"要先经省里的密钥验证（设置密码，6982）"):
        pin.reset(channel, challenge, told.key, told.cryptogram, NEW)
    chip.reset()
    with pytest.raises(DeviceError, match=r"随机数已作废，什么也没有改变（外部认证，6984）"):
        pin.unlock(channel, challenge, told.key, told.cryptogram)
    assert (chip.card.left, chip.card.password) == (0, "123456")


def test_a_message_of_the_province_goes_to_the_card_as_it_came():
    channel, sent = answers("9000", "9000")
    pin.unlock(channel, bytes(8), 0x0B, bytes(8) + bytes.fromhex("A1A2A3A4"))
    assert hexed(sent[1]) == "84 24 00 00 04 A1 A2 A3 A4"
    channel, sent = answers("9000", "9000")
    pin.reset(channel, bytes(8), 0x0D, bytes(8) + bytes(range(17)), NEW)
    assert hexed(sent[1]) == "84 24 00 01 11 " + hexed(bytes(range(17)))


def test_a_temporary_card_is_written_anew_and_no_other():
    chip = Chip(card(keyless=True, left=0))
    pin.write_anew(channel_to(chip), NEW)
    assert (chip.card.password, chip.card.left) == (NEW, TRIES)
    with pytest.raises(DeviceError, match=r"6982"):
        pin.write_anew(channel_to(Chip(card())), NEW)


def test_a_device_that_goes_in_a_change_leaves_it_unknown():
    def gone(_command):
        raise taken_away()

    with pytest.raises(CutOffError):
        Channel(gone).act(b"\x80\x5e\x01\x00")
