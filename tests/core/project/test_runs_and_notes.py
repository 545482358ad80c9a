"""Runs, answers and settings."""

from __future__ import annotations

import pytest

from core.project.project import Project
from core.project.runs import RunNotFound


def test_a_run_keeps_what_it_was_asked_and_how_it_ended(project: Project) -> None:
    version = project.freeze()
    run = project.create_run("quick", {"head": "logistic"}, version.number)
    assert (run.status, run.ended) == ("queued", None)
    project.update_run(run.id, status="running")
    project.update_run(run.id, status="finished", results={"accuracy": 0.9})
    found = project.run(run.id)
    assert (found.status, found.settings, found.results) == (
        "finished",
        {"head": "logistic"},
        {"accuracy": 0.9},
    )
    assert found.ended is not None


def test_runs_come_newest_first_and_can_be_deleted(project: Project) -> None:
    number = project.freeze().number
    first, second = (project.create_run("quick", {}, number) for _ in range(2))
    (project.run_path(first.id) / "head.npz").write_bytes(b"weights")
    assert [run.id for run in project.runs()] == [second.id, first.id]
    folder = project.run_path(first.id)
    project.delete_run(first.id)
    assert not folder.exists()
    with pytest.raises(RunNotFound):
        project.run(first.id)


def test_a_run_with_a_strange_id_or_status_is_refused(project: Project) -> None:
    run = project.create_run("quick", {}, project.freeze().number)
    with pytest.raises(ValueError, match="run id"):
        project.run_path("../..")
    with pytest.raises(ValueError, match="status"):
        project.update_run(run.id, status="done")
    with pytest.raises(RunNotFound):
        project.update_run("ffffffffffff", status="failed")


def test_answers_are_kept_with_their_mark(project: Project) -> None:
    assert project.answer("q1") is None
    project.save_answer("q1", "because", None, False)
    project.save_answer("q1", "because of the data", "partly", True)
    answer = project.answer("q1")
    assert answer is not None
    assert (answer.text, answer.mark, answer.revealed) == ("because of the data", "partly", True)
    with pytest.raises(ValueError, match="mark"):
        project.save_answer("q1", "", "perfect", True)


def test_settings_are_any_json(project: Project) -> None:
    assert project.setting("recipe", {"size": 224}) == {"size": 224}
    project.set_setting("recipe", {"size": [1, None, "ä"]})
    assert project.setting("recipe") == {"size": [1, None, "ä"]}
