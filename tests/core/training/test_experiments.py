"""Ready-made experiments: one thing differs, missing trainings are started, others are found."""

from typing import Any

import pytest

from core.evaluation.runs.run_settings import differing, run_settings
from core.project.project import Project
from core.project.records import RunRecord
from core.training import experiments as module
from core.training.experiments import (
    Arm,
    advance,
    begin,
    experiments,
    leave,
    refusal,
    steps,
    under_way,
)
from core.training.finetune.settings import CannotFineTune, FineTuneSettings
from core.vision.recipe import Recipe, load_recipe, save_recipe


def asked(arm: Arm) -> RunRecord:
    """A run of this arm, as it would be noted."""
    settings = {**arm.settings.model_dump(), "recipe": Recipe().model_dump()}
    settings["backbone"] = arm.settings.architecture
    return RunRecord("r", arm.kind, "finished", settings, 1, {}, 0.0, 1.0)


class Line:
    """Stands in for the fine-tunes' line: `places` of them fit, nothing trains."""

    def __init__(self, project: Project, places: int) -> None:
        self.project, self.places = project, places
        self.stopped: list[str] = []

    def waiting(self, _project: Project | None = None) -> RunRecord | None:
        going = [r for r in self.project.runs.all() if r.status in {"queued", "running"}]
        return going[0] if going else None

    def start(self, _project: Project, settings: FineTuneSettings) -> RunRecord:
        going = [r for r in self.project.runs.all() if r.status in {"queued", "running"}]
        if len(going) >= self.places:
            raise CannotFineTune("The line is full.")
        recipe = settings.applied_to(load_recipe(self.project)).model_dump()
        noted: dict[str, Any] = {**settings.model_dump(), "recipe": recipe}
        return self.project.runs.create("finetune", noted, self.project.versions.freeze().number)

    def stop(self, _project: Project, run_id: str) -> None:
        self.stopped.append(run_id)
        self.end(run_id, "stopped")

    def end(self, run_id: str, status: str = "finished") -> None:
        self.project.runs.update(run_id, status=status, results={"accuracy": 0.5})


@pytest.fixture
def line(digits: Project, monkeypatch: pytest.MonkeyPatch) -> Line:
    """A line with one place in which nothing trains."""
    line = Line(digits, places=1)
    monkeypatch.setattr(module, "start_finetune", line.start)
    monkeypatch.setattr(module, "active_finetune", line.waiting)
    monkeypatch.setattr(module, "stop_finetune", line.stop)
    monkeypatch.setattr(module, "look_after", lambda project: None)
    return line


def states(project: Project, key: str = "scratch") -> list[str]:
    """How both trainings stand."""
    return [step.state for step in steps(project, experiments()[key])]


@pytest.mark.parametrize("key", list(experiments()))
def test_the_two_trainings_differ_in_one_thing(key: str) -> None:
    arms = experiments()[key].arms
    for first, second in zip(arms[::2], arms[1::2], strict=True):
        assert len(differing([run_settings(asked(first)), run_settings(asked(second))])) == 1


def test_six_trainings_go_one_after_the_other_and_each_once(line: Line) -> None:
    project = line.project
    begin(project, "augment")
    for done in range(6):
        assert states(project, "augment") == ["finished"] * done + ["running"] + ["missing"] * (
            5 - done
        )
        line.end(project.runs.all()[0].id)
        advance(project)
    assert under_way(project) is None and len(project.runs.all()) == 6
    save_recipe(project, Recipe(flip=False))
    assert set(states(project, "augment")) == {"finished"}, "the learner's recipe is no part of it"


def test_the_second_training_starts_when_the_first_has_ended(line: Line) -> None:
    project = line.project
    begin(project, "scratch")
    assert states(project) == ["running", "missing"]
    advance(project)
    assert len(project.runs.all()) == 1
    line.end(project.runs.all()[0].id)
    advance(project)
    assert states(project) == ["finished", "running"]
    line.end(project.runs.all()[0].id)
    advance(project)
    assert states(project) == ["finished", "finished"]
    assert under_way(project) is None


def test_both_start_at_once_where_the_line_has_room(line: Line) -> None:
    line.places = 3
    begin(line.project, "scratch")
    assert states(line.project) == ["running", "running"]


def test_what_was_trained_before_is_not_trained_again(line: Line) -> None:
    run = line.start(line.project, experiments()["scratch"].arms[1].settings)
    line.end(run.id)
    begin(line.project, "scratch")
    assert states(line.project) == ["running", "finished"]


def test_another_recipe_needs_other_runs(line: Line) -> None:
    for arm in experiments()["scratch"].arms:
        line.end(line.start(line.project, arm.settings).id)
    assert states(line.project) == ["finished", "finished"]
    save_recipe(line.project, Recipe(flip=False))
    assert states(line.project) == ["missing", "missing"]


def test_a_training_that_breaks_off_ends_the_experiment_and_can_be_repeated(line: Line) -> None:
    begin(line.project, "scratch")
    line.end(line.project.runs.all()[0].id, "failed")
    advance(line.project)
    assert under_way(line.project) is None
    assert states(line.project) == ["broken", "missing"]
    begin(line.project, "scratch")
    assert states(line.project) == ["running", "missing"]


def test_leaving_stops_what_runs(line: Line) -> None:
    begin(line.project, "scratch")
    leave(line.project)
    assert len(line.stopped) == 1
    assert under_way(line.project) is None


def test_a_head_start_trains_the_quick_model_first(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Project] = []
    monkeypatch.setattr(module, "start_quick", started.append)
    begin(line.project, "head")
    assert started == [line.project]
    assert line.project.runs.all() == []


def test_too_few_pictures_are_said_at_once(line: Line, project: Project) -> None:
    line.places = 0
    with pytest.raises(CannotFineTune) as full:
        begin(line.project, "scratch")
    assert under_way(line.project) is None
    assert refusal(line.project, "scratch") == str(full.value)
    line.places = 1
    begin(line.project, "scratch")
    assert refusal(line.project, "scratch") == ""
