from core.classroom.learners import MOST_LEARNERS
from core.project.project import Project
from core.project.records import RunRecord
from core.training.outcome import FILE
from core.training.runs import (
    before_and_after,
    choose_run,
    cleaning_run,
    newer_run,
    outcome_of,
)
from tests.core.evaluation.outcomes import outcome


def finished(project: Project, kind: str) -> RunRecord:
    run = project.runs.create(kind, {}, project.versions.freeze().number)
    return project.runs.update(run.id, status="finished", results={"accuracy": 0.5})


def relabel_one(project: Project) -> None:
    project.dataset.move([project.dataset.images(label="three")[0].id], "five")


def test_labels_are_doubted_by_the_latest_quick_run(digits: Project) -> None:
    assert cleaning_run(digits) is None
    tuned = finished(digits, "finetune")
    assert cleaning_run(digits) == tuned
    quick = finished(digits, "quick")
    finished(digits, "finetune")
    assert cleaning_run(digits) == quick


def test_labels_are_doubted_by_the_chosen_model_or_its_companion(digits: Project) -> None:
    quick, tuned = finished(digits, "quick"), finished(digits, "finetune")
    relabel_one(digits)
    newest = finished(digits, "quick")
    assert cleaning_run(digits) == newest
    choose_run(digits, tuned.id)
    assert cleaning_run(digits) == quick, "a fine-tune's companion learned from the same version"
    choose_run(digits, quick.id)
    assert cleaning_run(digits) == quick
    assert newer_run(digits, quick) == newest
    assert newer_run(digits, newest) is None


def test_before_is_the_last_run_of_the_kind_that_saw_other_data(digits: Project) -> None:
    assert before_and_after(digits) is None
    first = finished(digits, "quick")
    assert before_and_after(digits) is None
    finished(digits, "finetune")
    relabel_one(digits)
    after = finished(digits, "quick")
    again = finished(digits, "quick")
    assert before_and_after(digits) == (first, again)
    assert after != again


def test_an_unfinished_run_is_neither(digits: Project) -> None:
    first = finished(digits, "quick")
    relabel_one(digits)
    digits.runs.create("quick", {}, digits.versions.freeze().number)
    assert before_and_after(digits) is None
    assert cleaning_run(digits) == first


def test_a_run_without_its_file_has_no_outcome(digits: Project) -> None:
    run = finished(digits, "quick")
    assert outcome_of(digits, run) is None
    outcome(["a", "b"], [("1", "a", [1, 0])]).save(digits.runs.folder(run.id) / FILE)
    found = outcome_of(digits, run)
    assert found is not None
    assert found.image_ids == ["1"]


def test_what_a_whole_class_looks_at_is_read_once(digits: Project) -> None:
    first = finished(digits, "quick")
    others = [digits.runs.create("quick", {}, first.version) for _ in range(MOST_LEARNERS)]
    for run in (first, *others):
        outcome(["a", "b"], [("1", "a", [1, 0])]).save(digits.runs.folder(run.id) / FILE)
    read = [outcome_of(digits, run) for run in (first, *others)]
    assert [outcome_of(digits, run) for run in (first, *others)] == read, "the very same, not equal"
