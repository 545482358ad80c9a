"""The card of one picture: what it says, and a verdict that waits for Clean."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.project.project import Project
from core.training.outcome import Outcome
from core.training.runs import finished_runs, outcome_of
from tests.app import shows, texts
from ui.evaluate import picture


@pytest.fixture(autouse=True)
def no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """The card alone is no app: there is no Clean page to link to."""
    monkeypatch.setattr(picture, "page_link", lambda *_args: None)


def show_card(path: str, ids: list[str]) -> None:
    from pathlib import Path

    from core.project.project import Project
    from core.training.runs import finished_runs, outcome_of
    from ui.evaluate.picture import card_content

    project = Project.open(Path(path))
    run = finished_runs(project)[0]
    outcome = outcome_of(project, run)
    assert outcome is not None
    card_content(project, run, outcome, ids, {})


def show_dialog(path: str, image_id: str) -> None:
    from pathlib import Path

    from core.project.project import Project
    from core.training.runs import finished_runs, outcome_of
    from ui.evaluate.picture import picture_card

    project = Project.open(Path(path))
    run = finished_runs(project)[0]
    outcome = outcome_of(project, run)
    assert outcome is not None
    picture_card(project, run, outcome, image_id, among=["f" * 64, image_id])


def valid(project: Project) -> Outcome:
    outcome = outcome_of(project, finished_runs(project)[0])
    assert outcome is not None
    return outcome.part("valid")


def opened(project: Project, *ids: str) -> Any:
    args = (str(project.path), list(ids))
    app = AppTest.from_function(show_card, args=args, default_timeout=180).run()
    assert not app.exception, [error.value for error in app.exception]
    return app


def test_it_says_what_the_model_thinks_and_where_the_picture_is_from(trained: Project) -> None:
    part = valid(trained)
    record = trained.dataset.image(part.image_ids[0])
    card = opened(trained, record.id)
    said = texts(card)
    assert record.label in said
    assert shows(card, round(float(part.losses[0]), 2))


def test_a_verdict_is_staged_and_taken_back(trained: Project) -> None:
    record = trained.dataset.images(split="valid")[0]
    other = next(name for name in trained.dataset.classes() if name != record.label)
    card = opened(trained, record.id)
    card.get("pills")[0].set_value(f"relabel {other}").run()
    assert trained.cleaning.staged()[record.id].label == other
    assert trained.dataset.image(record.id).label == record.label
    card.get("pills")[0].set_value(None).run()
    assert trained.cleaning.staged() == {}


def test_a_staged_choice_is_shown_again(trained: Project) -> None:
    record = trained.dataset.images(split="valid")[0]
    trained.cleaning.stage(record.id, "delete")
    card = opened(trained, record.id)
    assert card.get("pills")[0].value == "delete"


def test_next_and_previous_walk_through_the_selection(trained: Project) -> None:
    ids = valid(trained).image_ids[:3]
    card = opened(trained, *ids)
    assert shows(card, 1, 3)
    card.button(key="card_next").click().run()
    assert shows(card, 2, 3)
    assert card.button(key="card_previous").disabled is False


def test_the_locked_test_set_cannot_be_cleaned_from_here(trained: Project) -> None:
    trained.dataset.lock_test(0.2, 1)
    record = trained.dataset.images(split="test")[0]
    card = opened(trained, record.id)
    assert not card.get("pills")


def test_the_dialog_opens_at_the_chosen_picture_even_beside_one_that_is_gone(
    trained: Project,
) -> None:
    args = (str(trained.path), valid(trained).image_ids[0])
    app = AppTest.from_function(show_dialog, args=args, default_timeout=180).run()
    assert shows(app, 2, 2)
    assert not opened(trained, "f" * 64).get("pills")
