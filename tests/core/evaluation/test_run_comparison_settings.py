"""What was different between two runs: only that, and in words."""

from typing import Any

from core.evaluation.runs.compare_text import compare_text
from core.evaluation.runs.run_settings import differing, only_some_have, run_settings
from core.project.records import RunRecord
from core.training.finetune.settings import FineTuneSettings
from core.vision.recipe import Recipe
from core.vision.views import EXTRA


def run(kind: str = "finetune", size: int = 224, **chosen: Any) -> RunRecord:
    """A run that was asked this."""
    settings = {**FineTuneSettings(**chosen).model_dump(), "recipe": {"size": size, "bs": 16}}
    return RunRecord("r", kind, "finished", settings, 1, {}, 0.0, 1.0)


def test_only_what_differs_is_named() -> None:
    settings = [run_settings(run(epochs=3)), run_settings(run(epochs=3, pretrained=False))]
    assert differing(settings) == ["pretrained"]


def test_a_runs_own_size_and_batch_overrule_its_recipe() -> None:
    assert run_settings(run(size=224))["bs"] == 16
    own = run_settings(run(size=224, bs=8))
    assert own["bs"] == 8
    assert differing([run_settings(run(bs=16)), run_settings(run())]) == []


def test_what_only_a_fine_tune_has_is_kept_apart() -> None:
    settings = [run_settings(run("quick")), run_settings(run(epochs=4))]
    assert "kind" in differing(settings)
    assert "epochs" not in differing(settings)
    assert "epochs" in only_some_have(settings)


def test_quick_runs_that_looked_in_other_ways_differ() -> None:
    once, mirrored = run("quick"), run("quick")
    mirrored.settings["views"] = "mirrored"
    settings = [run_settings(once), run_settings(mirrored)]
    assert differing(settings) == ["views"]
    assert {"views", *EXTRA} <= {*compare_text().settings, *compare_text().values["views"]}


def test_every_setting_that_a_run_can_have_has_a_name() -> None:
    known = set(compare_text().settings)
    fields = {*FineTuneSettings.model_fields, *Recipe.model_fields}
    assert fields - known == set()


def test_values_are_words() -> None:
    text = compare_text()
    assert text.value_of("pretrained", False) == "random numbers"
    assert text.value_of("architecture", "resnet18") == "ResNet-18"
    assert text.value_of("patience", 0) == "never"
    assert text.value_of("flip", True) == "on"
    assert text.value_of("lr", 0.002) == "0.002"
