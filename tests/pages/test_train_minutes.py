"""Train, the minutes: the settings, a fine-tune under way, and one that has ended."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.jobs.events import report
from core.project.project import Project
from core.training.finetune import FineTuneSettings
from core.training.finetune_settings import CannotFineTune
from tests.app import open_page, texts
from ui import finetune_card, live_progress

RESULTS = {"accuracy": 0.5, "correct": 18, "valid": 36, "valid_loss": 1.0, "seconds": 60.0}
ROW = {"train_loss": 0.5, "valid_loss": 0.4, "error_rate": 0.1, "seconds": 1.0}


def finished(project: Project, **results: Any) -> str:
    """A fine-tune of one epoch that has ended, as its events tell it."""
    settings = {**FineTuneSettings().model_dump(), "recipe": {"size": 224, "bs": 32}}
    run = project.create_run("finetune", settings, project.freeze().number)
    told(project, run.id)
    project.update_run(run.id, status="finished", results={**RESULTS, **results})
    return run.id


def told(project: Project, run_id: str) -> None:
    """What a worker says until its first epoch has ended."""
    folder, shown = project.run_path(run_id), project.images(split="valid")[:2]
    where = {"epoch": 1, "batch": 3, "batches": 4, "training": True, "frozen": True}
    report(folder, "started", device="cpu", fraction=0.0)
    report(folder, "batch", **where, fraction=0.2, loss=0.7, lr=1e-3, mom=0.9, memory_mb=1024)
    report(folder, "epoch", epoch=1, frozen=True, **ROW)
    report(folder, "saved", epoch=1)
    for epoch, p in ((0, 0.3), (1, 0.8)):
        verdicts = [[one.id, one.label, p, one.label if epoch else "?", 0.8] for one in shown]
        report(folder, "pictures", epoch=epoch, verdicts=verdicts)


def on_minutes(project: Project) -> AppTest:
    return open_page("/train", project, how="Minutes")


def words(page: AppTest) -> str:
    """What a learner reads, without the backslashes of Markdown."""
    return texts(page).replace("\\", "")


def test_the_watched_pictures_can_be_seen_at_every_epoch(digits: Project) -> None:
    run_id = finished(digits)
    page = on_minutes(digits)
    assert "After epoch 1: 2 of 2 right, on average 80% sure" in words(page)
    page.select_slider(key=f"ended_{run_id}_epoch_1").set_value(0).run()
    assert "Before training: 0 of 2 right, on average 30% sure" in words(page)


def test_a_broken_loss_says_which_epoch_is_the_model(digits: Project) -> None:
    finished(digits, diverged="The loss was no longer a number.", diverged_after=1)
    assert "Your model is the one after epoch 1" in words(on_minutes(digits))


def test_the_settings_are_the_ones_that_start(
    digits: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[FineTuneSettings] = []

    def start(_project: Project, settings: FineTuneSettings) -> None:
        asked.append(settings)
        raise CannotFineTune("Enough for this test.")

    monkeypatch.setattr(finetune_card, "start_finetune", start)
    page = on_minutes(digits)
    page.selectbox(key=f"architecture_{digits.id}").set_value("resnet18").run()
    page.selectbox(key=f"start_{digits.id}_False").set_value("scratch").run()
    page.select_slider(key=f"size_{digits.id}_224").set_value(160).run()
    page.select_slider(key=f"small_size_{digits.id}_160").set_value(96).run()
    page.button(key="start_finetune").click().run()
    assert "Enough for this test" in words(page)
    assert asked == [
        FineTuneSettings(
            architecture="resnet18", pretrained=False, size=160, small_size=96, small_epochs=2
        )
    ]
    assert "ResNet-18, 1 frozen + 3 epochs" in words(page)


def test_a_pause_keeps_the_place_and_resume_gives_it_back(
    digits: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {**FineTuneSettings().model_dump(), "recipe": {"size": 224, "bs": 32}}
    run = digits.create_run("finetune", settings, digits.freeze().number)
    told(digits, run.id)
    monkeypatch.setattr(live_progress, "snapshot", running(digits, run.id))
    page = on_minutes(digits)
    page.button(key=f"pause_{run.id}").click().run()
    flag = digits.run_path(run.id) / "pause"
    assert flag.exists()
    report(digits.run_path(run.id), "paused")
    page.run()
    assert page.button(key=f"pause_{run.id}").label == "Resume"
    assert "It keeps its place for 10 minutes" in words(page)
    page.button(key=f"pause_{run.id}").click().run()
    assert not flag.exists()


def running(project: Project, run_id: str) -> Any:
    """A snapshot of its events as of a living worker."""
    from core.jobs.events import read_events
    from core.training.snapshot import snapshot_of

    return lambda *_: snapshot_of(
        read_events(project.run_path(run_id)), "running", FineTuneSettings()
    )
