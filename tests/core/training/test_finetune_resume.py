"""A fine-tune that meets a full disk, is stopped and killed goes on after its last whole epoch."""

import errno
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.content import says
from core.jobs.queue import worker_process
from core.jobs.queue.events import read_events, report
from core.project.disk_full import make_room
from core.project.project import Project
from core.training.finetune.finetune import (
    can_resume,
    resume_finetune,
    snapshot,
    start_finetune,
    stop_finetune,
)
from core.training.finetune.resume import epochs_so_far, that_count
from core.training.finetune.settings import CannotFineTune, FineTuneSettings, FineTuneSpec
from core.training.finetune.snapshot import RunSnapshot
from core.training.quick.quick import train_quick
from tests.core.training.tiny import SETTINGS, seen_by_a_page, tiny_project
from tests.reading import figures
from tests.waiting import until

WITH_EVERYTHING = FineTuneSettings(
    epochs=3, freeze_epochs=2, patience=2, quick_head=True, small_machine=True
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    patch = pytest.MonkeyPatch()
    patch.setenv("DRIVETRAIN_HOME", str(tmp_path_factory.mktemp("resume_home")))
    project = tiny_project()
    train_quick(project)
    yield project
    patch.undo()


@pytest.fixture(scope="module")
def full_disk(project: Project) -> RunSnapshot:
    """The end of a run whose second epoch could not be saved: its file leads to a full disk."""
    run_id = start_finetune(project, WITH_EVERYTHING).id
    folder = project.runs.folder(run_id)
    until(lambda: read_events(folder), what="the first word of the worker")
    (folder / "checkpoint-2.pt.part").symlink_to("/dev/full")
    wait_for(project, run_id, lambda moment: moment.ended)
    return snapshot(project, run_id)


@pytest.fixture(scope="module")
def resumed(project: Project, full_disk: RunSnapshot) -> str:
    """The same run: a picture is lost, it is stopped, resumed, killed, and finishes by itself."""
    run_id = project.runs.all()[0].id
    project.dataset.image_path(project.dataset.images(split="train")[0].id).unlink()
    resume_finetune(project, run_id)
    wait_for(project, run_id, lambda moment: moment.saved_epoch >= 2)
    stop_finetune(project, run_id)
    wait_for(project, run_id, lambda moment: moment.ended)
    assert snapshot(project, run_id).status == "stopped"
    resume_finetune(project, run_id)
    wait_for(project, run_id, lambda moment: moment.saved_epoch >= 3)
    kill(project, run_id)
    wait_for(project, run_id, lambda moment: moment.ended)
    return run_id


def wait_for(project: Project, run_id: str, ready: Callable[[RunSnapshot], bool]) -> None:
    until(lambda: ready(seen_by_a_page(project, run_id)), seconds=400, what="the fine-tune")


def kill(project: Project, run_id: str) -> None:
    """SIGKILL, whatever it is doing."""
    process = worker_process.living(project.runs.folder(run_id))
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_said_in_a_sentence_and_costs_one_epoch(full_disk: RunSnapshot) -> None:
    assert (full_disk.status, full_disk.message) == ("failed", make_room("go_on"))
    assert full_disk.saved_epoch == 1


def test_what_happened_on_the_way_is_said(project: Project, resumed: str) -> None:
    remarks = snapshot(project, resumed).remarks
    assert len(set(remarks)) >= 2, "that a picture is gone, and that it was started once more"
    assert any(figures(remark) == [1] for remark in remarks)


def test_a_run_that_was_stopped_and_killed_finishes(project: Project, resumed: str) -> None:
    log = (project.runs.folder(resumed) / "worker.log").read_text()
    run = project.runs.get(resumed)
    assert run.status == "finished", log
    assert run.results["valid"] == len(project.dataset.images(split="valid"))
    assert (project.runs.folder(resumed) / "model.onnx").exists()


def test_no_epoch_is_trained_twice(project: Project, resumed: str) -> None:
    rows = snapshot(project, resumed).epoch_rows
    assert [row.epoch for row in rows] == list(range(1, len(rows) + 1))
    assert [row.frozen for row in rows[:3]] == [True, True, False]
    everything = [e for e in read_events(project.runs.folder(resumed)) if e["event"] == "epoch"]
    assert len(everything) <= len(rows) + 3  # each end loses at most the epoch it was in


def test_a_finished_run_keeps_no_intermediate_states(project: Project, resumed: str) -> None:
    left = {file.name for file in project.runs.folder(resumed).iterdir()}
    assert not [name for name in left if name.startswith(("checkpoint", "best"))]
    assert not can_resume(project, project.runs.get(resumed))


def test_the_best_epoch_is_the_model(project: Project, resumed: str) -> None:
    run = project.runs.get(resumed)
    unfrozen = [row for row in run.results["epochs"] if not row["frozen"]]
    best = min(unfrozen, key=lambda row: row["valid_loss"])
    assert run.results["best_unfrozen_epoch"] == unfrozen.index(best) + 1
    assert 1 - run.results["accuracy"] == pytest.approx(best["error_rate"], abs=1e-5)


def test_it_started_from_the_quick_head(project: Project, resumed: str) -> None:
    head = FineTuneSpec.read(project.runs.folder(resumed)).starting_head()
    assert head is not None
    assert head.weight.shape == (len(project.dataset.classes()), 1280)


def test_without_a_kept_epoch_there_is_nothing_to_go_on_from(project: Project) -> None:
    run = project.runs.create("finetune", SETTINGS.model_dump(), project.versions.freeze().number)
    project.runs.update(run.id, status="interrupted")
    with pytest.raises(CannotFineTune, match=says("training", "nothing_kept_fine")):
        resume_finetune(project, run.id)


def test_an_order_that_cannot_be_read_is_said_and_changes_nothing(project: Project) -> None:
    run = project.runs.create("finetune", SETTINGS.model_dump(), project.versions.freeze().number)
    project.runs.update(run.id, status="interrupted")
    folder = project.runs.folder(run.id)
    (folder / "checkpoint-1.pt").touch()
    (folder / "spec.json").write_text('{"settings": ')
    assert can_resume(project, project.runs.get(run.id))
    with pytest.raises(CannotFineTune, match="can no longer be read"):
        resume_finetune(project, run.id)
    assert project.runs.get(run.id).status == "interrupted"
    assert read_events(folder) == []


def test_an_order_without_room_leaves_no_run(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(spec: FineTuneSpec, folder: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    runs = project.runs.all()
    monkeypatch.setattr(FineTuneSpec, "write", full)
    with pytest.raises(CannotFineTune) as refusal:
        start_finetune(project, SETTINGS)
    assert str(refusal.value) == make_room("go_on")
    assert project.runs.all() == runs


def test_the_quick_head_must_know_these_very_pictures(home: object, project: Project) -> None:
    with pytest.raises(CannotFineTune, match="Train the quick model"):
        start_finetune(tiny_project(), FineTuneSettings(quick_head=True))


def test_a_new_fine_tune_drops_what_older_ones_kept(project: Project) -> None:
    older = project.runs.create("finetune", SETTINGS.model_dump(), project.versions.freeze().number)
    project.runs.update(older.id, status="stopped")
    (project.runs.folder(older.id) / "checkpoint-1.pt").touch()
    new = start_finetune(project, SETTINGS).id
    assert not can_resume(project, project.runs.get(older.id))
    assert not list(project.runs.folder(older.id).glob("checkpoint-*"))
    stop_finetune(project, new)
    wait_for(project, new, lambda moment: moment.ended)


def test_what_was_lost_at_a_resume_does_not_count(project: Project) -> None:
    folder = project.path
    for epoch, batch in ((1, 1), (2, 1)):
        report(folder, "batch", epoch=epoch, batch=batch)
    report(folder, "failed", message="No memory.")
    report(folder, "resumed", epoch=1)
    events = that_count(read_events(folder))
    assert [event["event"] for event in events] == ["batch", "resumed"]
    assert epochs_so_far(events) == []
