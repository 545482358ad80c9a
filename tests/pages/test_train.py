"""Train: guess, seconds, minutes, and which run is your model."""

from unittest.mock import Mock

import numpy as np
import pytest

from core.jobs.queue import worker_process
from core.jobs.queue.events import report
from core.project.project import Project
from core.training.experiments import experiments
from core.training.finetune.finetune import active_finetune, order, snapshot
from core.training.finetune.settings import FineTuneSettings, FineTuneSpec
from core.training.outcome import FILE, Outcome
from core.training.quick.quick import TRAINING
from core.training.runs import CHOSEN_RUN, chosen_run, keep_guess, outcome_of
from core.vision.recipe import Recipe
from core.vision.views import views_of
from tests.app import has, open_page, paragraphs, shows, texts, unfold
from tests.core.project.pictures import store_setting
from tests.reading import figures
from tests.waiting import until
from ui.parts.lesson import as_text

RESULTS = {
    "accuracy": 0.5,
    "correct": 18,
    "valid": 36,
    "valid_loss": 1.0,
    "seconds": 60.0,
    "steps": 16,
    "epochs": [],
}


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs are put into the line and wait there: no process is begun, each of which would import
    fastai for a page that only asks. One that runs is walked in tests/browser/test_fine_tune.py."""
    monkeypatch.setattr(worker_process, "launch", Mock())


def past_finetune(project: Project, status: str, message: str = "") -> str:
    """A fine-tune that has ended, without having trained."""
    settings = {**FineTuneSettings().model_dump(), "recipe": {"size": 224, "bs": 32}}
    run = project.runs.create("finetune", settings, project.versions.freeze().number)
    results = RESULTS if status == "finished" else {"message": message}
    project.runs.update(run.id, status=status, results=results)
    if message:
        report(project.runs.folder(run.id), "failed", message=message)
    return run.id


def test_a_guess_then_a_quick_training_then_the_figure(digits: Project) -> None:
    page = open_page("/train", digits)
    page.slider[0].set_value(30).run()
    page.button(key="train_quick").click().run()
    until(lambda: (now := TRAINING.progress(digits)) and now.state == "finished", seconds=400)
    page.run()
    run = chosen_run(digits)
    assert run is not None
    figure = page.metric[0]
    assert figures(figure.value) == [run.results["correct"], run.results["valid"]]
    assert figures(figure.delta) == [30]
    assert digits.settings.get(CHOSEN_RUN) is None, "only a person chooses a model"


def test_seconds_on_pictures_it_knows_already_are_not_sold_as_all_it_took(
    trained: Project,
) -> None:
    [run] = trained.runs.all()
    whole = paragraphs(open_page("/train", trained))
    trained.runs.update(run.id, results={**run.results, "embedded": 0})
    assert paragraphs(open_page("/train", trained)) != whole


def test_the_code_follows_the_settings(digits: Project) -> None:
    page = open_page("/train", digits, how="Minutes")
    page.slider(key=f"epochs_{digits.id}").set_value(5).run()
    assert "fine_tune(5, 0.002, freeze_epochs=1)" in unfold(page, "train_code").code[0].value


@pytest.mark.usefixtures("line")
def test_a_fine_tune_starts_with_the_settings_and_stops(digits: Project) -> None:
    page = open_page("/train", digits, how="Minutes")
    page.slider(key=f"epochs_{digits.id}").set_value(7).run()
    page.button(key="start_finetune").click().run()
    run = active_finetune(digits)
    assert run is not None
    assert FineTuneSpec.read(digits.runs.folder(run.id)).settings.epochs == 7
    page.button(key=f"stop_{run.id}").click().run()
    until(lambda: active_finetune(digits) is None, what="the stop")
    page.run()
    assert digits.runs.get(run.id).status == "stopped"
    assert as_text(snapshot(digits, run.id).message) in [info.value for info in page.info]
    assert has(page, "start_finetune") and not has(page, f"stop_{run.id}")


def worse_finetune(project: Project, wrong: int) -> str:
    """A finished fine-tune that gets `wrong` more validation pictures wrong than the quick run."""
    quick = chosen_run(project)
    judged = outcome_of(project, quick) if quick else None
    assert judged is not None
    right = np.flatnonzero(
        (judged.predicted == judged.targets) & (np.array(judged.splits) != "train")
    )
    probs = judged.probs.copy()
    probs[right[:wrong]] = np.roll(np.eye(len(judged.vocab)), 1, axis=0)[
        judged.targets[right[:wrong]]
    ]
    run_id = past_finetune(project, "finished")
    parts = (judged.vocab, judged.image_ids, judged.splits, judged.targets, probs)
    Outcome(*parts).save(project.runs.folder(run_id) / FILE)
    return run_id


def test_seconds_and_minutes_are_compared_and_either_can_be_chosen(trained: Project) -> None:
    quick = chosen_run(trained)
    assert quick is not None
    minutes = worse_finetune(trained, wrong=3)
    page = open_page("/train", trained)
    assert shows(page, 18, 36, 1) and shows(page, 3, 3, 0)
    weaker = paragraphs(page)
    page.selectbox(key=f"your_model_{trained.id}_{minutes}").set_value(quick.id).run()
    assert chosen_run(trained) != quick, "looking at another run chooses nothing"
    page.button(key=f"your_model_{trained.id}_choose").click().run()
    chosen = chosen_run(trained)
    assert chosen is not None
    assert chosen.id == quick.id
    assert paragraphs(page) != weaker


def test_two_runs_are_compared_after_a_guess(trained: Project) -> None:
    worse_finetune(trained, wrong=7)
    page = open_page("/train", trained, how="Compare")
    assert not shows(page, 7, 7, 0)
    page.radio[0].set_value(0).run()
    next(b for b in page.button if (b.key or "").startswith("lock")).click().run()
    assert shows(page, 7, 7, 0)
    again = open_page("/train", trained, how="Compare")
    assert shows(again, 7, 7, 0), "a guess is made once"


@pytest.mark.usefixtures("line")
def test_an_experiment_asks_for_a_guess_starts_and_stops(digits: Project) -> None:
    page = open_page("/train", digits, how="Compare")
    assert experiments()["scratch"].question in texts(page)
    page.button(key="skip_experiment_scratch").click().run()
    page.button(key="begin_scratch").click().run()
    run = active_finetune(digits)
    assert run is not None
    assert not run.settings["pretrained"]
    page.button(key="leave_scratch").click().run()
    until(lambda: active_finetune(digits) is None, what="the stop")
    page.run()
    assert digits.runs.get(run.id).status == "stopped"
    assert has(page, "begin_scratch") and not has(page, "leave_scratch")


def test_a_failed_fine_tune_says_why(digits: Project) -> None:
    past_finetune(digits, "failed", "The machine ran out of memory.")
    assert shows(open_page("/train", digits, how="Minutes"), "The machine ran out of memory")


def test_a_guess_is_still_there_after_a_reload(digits: Project) -> None:
    keep_guess(digits, 21)
    assert open_page("/train", digits).slider[0].value == 21


@pytest.mark.usefixtures("line")
def test_a_stopped_fine_tune_can_go_on_after_its_last_epoch(digits: Project) -> None:
    run_id = past_finetune(digits, "stopped")
    folder = digits.runs.folder(run_id)
    report(folder, "saved", epoch=2)
    report(folder, "stopped")
    (folder / "checkpoint-2.pt").touch()
    order(digits, FineTuneSettings(), run_id).write(folder)
    page = open_page("/train", digits, how="Minutes")
    assert shows(page, 2, 4)
    page.button(key=f"resume_{run_id}").click().run()
    assert active_finetune(digits) is not None
    page.button(key=f"stop_{run_id}").click().run()
    until(lambda: active_finetune(digits) is None, what="the stop")


def test_a_suggestion_of_lr_find_becomes_the_learning_rate(digits: Project) -> None:
    found = digits.path / "lr_find" / "found"
    found.mkdir(parents=True)
    store_setting(digits, "lr_find", "found")
    suggestions = {"valley": 0.00131, "steep": 0.0021, "minimum": 0.01}
    points = [[1e-4, 1.2], [1e-3, 0.9], [1e-2, 0.7]]
    report(found, "finished", results={"points": points, "suggestions": suggestions})
    page = open_page("/train", digits, how="Minutes")
    page.button(key="take_valley").click().run()
    assert shows(page, 0.0013)
    assert "fine_tune(3, 0.0013, freeze_epochs=1)" in unfold(page, "train_code").code[0].value


def test_a_finished_fine_tune_answers_how_many_epochs(digits: Project) -> None:
    run_id = past_finetune(digits, "finished")
    for epoch, loss in enumerate((1.0, 0.4, 0.9), start=1):
        row = {"epoch": epoch, "frozen": epoch == 1, "train_loss": 1 / epoch, "error_rate": 0.5}
        report(digits.runs.folder(run_id), "epoch", **row, valid_loss=loss, seconds=1.0)
    assert shows(open_page("/train", digits, how="Minutes"), 2, 0.4)


def test_more_looks_at_each_picture_have_a_price_before_and_an_effect_after(
    trained: Project,
) -> None:
    page = open_page("/train", trained)
    page.segmented_control(key=f"quick_views_{trained.id}").set_value("mirrored").run()
    assert views_of(trained) == "mirrored"
    learned = len(trained.dataset.images(split="train"))
    assert shows(page, learned)
    once = trained.runs.all()[0]
    results = {**once.results, "correct": once.results["correct"] - 5}
    run = trained.runs.create("quick", {**once.settings, "views": "mirrored"}, once.version)
    trained.runs.update(run.id, status="finished", results=results)
    page.run()
    assert shows(page, results["correct"], results["valid"])


def test_augmentation_helps_says_its_time_before_and_its_figures_after(digits: Project) -> None:
    where = {"how": "Compare", "compare": experiments()["augment"].name}
    page = open_page("/train", digits, **where)
    page.radio(key="guess_experiment_augment").set_value(3).run()
    page.button(key="lock_experiment_augment").click().run()
    assert has(page, "begin_augment") and shows(page, 6, 26), "trainings and epochs in all"
    vocab = sorted(digits.dataset.classes())
    pictures = digits.dataset.images(split="valid")
    for arm in experiments()["augment"].arms:
        asked = arm.settings
        recipe = asked.applied_to(Recipe()).model_dump()
        version = digits.versions.freeze().number
        run = digits.runs.create("finetune", {**asked.model_dump(), "recipe": recipe}, version)
        probs = np.full((len(pictures), len(vocab)), 0.1, dtype=np.float32)
        right = [vocab.index(picture.label) for picture in pictures]
        wrong = asked.epochs if asked.variety == "none" else 0
        for row, target in enumerate(right):
            probs[row, (target + (row < wrong)) % len(vocab)] = 0.9
        ids = [picture.id for picture in pictures]
        outcome = Outcome(vocab, ids, ["valid"] * len(ids), np.array(right), probs)
        outcome.save(digits.runs.folder(run.id) / FILE)
        digits.runs.update(run.id, status="finished", results=RESULTS)
    after = open_page("/train", digits, **where)
    assert not has(after, "begin_augment")
    count = len(pictures)
    assert all(shows(after, epochs, count - epochs, count, epochs, 0) for epochs in (3, 6))
