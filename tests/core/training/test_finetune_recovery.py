"""After a server died: every run tells the truth about how it stands."""

import os
import time
from pathlib import Path

import pytest

from core.content import says
from core.jobs.queue.events import report
from core.jobs.queue.protocol import CannotQueue
from core.project import runs
from core.project.project import Project
from core.project.servers import THIS
from core.training.enough import Shortage
from core.training.finetune.finetune import job_runner, recover, snapshot, start_finetune
from core.training.finetune.settings import CannotFineTune, FineTuneSettings
from tests.said import said

DAY_S = 24 * 3600.0
SETTINGS = FineTuneSettings().model_dump()


def left_running(project: Project, kind: str = "finetune") -> str:
    """A run that a server left behind as running."""
    run = project.runs.create(
        kind, SETTINGS if kind == "finetune" else {}, project.versions.freeze().number
    )
    project.runs.update(run.id, status="running")
    return run.id


@pytest.mark.parametrize("kind", ["finetune", "quick"])
def test_a_run_without_a_process_is_interrupted(home: Path, project: Project, kind: str) -> None:
    run_id = left_running(project, kind)
    recover(home)
    assert project.runs.get(run_id).status == "interrupted"


@pytest.mark.parametrize("jump", [-DAY_S, DAY_S], ids=["set back", "set forward"])
def test_a_run_of_this_very_process_is_left_alone_whatever_the_clock_says(
    home: Path, project: Project, jump: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = time.time
    monkeypatch.setattr(runs.time, "time", lambda: real() + jump)
    run_id = left_running(project, "quick")
    recover(home, THIS.runs_of_the_living(home))
    assert project.runs.get(run_id).status == "running"


def test_a_run_that_finished_meanwhile_gets_its_results(home: Path, project: Project) -> None:
    run_id = left_running(project)
    report(project.runs.folder(run_id), "finished", results={"accuracy": 0.9})
    recover(home)
    run = project.runs.get(run_id)
    assert (run.status, run.results["accuracy"]) == ("finished", 0.9)


def test_a_run_that_failed_keeps_its_reason(home: Path, project: Project) -> None:
    run_id = left_running(project)
    report(project.runs.folder(run_id), "failed", message="No memory.")
    recover(home)
    assert project.runs.get(run_id).results["message"] == "No memory."
    assert snapshot(project, run_id).message == "No memory."


def test_ended_runs_are_left_alone(home: Path, project: Project) -> None:
    run_id = left_running(project)
    project.runs.update(run_id, status="finished", results={"accuracy": 1.0})
    on_its_way = project.runs.folder(run_id) / ".outcome.npz.0123abcd.tmp"  # a class is renamed
    on_its_way.touch()
    recover(home)
    assert project.runs.get(run_id).results == {"accuracy": 1.0}
    assert on_its_way.exists()


def test_too_little_to_learn_from_is_said_in_a_sentence(project: Project) -> None:
    with pytest.raises(CannotFineTune) as refusal:
        start_finetune(project, FineTuneSettings())
    assert str(refusal.value) == str(Shortage("no picture"))
    assert project.runs.all() == []


def test_drafts_that_a_kill_left_are_swept(home: Path, project: Project) -> None:
    run_id = left_running(project)
    folder = project.runs.folder(run_id)
    kept = folder / "checkpoint-1.pt"
    drafts = [folder / "checkpoint-2.pt.part", folder / "model.onnx.part", folder / "worker.json.7"]
    for file in (kept, *drafts):
        file.touch()
    unborn = project.path.with_name(".new-0123456789abcdef")
    unborn.mkdir()
    os.utime(unborn, (0, 0))
    recover(home)
    assert kept.exists()
    assert not any(file.exists() for file in (*drafts, unborn))


def test_a_fine_tune_too_many_is_refused_and_leaves_no_run(
    home: Path, digits: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise CannotQueue(says("jobs", "own_line_full", waiting=3))

    monkeypatch.setattr(job_runner(), "submit", refuse)
    with pytest.raises(CannotFineTune, match=said("jobs", "own_line_full")):
        start_finetune(digits, FineTuneSettings())
    assert digits.runs.all() == []
