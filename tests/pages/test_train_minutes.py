"""Train, the minutes: the settings, a fine-tune under way, and one that has ended."""

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.jobs.queue import memory
from core.jobs.queue.events import report
from core.jobs.queue.memory import GIB
from core.project.project import Project
from core.training.finetune.lr_find import RateSearch
from core.training.finetune.settings import CannotFineTune, FineTuneSettings
from tests.app import open_page, shows, texts
from tests.reading import figures
from ui.train import finetune as finetune_card
from ui.train import lr_find as lr_search

RESULTS = {"accuracy": 0.5, "correct": 18, "valid": 36, "valid_loss": 1.0, "seconds": 60.0}
ASKED = {**FineTuneSettings().model_dump(), "recipe": {"size": 224, "bs": 32}}
ROW = {"train_loss": 0.5, "valid_loss": 0.4, "error_rate": 0.1, "seconds": 1.0}


def finished(project: Project, **results: Any) -> str:
    """A fine-tune of one epoch that has ended, as its events tell it."""
    run = project.runs.create("finetune", ASKED, project.versions.freeze().number)
    told(project, run.id)
    project.runs.update(run.id, status="finished", results={**RESULTS, **results})
    return run.id


def told(project: Project, run_id: str) -> None:
    """What a worker says until its first epoch has ended."""
    folder, shown = project.runs.folder(run_id), project.dataset.images(split="valid")[:2]
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
    assert shows(page, 1, 2, 2, 80)
    page.select_slider(key=f"ended_{run_id}_epoch_1").set_value(0).run()
    assert shows(page, 0, 2, 30)


def test_a_stopped_fine_tune_keeps_what_could_be_watched(trained: Project) -> None:
    run = trained.runs.create("finetune", ASKED, trained.versions.freeze().number)
    told(trained, run.id)
    trained.runs.update(run.id, status="stopped", results={"epochs": [{"epoch": 1, **ROW}]})
    page = on_minutes(trained)
    page.select_slider(key=f"ended_{run.id}_epoch_1").set_value(0).run()
    assert shows(page, 0, 2, 30), "the watched pictures"
    assert len(page.get("plotly_chart")) >= 2, "its curves"
    assert shows(page, 1, 4, 90), "one of four epochs, 90 % right: the fine-tune, not the quick run"


def test_what_was_set_is_there_after_a_reload(digits: Project) -> None:
    page = on_minutes(digits)
    page.slider(key=f"epochs_{digits.id}").set_value(1).run()
    page.toggle(key=f"small_{digits.id}").set_value(True).run()
    page.selectbox(key=f"architecture_{digits.id}").set_value("resnet18").run()
    again = on_minutes(digits)
    assert again.slider(key=f"epochs_{digits.id}").value == 1
    assert again.toggle(key=f"small_{digits.id}").value
    assert again.selectbox(key=f"architecture_{digits.id}").value == "resnet18"


def test_a_broken_loss_says_which_epoch_is_the_model(digits: Project) -> None:
    why = "The loss was no longer a number."
    finished(digits, diverged=why, diverged_after=1)
    assert shows(on_minutes(digits), why[:-1], 1)


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
    assert "ResNet-18" in words(page)


def test_a_pause_keeps_the_place_and_resume_gives_it_back(
    digits: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = digits.runs.create("finetune", ASKED, digits.versions.freeze().number)
    told(digits, run.id)
    monkeypatch.setattr(finetune_card, "snapshot", running(digits, run.id))
    monkeypatch.setattr(finetune_card, "look_after", lambda project: None)
    page = on_minutes(digits)
    pause = page.button(key=f"pause_{run.id}").label
    page.button(key=f"pause_{run.id}").click().run()
    flag = digits.runs.folder(run.id) / "pause"
    assert flag.exists()
    resume = page.button(key=f"pause_{run.id}").label
    assert resume != pause
    report(digits.runs.folder(run.id), "paused")
    page.run()
    assert page.button(key=f"pause_{run.id}").label == resume
    assert shows(page, 10), "for how many minutes it keeps its place"
    page.button(key=f"pause_{run.id}").click().run()
    assert not flag.exists()


def running(project: Project, run_id: str) -> Any:
    """A snapshot of its events as of a living worker."""
    from core.jobs.queue.events import read_events
    from core.training.finetune.snapshot import snapshot_of

    return lambda *_: snapshot_of(
        read_events(project.runs.folder(run_id)), "running", FineTuneSettings()
    )


def test_the_first_batch_is_seen_and_an_empty_chart_says_what_it_waits_for(
    digits: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = digits.runs.create("finetune", ASKED, digits.versions.freeze().number)
    where = {"epoch": 1, "batch": 1, "batches": 9, "training": True, "frozen": True}
    report(digits.runs.folder(run.id), "started", device="cpu", fraction=0.0)
    told_batch = {"fraction": 0.1, "loss": 0.7, "lr": 8e-5, "mom": 0.95}
    report(digits.runs.folder(run.id), "batch", **where, **told_batch)
    monkeypatch.setattr(finetune_card, "snapshot", running(digits, run.id))
    monkeypatch.setattr(finetune_card, "look_after", lambda project: None)
    loss, errors, rate, _ = drawn(on_minutes(digits))
    assert "markers" in loss["data"][0]["mode"]
    assert figures(errors["layout"]["annotations"][0]["text"]) == [1]
    assert rate["layout"]["yaxis"]["exponentformat"] == "none"  # 0.00008 and not 80μ


def test_one_that_broke_off_gave_its_memory_back_too(digits: Project) -> None:
    run = digits.runs.create("finetune", ASKED, digits.versions.freeze().number)
    told(digits, run.id)
    report(digits.runs.folder(run.id), "stopped")
    digits.runs.update(run.id, status="stopped")
    assert shows(on_minutes(digits), 1.0)


def test_nothing_can_be_paused_once_every_epoch_is_trained(
    digits: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = digits.runs.create("finetune", ASKED, digits.versions.freeze().number)
    told(digits, run.id)
    for epoch in (2, 3, 4):
        report(digits.runs.folder(run.id), "epoch", epoch=epoch, frozen=False, **ROW)
    monkeypatch.setattr(finetune_card, "snapshot", running(digits, run.id))
    monkeypatch.setattr(finetune_card, "look_after", lambda project: None)
    keys = [button.key for button in on_minutes(digits).button]
    assert f"stop_{run.id}" in keys
    assert f"pause_{run.id}" not in keys


def test_a_machine_that_is_too_small_refuses_with_figures_and_what_to_change(
    digits: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A container of 1 GB."""
    (tmp_path / "memory.max").write_text(str(GIB))
    (tmp_path / "memory.current").write_text(str(GIB // 2))
    monkeypatch.setattr(memory, "CGROUP", tmp_path)
    page = on_minutes(digits)
    assert page.button(key="start_finetune").disabled
    assert shows(page, 1.4, 1.0)


def test_a_search_for_a_rate_is_in_sight_after_a_reload(
    digits: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not folded_out(on_minutes(digits), "Find a learning rate")
    under_way = RateSearch("running", "Trying ever larger learning rates.", fraction=0.2)
    monkeypatch.setattr(lr_search, "lr_search", lambda _project: under_way)
    assert folded_out(on_minutes(digits), "Find a learning rate")


def folded_out(page: AppTest, label: str) -> bool:
    """Whether this part of the page is open before anybody clicked."""
    [part] = [one for one in page.expander if one.label == label]
    return bool(part.proto.expanded)


def drawn(page: AppTest) -> list[dict[str, Any]]:
    """The page's charts as Plotly got them."""
    return [json.loads(chart.proto.spec) for chart in page.get("plotly_chart")]
