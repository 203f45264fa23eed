"""The tool that takes conditions out: one that matters is noticed, one that does not survives."""

import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location

import pytest

from counter.catalogue import load
from counter.cities import city_keys, load_city
from tests.source import ROOT

TOOL = ROOT / "tools" / "without.py"


@pytest.fixture(scope="module")
def tool():
    spec = spec_from_file_location("without", TOOL)
    module = module_from_spec(spec)
    sys.modules["without"] = module
    spec.loader.exec_module(module)
    return module


def test_every_condition_can_be_taken_out(tool):
    labels = {one.label for one in tool.removable()}
    for catalogue in (load(load_city(key)) for key in city_keys()):
        for key in catalogue.city.operations:
            assert {f"{key} {one.name}" for one in catalogue.operations[key].conditions} <= labels
        assert {f"across {one.condition.name}" for one in catalogue.across} <= labels
    assert {"counter.core.decision _window", "counter.core.decision _guardian"} <= labels


def test_what_is_taken_out_is_noticed_by_the_visit_that_says_it():
    done = subprocess.run(
        [sys.executable, TOOL, "loss.release through_its_channel"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "应为：桌面不可办：解除挂失：" in done.stdout
    assert "1 removed, 1 noticed, 0 survived" in done.stdout


def test_what_nobody_misses_survives(tool):
    gone = tool.Removed("nothing.here", "nobody_asks", frozenset(), (), lambda: None)
    assert tool.in_turn(gone) == []
    assert tool.search(gone).by == ""


def test_the_visits_that_quote_a_sentence_come_first(tool):
    (gone,) = [one for one in tool.removable() if one.label == "loss.temporary lost_by_today"]
    assert "future-loss" in tool.in_turn(gone)[0].name
