"""Which run is "your model", and whose guess belongs to which run."""

from core.project.project import Project
from core.training.runs import chance_level, choose_run, chosen_run, guess_about, keep_guess


def finished(project: Project, kind: str = "quick") -> str:
    run = project.runs.create(kind, {}, project.versions.freeze().number)
    project.runs.update(run.id, status="finished", results={"accuracy": 0.5})
    return run.id


def chosen_id(project: Project) -> str | None:
    run = chosen_run(project)
    return run.id if run else None


def test_the_latest_finished_run_until_one_is_chosen(project: Project) -> None:
    assert chosen_run(project) is None
    first, second = finished(project), finished(project, "finetune")
    project.runs.create("quick", {}, project.versions.freeze().number)
    assert chosen_id(project) == second
    choose_run(project, first)
    assert chosen_id(project) == first


def test_a_chosen_run_that_is_deleted_gives_way_to_the_latest(project: Project) -> None:
    first, second = finished(project), finished(project)
    choose_run(project, first)
    project.runs.delete(first)
    assert chosen_id(project) == second


def test_a_guess_belongs_to_the_training_that_follows_it(project: Project) -> None:
    before = project.runs.get(finished(project))
    keep_guess(project, 7)
    after = project.runs.get(finished(project))
    again = project.runs.get(finished(project))
    assert guess_about(project, before) is None
    assert guess_about(project, after) == 7
    assert guess_about(project, again) is None


def test_chance_is_one_class_in_so_many() -> None:
    assert chance_level(36, 3) == 12
