"""What the choices that wait would change is what applying and retraining really changes."""

from collections.abc import Callable

import pytest

from core.evaluation.held_back import judged_held_back, own_key
from core.evaluation.runs.comparison import compare_runs
from core.evaluation.staged_labels import (
    Foreseen,
    changes_waiting,
    foresee,
    foreseen_so_far,
)
from core.project.project import Project
from core.project.records import NewImage, RunRecord
from core.statistics import Score
from core.training.outcome import Outcome
from core.training.quick.quick import train_quick
from core.training.quick.training_set import CannotTrain
from core.training.runs import outcome_of

ELSEWHERE = "Other ink"


def said(project: Project, run: RunRecord) -> Outcome:
    outcome = outcome_of(project, run)
    assert outcome is not None
    return outcome


def hold_back(project: Project) -> None:
    """Six pictures of the project's own, once more as a set that only judges."""
    chosen = [one for name in ("three", "five") for one in project.dataset.images(label=name)[:3]]
    project.dataset.add(
        [
            NewImage(
                id=f"{place:064x}",
                jpeg=project.dataset.image_path(one.id).read_bytes(),
                label=one.label,
                name=one.name,
                width=one.width,
                height=one.height,
                held_back=ELSEWHERE,
            )
            for place, one in enumerate(chosen, start=1)
        ]
    )


def stage_some(project: Project) -> None:
    """Wrong labels on purpose in training and in validation, and a deletion in each."""
    threes = project.dataset.images(label="three", split="train")
    for one in threes[: len(threes) // 2]:
        project.cleaning.stage(one.id, "relabel", "five")
    project.cleaning.stage(threes[-1].id, "delete")
    held = project.dataset.images(label="five", split="valid")
    project.cleaning.stage(held[0].id, "relabel", "three")
    project.cleaning.stage(held[1].id, "delete")
    project.cleaning.stage(held[2].id, "keep")


def test_the_same_as_applying_and_retraining_and_nothing_is_kept(trained: Project) -> None:
    hold_back(trained)
    trained.dataset.lock_test(0.2)
    first = train_quick(trained)
    stage_some(trained)
    kept = len(trained.runs.all()), len(trained.versions.all()), trained.changed()
    heard: list[Foreseen] = []
    found = foresee(trained, changes_waiting(trained), heard.append)
    assert kept == (len(trained.runs.all()), len(trained.versions.all()), trained.changed())
    assert heard[0].elsewhere[0].scores is None, "the validation pictures are there first"
    trained.cleaning.apply()
    second = train_quick(trained)
    really = compare_runs([said(trained, first), said(trained, second)])
    assert found.valid.pictures == really.pictures
    assert found.valid.difference(0, 1).disagreed
    assert (found.valid.relabelled, found.valid.left_out) == (1, [1, 0])
    [elsewhere] = found.elsewhere
    judged = [judged_held_back(trained, run, own_key(ELSEWHERE)) for run in (first, second)]
    assert elsewhere.title == ELSEWHERE
    assert elsewhere.scores == tuple(Score(one.correct, 6) for one in judged)
    locked = {record.id for record in trained.dataset.images(split="test")}
    assert locked
    assert not locked & {picture.image_id for picture in found.valid.pictures}


def test_only_what_changes_a_picture_waits_and_the_order_of_choosing_is_nothing(
    trained: Project,
) -> None:
    one, two = trained.dataset.images(label="three", split="train")[:2]
    trained.cleaning.stage(two.id, "delete")
    trained.cleaning.stage(one.id, "relabel", "five")
    first = changes_waiting(trained)
    trained.cleaning.unstage([two.id])
    trained.cleaning.stage(two.id, "delete")
    assert changes_waiting(trained) == first
    trained.cleaning.stage(one.id, "relabel", "three")
    trained.cleaning.stage(two.id, "keep")
    assert changes_waiting(trained) == ()


def test_the_last_choices_are_worked_on_and_too_few_pictures_are_said(
    trained: Project, until: Callable[..., None]
) -> None:
    for record in trained.dataset.images(label="three", split="train"):
        trained.cleaning.stage(record.id, "delete")
    choices = changes_waiting(trained)
    assert foreseen_so_far(trained, choices[:1]).state == "running"
    assert foreseen_so_far(trained, choices).state == "running"
    for about, ends in ((choices, "failed"), (choices[:1], "finished")):
        until(lambda about=about: foreseen_so_far(trained, about).state != "running", what="an end")
        assert foreseen_so_far(trained, about).state == ends, "what was stopped is asked again"
    with pytest.raises(CannotTrain):
        foresee(trained, choices)
