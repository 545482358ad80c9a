"""A class that gets another name keeps its runs, and nothing is called relabelled."""

import pytest
from PIL import Image

from core.drivetrain.costs.starting_costs import COSTS, load_costs, save_costs
from core.evaluation.evidence_sets import since_training
from core.learning.rename_class import TrainingUnderWay, rename_class
from core.production.predictor import load_predictor
from core.project.project import Project
from core.training.quick.head import FILE, Head
from core.training.runs import chosen_run, outcome_of


def answer(project: Project, image_id: str) -> tuple[str, float]:
    """What the learner's model says about one of the pictures, and how sure it is."""
    run = chosen_run(project)
    assert run is not None
    with Image.open(project.dataset.image_path(image_id)) as picture:
        said = load_predictor(project, run.id).predict(picture)
    return said.label, said.sure


def test_the_runs_follow_and_nothing_is_relabelled(trained: Project) -> None:
    run = chosen_run(trained)
    assert run is not None
    [five, *_] = [image.id for image in trained.dataset.images("five")]
    label, sure = answer(trained, five)
    versions = len(trained.versions.all())
    rename_class(trained, "five", "zebra")
    assert not since_training(trained, run).any
    assert trained.dataset.classes().keys() == {"eight", "three", "zebra"}
    outcome = outcome_of(trained, run)
    assert outcome is not None and outcome.vocab == sorted(trained.dataset.classes())
    assert Head.load(trained.runs.folder(run.id) / FILE).vocab == outcome.vocab
    assert answer(trained, five) == (label.replace("five", "zebra"), pytest.approx(sure, abs=1e-6))
    assert "zebra" in trained.runs.get(run.id).results["classes"]
    now = trained.versions.now()
    assert now is not None and now.number == run.version
    assert len(trained.versions.all()) == versions
    assert [change.new for change in trained.dataset.label_history(five)] == ["zebra"]


def test_the_costs_follow(trained: Project) -> None:
    save_costs(trained, load_costs(trained))
    rename_class(trained, "five", "zebra")
    kept = trained.settings.get(COSTS)
    assert kept is not None and set(kept.classes) == {"eight", "three", "zebra"}


def test_a_name_that_another_class_has_joins_the_two(trained: Project) -> None:
    run = chosen_run(trained)
    assert run is not None
    fives = trained.dataset.classes()["five"]
    rename_class(trained, "five", "three")
    assert trained.dataset.classes().keys() == {"eight", "three"}
    assert since_training(trained, run).relabelled == fives


def test_a_name_of_before_is_not_given_to_another_class(trained: Project) -> None:
    trained.dataset.remove_class("eight")
    run = chosen_run(trained)
    assert run is not None
    rename_class(trained, "five", "eight")
    assert since_training(trained, run).relabelled > 0


def test_not_while_a_training_is_under_way(trained: Project) -> None:
    trained.runs.create("quick", {}, trained.versions.freeze().number)
    with pytest.raises(TrainingUnderWay):
        rename_class(trained, "five", "zebra")
    assert "five" in trained.dataset.classes()
