"""Conditions that no visit reaches, most on rules that no city has set so: each refuses in every operation that has it."""

from dataclasses import replace

import pytest

from counter.catalogue import load
from counter.cities import load_city
from counter.core.ruled import Ruled
from counter.core.states import CardState, Kind, PaymentState
from tests.core.test_decision import Desk, refusals, subject, with_card

REPLACING = {"mobile": "13909140101", "received": "20"}
NO_BANK = "本市补换卡不变更服务银行，请留空"
NO_PHOTO = "本市补换卡按原有照片制作，不更换照片"
NO_PHOTO_GIVEN = "申请更换照片，还没有新照片，请拍照或上传；不愿拍照的，去掉这一项，按原照片补换"
FOUND_LATER = {"replace.lost": CardState.LOST, "replace.damaged": CardState.NORMAL}


def with_rules(key, plugin, **changed):
    """A city's catalogue in which these rules of a plugin are set otherwise."""
    catalogue = load(load_city(key))
    rules = {name: Ruled(value=value, article="规范 第十七条") for name, value in changed.items()}
    catalogue.rules[plugin] = replace(catalogue.rules[plugin], **rules)
    return catalogue


def asked(catalogue, operation, texts, window="bank_outlet"):
    state = FOUND_LATER.get(operation, CardState.NORMAL)
    part = catalogue.part(operation, window)
    offer = next(o for o in catalogue.offers(window) if o.last.operation.id == operation)
    dossier = with_card(CardState.NORMAL if len(offer.parts) > 1 else state)
    given = {"lost_on": "2026-11-19", **REPLACING} if len(offer.parts) > 1 else REPLACING
    assert part.operation.id == operation
    return refusals(Desk(catalogue, window, dossier).ask(offer.id, {**given, **texts}))


@pytest.mark.parametrize("operation", ["replace.lost", "replace.damaged"])
def test_another_bank_is_refused_where_the_city_has_none(operation):
    catalogue = with_rules("shangluo", "replace", change_bank=False)
    assert NO_BANK in asked(catalogue, operation, {"new_bank": "中国银行"})


@pytest.mark.parametrize("operation", ["replace.lost", "replace.damaged"])
def test_a_new_photo_is_refused_where_the_city_keeps_the_old(operation):
    catalogue = with_rules("shangluo", "replace", new_photo=False)
    assert NO_PHOTO in asked(catalogue, operation, {"new_photo": "是"})


@pytest.mark.parametrize("operation", ["replace.lost", "replace.damaged"])
def test_a_wish_for_a_new_photo_needs_one(operation):
    assert NO_PHOTO_GIVEN in asked(load(load_city("shangluo")), operation, {"new_photo": "是"})


@pytest.mark.parametrize("operation", ["replace.lost", "replace.damaged"])
def test_a_changed_name_is_a_reason_only_after_it_was_changed(operation):
    catalogue = load(load_city("xinxiang"))
    reason = catalogue.rules["replace"].changed_reason.value
    paid = subject(Kind.PAYMENT, PaymentState.PAID, id_="pay", facts={"amount": "20.00"})
    desk = Desk(catalogue, "city", with_card(FOUND_LATER[operation], paid))
    said = refusals(desk.ask(operation, {"mobile": "13903731001", "reason": reason}))
    assert f"补换原因选“{reason}”的，请先办理姓名、社会保障号变更，上传依据后再补换" in said


@pytest.mark.parametrize(
    ("key", "operation", "window"), [("shangluo", "apply.review", "bank_outlet"), ("shishi", "apply.enter", "agency")]
)
def test_an_undecided_bank_is_refused_wherever_a_bank_is_asked(key, operation, window):
    undecided = load_city(key).lists["service_banks"].value[-1]
    catalogue = with_rules(key, "apply", bank_undecided=undecided)
    desk = Desk(catalogue, window, with_card(CardState.ORDERED))
    said = refusals(desk.ask(operation, {"sex": "男", "born_on": "1980-03-12", "bank": undecided}))
    assert f"服务银行不能选为“{undecided}”，请问明申领人后选一家银行" in said
