"""Augmentation helps? Recipes that do not depend on the learner's, the answer, and the time."""

import numpy as np
import pytest

from core.evaluation.runs.variety import VARIED, variety_found
from core.project.project import Project
from core.project.records import RunRecord
from core.training.experiments import experiments
from core.training.finetune.settings import FineTuneSettings
from core.training.how_long import how_long
from core.training.outcome import Outcome
from core.vision.recipe import Recipe

PICTURES = 60


def run(epochs: int, train_loss: float) -> RunRecord:
    rows = [{"epoch": 1, "train_loss": train_loss}]
    return RunRecord("r", "finetune", "finished", {"epochs": epochs}, 1, {"epochs": rows}, 0.0, 1.0)


def outcome(right: int) -> Outcome:
    """The first `right` of PICTURES pictures named right."""
    targets = np.zeros(PICTURES, dtype=np.int64)
    probs = np.tile(np.array([[0.9, 0.1]], dtype=np.float32), (PICTURES, 1))
    probs[right:] = [0.1, 0.9]
    ids = [f"{number:03}" for number in range(PICTURES)]
    return Outcome(["a", "b"], ids, ["valid"] * PICTURES, targets, probs)


@pytest.mark.parametrize(
    ("right", "answer"),
    [
        ([30, 50, 40, 50, 50, 50], "early"),
        ([50, 40, 50, 48, 30, 50], "late"),
        ([50, 30, 50, 45, 50, 50], "never"),
        ([40, 44, 50, 51, 50, 52], "unknown"),
    ],
)
def test_the_answer_is_what_luck_hardly_explains(right: list[int], answer: str) -> None:
    runs = [run(epochs, 0.1 * place) for epochs in (1, 3, 6) for place in (1, 2)]
    found = variety_found(runs, [outcome(one) for one in right])
    assert found is not None and found.answer == answer
    last = found.pairs[-1]
    assert (last.plain.correct, last.varied.correct, last.epochs) == (right[4], right[5], 6)
    assert last.losses == (0.1, 0.2)
    assert found.pairs[0].ahead(0.0) is None and VARIED == 1


def test_the_recipes_are_lesson_twos_whatever_the_learners_is() -> None:
    mine = Recipe(size=224, bs=8, max_rotate=180.0, mixup=5.0, item_tfm="pad")
    plain = FineTuneSettings(size=96, variety="none").applied_to(mine)
    varied = FineTuneSettings(size=96, variety="course").applied_to(mine)
    assert plain == Recipe(size=96, bs=8, augment=False) and not plain.batch_calls()
    assert varied == Recipe(size=96, bs=8, item_tfm="random_resized_crop", min_scale=0.5)
    assert [call.name for call in varied.batch_calls()] == ["aug_transforms"]


def test_the_time_is_a_range_and_learns_from_earlier_fine_tunes(digits: Project) -> None:
    asked = [arm.settings for arm in experiments()["augment"].arms]
    before = how_long(digits, asked)
    assert 0 < before.least < before.most and not before.measured
    noted = digits.runs.create("finetune", asked[0].model_dump(), digits.versions.freeze().number)
    digits.runs.update(noted.id, status="finished", results={"seconds": 1000.0})
    after = how_long(digits, asked)
    assert after.measured and after.least > before.least
    assert how_long(digits, asked[:2]).most < after.most
