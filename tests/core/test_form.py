"""A form is declared once and drawn, read, stored and read back from that declaration."""

from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal
from enum import Enum

import pytest

from counter.core.blank import By, Relation
from counter.core.form import Form, VisitForm, blank, compose, part_of
from counter.core.reading import FormError, read
from counter.rehearsal.people import check_sign

TODAY = date(2026, 11, 20)
LISTS = {"banks": ("中国工商银行", "陕西信合")}


class Cause(Enum):
    MISLAID = "遗失"
    STOLEN = "被盗"


class Loss(VisitForm):
    cause: Cause = blank("挂失原因", default=Cause.MISLAID)
    lost_on: date = blank("遗失日期")


class Replacement(VisitForm):
    bank: str | None = blank("变更服务银行", choices="banks", default=None)
    photo: bool = blank("更换照片", default=False)
    note: str | None = blank("备注", default=None)


class Cash(VisitForm):
    received: Decimal = blank("实收金额")


class Enabling(Form):
    password: str | None = blank("新密码", secret=True, default=None)


def reading(form: type[Form], texts: dict, **more):
    return read(form, texts, today=TODAY, lists=LISTS, **more)


def messages(form: type[Form], texts: dict) -> dict[str, str]:
    with pytest.raises(FormError) as caught:
        reading(form, texts)
    return caught.value.messages


def test_what_was_typed_becomes_typed_values():
    form = reading(Loss, {"by": "本人", "lost_on": "2026年11月19日", "cause": "被盗"})
    assert (form.by, form.lost_on, form.cause) == (By.SELF, date(2026, 11, 19), Cause.STOLEN)
    with pytest.raises(FrozenInstanceError):
        form.lost_on = TODAY


def test_a_form_survives_its_own_texts():
    typed = {
        "by": "代办", "agent_name": "冀永强", "agent_id": "61100219800312007x", "relation": "子女",
        "agent_mobile": "+86 139 0914 0101", "lost_on": "20261119",
    }  # fmt: skip
    form = reading(Loss, typed)
    assert form.texts()["agent_id"] == "61100219800312007X"
    assert form.texts()["agent_mobile"] == "13909140101"
    assert Loss.from_texts(form.texts()) == form


def test_one_message_for_each_blank_all_at_once():
    said = messages(Loss, {"by": "代办", "agent_id": "1", "agent_mobile": "2", "relation": "朋友"})
    assert list(said) == ["agent_name", "agent_id", "relation", "agent_mobile", "lost_on"]
    assert said["agent_name"] == "请填写来人姓名"
    assert said["relation"] == f"与持卡人关系：请从“{'、'.join(r.value for r in Relation)}”中选一项"
    assert said["agent_mobile"].startswith("来人手机号码：手机号码应为 11 位数字")
    assert said["lost_on"] == "请填写遗失日期"


def test_who_has_come_is_asked_only_of_another():
    form = reading(Loss, {"by": "本人", "agent_name": "1", "lost_on": "2026-11-19"})
    assert form.agent_name is None
    assert "agent_name" not in form.texts()
    asked = {b.name for b in Loss.blanks(By.SELF, LISTS)}
    assert asked == {"by", "channel", "cause", "lost_on"}
    assert {b.name for b in Loss.blanks(By.GUARDIAN, LISTS)} > asked | {"agent_name", "agent_id"}


def test_a_forged_word_for_who_has_come_is_refused():
    assert "by" in messages(Loss, {"by": "路人", "lost_on": "2026-11-19"})


def test_a_choice_must_come_from_the_citys_list():
    assert reading(Replacement, {"bank": "陕西信合"}).bank == "陕西信合"
    assert messages(Replacement, {"bank": "花旗"})["bank"] == "变更服务银行：请从“中国工商银行、陕西信合”中选一项"
    assert reading(Replacement, {"bank": ""}).bank is None


def test_a_box_not_ticked_is_no():
    assert reading(Replacement, {}).photo is False
    assert reading(Replacement, {"photo": "是"}).photo is True
    assert reading(Replacement, {"photo": "否"}).photo is False


@pytest.mark.parametrize(
    ("text", "said"),
    [("字" * 201, "最多 200 个字，现为 201 个"), ("a\x00b", "看不见的控制字符"), ("a\x7fb", "看不见的控制字符"), ("a\nb", "看不见的控制字符")],
)
def test_a_free_text_is_short_and_visible(text, said):
    assert said in messages(Replacement, {"note": text})["note"]
    assert reading(Replacement, {"note": "字" * 200}).note == "字" * 200


def test_secrets_are_read_only_when_asked_for_and_never_written_down():
    assert reading(Enabling, {"password": "271828"}).password is None
    form = reading(Enabling, {"password": "271828"}, secrets=True)
    assert form.password == "271828"
    assert form.texts() == {}
    assert "271828" not in repr(form)


def test_a_composed_form_asks_each_blank_once_and_gives_each_part_its_own():
    whole = compose("并", (Loss, Replacement, Cash))
    names = [b.name for b in whole.own]
    assert len(names) == len(set(names))
    assert set(names) >= {"by", "lost_on", "bank", "received"}
    form = reading(whole, {"lost_on": "2026-11-19", "bank": "陕西信合", "received": "20"})
    assert part_of(form, Loss) == Loss(lost_on=date(2026, 11, 19))
    assert part_of(form, Cash).received == Decimal("20.00")
    assert isinstance(part_of(form, Replacement), Replacement)


def test_composing_one_form_changes_nothing():
    assert compose("一", (Loss,)) is Loss


def test_a_number_born_tomorrow_is_refused_by_the_day_of_business():
    tomorrow, today = (f"6110022026112{day}451" for day in (1, 0))
    typed = {"by": "监护人", "agent_id": tomorrow + check_sign(tomorrow), "lost_on": "2026-11-19"}
    assert "还没有到" in messages(Loss, typed)["agent_id"]
    assert "agent_id" not in messages(Loss, {**typed, "agent_id": today + check_sign(today)})
