"""Settings are typed: strict when written, tolerant when read, each name entered once."""

import importlib
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from core.project.project import Project
from core.project.settings import REGISTRY, Setting

ROOT = Path(__file__).parents[3]
ODD = [None, 0, -1, 1e308, "", "x" * 5000, True, [], {}, [[]], [None], {"a": None}, {"": [{}]}]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@pytest.fixture(scope="module", autouse=True)
def every_setting_is_entered() -> None:
    for file in [*(ROOT / "core").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]:
        if "Setting[" in file.read_text("utf-8") and file.name != "settings.py":
            importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))


def test_what_is_odd_reads_as_the_default_or_as_something_that_can_be_written() -> None:
    assert len(REGISTRY) > 20
    for setting in REGISTRY.values():
        for odd in ODD:
            value = setting.read(json.dumps(odd))
            assert setting.read(setting.written(value)) == value, (setting.name, odd)
        assert setting.read("{no json") == setting.default()
        assert setting.read("[" * 100_000) == setting.default()


@given(JSON)
@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
def test_no_json_stops_a_setting(odd: object) -> None:
    for setting in REGISTRY.values():
        setting.written(setting.read(json.dumps(odd)))


def test_a_wrong_value_is_not_written(project: Project) -> None:
    number = REGISTRY["bear_orders"]
    with pytest.raises(ValidationError):
        project.settings.set(number, "many")
    assert not project.settings.has(number) and project.settings.get(number) == 0


def test_two_settings_never_share_a_name() -> None:
    with pytest.raises(ValueError, match="bear_orders"):
        Setting[int]("bear_orders", int, int)


def test_a_default_is_fresh_each_time(project: Project) -> None:
    places = REGISTRY["path.places"]
    project.settings.get(places)["tour"] = {"stop": 3}
    assert project.settings.get(places) == {}
