"""Runs, answers and settings."""

import pytest

from core.project.project import Project
from core.project.runs import RunNotFound


def test_a_run_keeps_what_it_was_asked_and_how_it_ended(project: Project) -> None:
    version = project.versions.freeze()
    run = project.runs.create("quick", {"head": "logistic"}, version.number)
    assert (run.status, run.ended) == ("queued", None)
    project.runs.update(run.id, status="running")
    project.runs.update(run.id, status="finished", results={"accuracy": 0.9})
    found = project.runs.get(run.id)
    assert (found.status, found.settings, found.results) == (
        "finished",
        {"head": "logistic"},
        {"accuracy": 0.9},
    )
    assert found.ended is not None


def test_runs_come_newest_first_and_can_be_deleted(project: Project) -> None:
    number = project.versions.freeze().number
    first, second = (project.runs.create("quick", {}, number) for _ in range(2))
    (project.runs.folder(first.id) / "head.npz").write_bytes(b"weights")
    assert [run.id for run in project.runs.all()] == [second.id, first.id]
    folder = project.runs.folder(first.id)
    project.runs.delete(first.id)
    assert not folder.exists()
    with pytest.raises(RunNotFound):
        project.runs.get(first.id)


def test_a_run_with_a_strange_id_or_status_is_refused(project: Project) -> None:
    run = project.runs.create("quick", {}, project.versions.freeze().number)
    with pytest.raises(ValueError, match="no id"):
        project.runs.folder("../..")
    with pytest.raises(ValueError, match="status"):
        project.runs.update(run.id, status="done")
    with pytest.raises(RunNotFound):
        project.runs.update("ffffffffffff", status="failed")


def test_answers_are_kept_with_their_mark(project: Project) -> None:
    assert project.answers.get("q1") is None
    project.answers.save("q1", "because", None, False)
    project.answers.save("q1", "because of the data", "partly", True)
    answer = project.answers.get("q1")
    assert answer is not None
    assert (answer.text, answer.mark, answer.revealed) == ("because of the data", "partly", True)
    with pytest.raises(ValueError, match="mark"):
        project.answers.save("q1", "", "perfect", True)
