"""The Evaluate page: guess, then one view at a time, and one grid that shows what is picked."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from core.evaluation.confusion import confusion, mix_ups
from core.evaluation.evidence_sets import openings, part_outcome
from core.evaluation.losses import high_losses
from core.evaluation.reliability import confidence_bars
from core.project.guesses import MIX_UP, save_guess
from core.project.project import Project
from core.project.records import RunRecord
from core.project.workspace import Workspace
from core.starter.starter_sets import add_starter
from core.training.outcome import Outcome
from core.training.quick.quick import train_quick
from core.training.runs import chosen_run
from tests.app import has, hints, open_page, shows


def run_of(project: Project) -> RunRecord:
    run = chosen_run(project)
    assert run is not None
    return run


def valid_part(project: Project) -> Outcome:
    return part_outcome(project, run_of(project), "valid")


def revealed(project: Project, **query: str) -> AppTest:
    """The page after the guess, with these in its address."""
    save_guess(project, MIX_UP, None, run_of(project).id)
    return open_page("/evaluate", project, **query)


def test_without_a_model_one_button_trains_it(digits: Project) -> None:
    page = open_page("/evaluate", digits)
    assert page.button(key="evaluate_train")


def test_a_guess_reveals_the_matrix_and_survives_a_reload(trained: Project) -> None:
    valid = valid_part(trained)
    page = open_page("/evaluate", trained)
    assert page.metric[0].value == f"{valid.correct} of {len(valid.image_ids)}"
    assert has(page, "lock_guess") and not page.get("plotly_chart")
    page.get("pills")[0].set_value("eight and five").run()
    page.button(key="lock_guess").click().run()
    assert not page.exception
    for view in (page, open_page("/evaluate", trained)):
        assert shows(view, "eight and five") and not has(view, "lock_guess")
        assert shows(view, len(valid.image_ids))


def test_whatever_is_picked_stands_in_the_address_and_in_the_grid(trained: Project) -> None:
    valid = valid_part(trained)
    matrix = confusion(valid)
    right = int(matrix.counts[matrix.vocab.index("five"), matrix.vocab.index("five")])
    page = revealed(trained)
    page.selectbox(key="actual").select("five").run()
    assert page.query_params["pick"] == "class:five"
    page.selectbox(key="predicted").select("five").run()
    assert page.query_params["pick"] == "cell:five:five"
    assert shows(page, "five", right)
    page.button(key="show_all").click().run()
    assert "pick" not in page.query_params
    if worst := mix_ups(matrix):
        page.button(key="pair_0").click().run()
        assert page.query_params["pick"] == f"pair:{worst[0].first}:{worst[0].second}"
        assert shows(page, worst[0].first, worst[0].second, worst[0].count)


def test_an_address_opens_any_view_with_its_pictures(trained: Project) -> None:
    bars = confidence_bars(valid_part(trained))
    last = bars[-1].score.total
    page = revealed(trained, look="How sure", pick="bar:0.9-1")
    assert page.get("plotly_chart")
    assert shows(page, 90, 100, last)
    page = revealed(trained, look="Calibration", pick="bar:0.9-1:<b>")
    assert shows(page, len(valid_part(trained).image_ids)), "an odd pick shows them all"
    assert [metric.label for metric in page.metric if "scaling" in metric.label]
    page = revealed(trained, look="Class by class", pick="called:panda")
    assert shows(page, "panda", 0)


def test_the_top_losses_wait_for_a_guess_and_come_in_groups(trained: Project) -> None:
    losses = high_losses(part_outcome(trained, run_of(trained), "train"), (), {})
    assert losses.total
    page = revealed(trained, look="Top losses", set="Training")
    assert not shows(page, losses.confident, losses.total)
    page.button(key="skip_loss_guess").click().run()
    assert not page.exception
    assert shows(page, losses.confident, losses.total)
    page.get("pills")[0].set_value(page.get("pills")[0].options[0]).run()
    assert page.query_params["pick"].startswith("group:")


def test_the_locked_test_set_is_opened_knowingly_and_each_opening_is_kept(
    trained: Project,
) -> None:
    trained.dataset.lock_test(0.2)
    train_quick(trained)
    page = revealed(trained, set="Locked test set")
    assert len(page.warning) == 1 and has(page, "open_test")
    assert not page.get("plotly_chart")
    page.button(key="open_test").click().run()
    assert not page.exception
    assert page.get("plotly_chart")
    assert [opening["run"] for opening in openings(trained)] == [run_of(trained).id]
    trained.dataset.move([trained.dataset.images(label="three", split="train")[0].id], "five")
    page = open_page("/evaluate", trained)
    assert has(page, "evaluate_retrain") and len(hints(page)) == 1


def test_a_held_back_set_waits_for_a_guess(home: Path) -> None:
    project = Workspace.create().current()
    add_starter(project, "bears", per_class=6)
    train_quick(project)
    page = revealed(project, set="Held back: month 12")
    assert not [metric for metric in page.metric if "of 60" in str(metric.value)]
    page.button(key="lock_held_back").click().run()
    assert [metric for metric in page.metric if "of 60" in str(metric.value)]
