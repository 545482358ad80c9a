"""Whatever a foreign project has in its settings, every page opens."""

import importlib
import json
import random
from pathlib import Path

import pytest

from core.learning.pages import PAGES
from core.project.project import Project
from core.project.settings import REGISTRY
from tests.app import open_page
from tests.core.project.odd_settings import odd_value
from tests.core.project.pictures import store_setting

ROOT = Path(__file__).parents[2]
SEEDS = (1, 13)  # of those that once broke pages


@pytest.fixture(scope="module", autouse=True)
def every_setting_is_entered() -> None:
    for file in [*(ROOT / "core").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]:
        if "Setting[" in file.read_text("utf-8") and file.name != "settings.py":
            importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_page_opens_with_odd_settings(trained: Project, seed: int) -> None:
    chance = random.Random(seed)
    runs = [run.id for run in trained.runs.all()]
    for setting in REGISTRY.values():
        for member in runs if setting.family else [""]:
            value = odd_value(setting, chance)
            json.dumps(value)
            store_setting(trained, setting.name + member, value)
    for info in PAGES:
        open_page(info.url_path, trained)
