"""A project saved at commit d943d4b opens with all that was in it, on every page."""

import shutil
from pathlib import Path

import pytest

from core.drivetrain.plan.plan import load_plan
from core.learning.pages import PAGES
from core.project.project import Project
from core.project.workspace import Workspace
from core.training.outcome import Outcome
from tests.app import open_page, texts
from tests.conftest import shared_folder
from tests.keys import remembered

KEY = remembered("key-of-the-project-of-before")

FIRST_RUN, LAST_RUN = "e6bc466659d9", "5c94450050bf"


@pytest.fixture(scope="module")
def home_of_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home into which the saved project was opened once."""
    home = tmp_path_factory.mktemp("before")
    patch = pytest.MonkeyPatch()
    patch.setenv("DRIVETRAIN_HOME", str(home))
    try:
        patch.setattr("core.project.workspace.new_key", lambda: KEY)
        Workspace.create().open_archive(shared_folder("house") / "project-d943d4b.zip")
    finally:
        patch.undo()
    return home


@pytest.fixture
def before(home: Path, home_of_before: Path) -> Project:
    """The opened project, in a home of the test's own."""
    shutil.copytree(home_of_before, home, dirs_exist_ok=True)
    return Workspace.open(KEY).current()


def test_everything_is_in_it(before: Project) -> None:
    assert before.info().name == "A year of bears, as it was"
    assert before.dataset.classes() == {"eight": 61, "five": 60, "three": 58}
    assert all(before.dataset.image_path(image.id).exists() for image in before.dataset.images())
    assert [version.note for version in before.versions.all()] == ["", "after cleaning"]
    cleaning = before.cleaning.last()
    assert cleaning and (cleaning.deleted, cleaning.relabelled) == (1, 1)
    staged = sorted(choice.action for choice in before.cleaning.staged().values())
    assert staged == ["keep", "relabel"]
    assert load_plan(before).levers[0].name == "Sound the alarm at the tents"
    answer = before.answers.get("bear-blind-spots")
    assert answer and answer.revealed and answer.text == "They sound right and can be wrong."


def test_its_runs_are_there_with_what_they_said(before: Project) -> None:
    runs = {run.id: run for run in before.runs.all()}
    assert set(runs) == {FIRST_RUN, LAST_RUN}
    for run in runs.values():
        outcome = Outcome.load(before.runs.folder(run.id) / "outcome.npz")
        judged = run.results["train"] + run.results["valid"]
        assert run.status == "finished" and len(outcome.image_ids) == judged


def test_every_page_shows_it(before: Project) -> None:
    errors = {info.id: open_page(info.url_path, before).error for info in PAGES}
    assert {page: [one.value for one in said] for page, said in errors.items() if said} == {}


@pytest.mark.parametrize(
    ("pick", "said"),
    [
        ("cell:five:three", "five called three"),
        ("pair:five:three", "five and three mixed up"),
        ("class:eight", "All of eight"),
    ],
)
def test_an_address_with_a_selection_still_works(before: Project, pick: str, said: str) -> None:
    at = open_page("/evaluate", before, pick=pick)
    at.button(key="skip_guess").click().run()
    assert not at.exception and said in texts(at)


@pytest.mark.parametrize(
    ("page", "query", "said"),
    [
        ("/questionnaire", {"q": "bear-blind-spots"}, "Our answer"),
        ("/glossary", {"term": "seed"}, "Glossary"),
    ],
)
def test_an_address_of_a_question_or_term_still_works(
    before: Project, page: str, query: dict[str, str], said: str
) -> None:
    assert said in texts(open_page(page, before, **query))
