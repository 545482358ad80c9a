"""What is published is found by every process, belongs to one run, and ends when it should."""

import subprocess
import sys
from pathlib import Path

import pytest

from core.deploy.published import table
from core.deploy.published.publication import (
    SWITCH,
    publication,
    publication_of,
    publish,
    unpublish,
    unpublish_what_is_gone,
)
from core.deploy.published.table import MOST_MEASURED, measured_times, note_measured
from core.learning.delete_project import delete_project, give_new_address
from core.production.predictor import ModelUnavailable
from core.project.project import Project
from core.project.records import RunRecord
from core.project.workspace import Workspace
from core.training.quick.quick import train_quick
from core.training.runs import chosen_run
from tests.app import workspace_of
from tests.keys import key_of


@pytest.fixture
def run(trained: Project) -> RunRecord:
    return trained.runs.all()[0]


def elsewhere(question: str, public_id: str) -> str:
    """What another process of the same home answers, as after a restart."""
    code = f"from core.deploy.published.publication import publication as p; print({question})"
    command = [sys.executable, "-c", code, public_id]
    asked = subprocess.run(command, capture_output=True, text=True, check=True)
    return asked.stdout.strip()


def test_every_process_finds_it_and_none_after_its_end(trained: Project, run: RunRecord) -> None:
    made = publish(trained, run)
    which = f"p({made.id!r}) and p({made.id!r}).run.id"
    assert elsewhere(which, made.id) == run.id
    unpublish(trained)
    assert elsewhere(which, made.id) == "None"
    assert publication(made.id) is None and publication_of(trained) is None


def test_an_id_says_nothing_and_is_never_used_again(trained: Project, run: RunRecord) -> None:
    ids = []
    for _ in range(3):
        ids.append(publish(trained, run).id)
        unpublish(trained)
    key = key_of(trained)
    assert len({*ids}) == 3 and all(len(one) == 22 for one in ids)
    folder = workspace_of(trained).path.name
    assert not any(part in one for one in ids for part in (key, folder, trained.id, run.id))
    with pytest.raises(LookupError):
        Workspace.open(ids[0])


def test_a_newer_run_answers_only_once_it_is_published(trained: Project, run: RunRecord) -> None:
    first = publish(trained, run)
    newer = train_quick(trained)
    assert chosen_run(trained) == newer
    now = publication(first.id)
    assert now and now.run == run
    again = publish(trained, newer)
    now = publication(first.id)
    assert again.id == first.id and now and now.run == newer


def test_a_run_without_a_model_is_not_published(trained: Project, run: RunRecord) -> None:
    (trained.runs.folder(run.id) / "head.npz").unlink()
    with pytest.raises(ModelUnavailable):
        publish(trained, run)
    assert publication_of(trained) is None


def test_deleting_the_run_or_the_project_ends_it(trained: Project, run: RunRecord) -> None:
    first = publish(trained, run)
    newer = train_quick(trained)
    trained.runs.delete(run.id)
    assert publication(first.id) is None
    second = publish(trained, newer)
    assert second.id != first.id
    delete_project(workspace_of(trained), trained)
    assert publication(second.id) is None and table.of_id(second.id) is None


def test_a_project_that_went_some_other_way_is_swept(trained: Project, run: RunRecord) -> None:
    made = publish(trained, run)
    trained.path.rename(trained.path.with_name("0" * 16))
    assert publication(made.id) is None
    unpublish_what_is_gone()
    assert table.of_id(made.id) is None


def test_it_stays_where_it_is_under_a_new_key(trained: Project, run: RunRecord) -> None:
    made = publish(trained, run)
    moved = give_new_address(workspace_of(trained)).current()
    now = publication(made.id)
    assert now and now.project.path == moved.path and now.run == run
    again = publication_of(moved)
    assert again and again.id == made.id


@pytest.mark.parametrize("word", ["off", "OFF", "0"])
def test_a_host_may_switch_it_off(
    trained: Project, run: RunRecord, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = publish(trained, run)
    monkeypatch.setenv(SWITCH, word)
    assert publication(made.id) is None
    monkeypatch.setenv(SWITCH, "on")
    assert publication(made.id)


def test_measured_times_are_the_newest_and_go_with_it(trained: Project, run: RunRecord) -> None:
    made = publish(trained, run)
    for number in range(MOST_MEASURED + 5):
        note_measured(made.id, float(number), 1_000 + number)
    note_measured("x" * 22, 1.0, 1)
    times = measured_times(made.id)
    assert len(times) == MOST_MEASURED
    assert (times[0].milliseconds, times[0].bytes) == (MOST_MEASURED + 4, 1_000 + MOST_MEASURED + 4)
    assert measured_times("x" * 22) == []
    unpublish(trained)
    assert measured_times(made.id) == []


def test_looking_makes_no_file(trained: Project, home: Path) -> None:
    assert publication_of(trained) is None and publication("x" * 22) is None
    assert measured_times("x" * 22) == []
    unpublish(trained)
    unpublish_what_is_gone()
    assert not (home / table.FILE).exists()
