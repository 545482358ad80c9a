import errno
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from core.content import says
from core.jobs.background import Stopped
from core.project.disk_full import make_room
from core.project.project import Project
from core.project.records import RunRecord
from core.project.workspace import Workspace
from core.training.quick import quick
from core.training.quick.quick import TRAINING, start_quick
from core.training.quick.training_set import CannotTrain, TrainingSet
from tests.core.project.test_disk_full import sqlite_full

Until = Callable[..., None]


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Trainings that take until the gate opens, or until they are stopped."""
    opened = threading.Event()

    def train(
        project: Project, *, progress: Callable[[float, str], None], stop: threading.Event
    ) -> RunRecord:
        progress(0.5, "half-way")
        while not opened.wait(0.01):
            if stop.is_set():
                raise Stopped
        return project.runs.create("quick", {}, project.versions.freeze().number)

    monkeypatch.setattr(quick, "train_quick", train)
    yield opened
    opened.set()


def state(project: Project) -> Any:
    snapshot = TRAINING.progress(project)
    return snapshot and snapshot.state


def said(project: Project) -> str:
    snapshot = TRAINING.progress(project)
    return snapshot.message if snapshot else ""


def waits(project: Project) -> bool:
    snapshot = TRAINING.progress(project)
    return snapshot is not None and snapshot.waiting


def test_nothing_is_under_way_at_first(project: Project) -> None:
    assert TRAINING.progress(project) is None


def test_it_trains_in_the_background_and_names_its_run(trained: Project, until: Until) -> None:
    start_quick(trained)
    assert state(trained) == "running"
    until(lambda: state(trained) == "finished")
    snapshot = TRAINING.progress(trained)
    assert snapshot is not None
    assert snapshot.result == trained.runs.all()[0]


def test_another_session_sees_the_same_training(
    project: Project, gate: threading.Event, until: Until
) -> None:
    start_quick(project)
    same = Project.open(project.path)
    until(lambda: said(same) == "half-way")
    gate.set()
    until(lambda: state(same) == "finished")
    assert len(project.runs.all()) == 1


def test_starting_twice_trains_once(project: Project, gate: threading.Event, until: Until) -> None:
    start_quick(project)
    start_quick(project)
    gate.set()
    until(lambda: state(project) == "finished")
    assert len(project.runs.all()) == 1


def test_stopping_stops_and_it_can_be_started_again(
    project: Project, gate: threading.Event, until: Until
) -> None:
    start_quick(project)
    TRAINING.stop(project)
    until(lambda: state(project) == "stopped")
    gate.set()
    start_quick(project)
    until(lambda: state(project) == "finished")


def test_what_cannot_be_trained_is_a_sentence(project: Project, until: Until) -> None:
    start_quick(project)
    until(lambda: state(project) == "failed")
    with pytest.raises(CannotTrain) as reason:
        TrainingSet.of([])
    assert said(project) == str(reason.value)
    assert project.runs.all() == []


def test_an_unforeseen_error_is_a_sentence_too(
    project: Project, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **options: object) -> RunRecord:
        raise ZeroDivisionError

    monkeypatch.setattr(quick, "train_quick", broken)
    start_quick(project)
    until(lambda: state(project) == "failed")
    assert said(project) == TRAINING.broke_off


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), sqlite_full()])
def test_a_full_disk_is_named(
    project: Project, until: Until, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def full(*args: object, **options: object) -> RunRecord:
        raise error

    monkeypatch.setattr(quick, "train_quick", full)
    start_quick(project)
    until(lambda: state(project) == "failed")
    snapshot = TRAINING.progress(project)
    assert snapshot is not None
    assert snapshot.message == make_room("train")


def test_two_train_at_once_and_the_third_waits_its_turn(
    home: object, gate: threading.Event, until: Until
) -> None:
    first, second, third = projects = [Workspace.create().current() for _ in range(3)]
    for project in (first, second):
        start_quick(project)
        until(lambda project=project: not waits(project))
    start_quick(third)
    assert waits(third)
    assert state(third) == "running"
    until(lambda: said(third) == says("training", "go_first", trainings=2))
    gate.set()
    for project in projects:
        until(lambda project=project: state(project) == "finished")


def test_who_waits_can_be_stopped(home: object, gate: threading.Event, until: Until) -> None:
    projects = [Workspace.create().current() for _ in range(3)]
    for project in projects[:2]:
        start_quick(project)
        until(lambda project=project: not waits(project))
    start_quick(projects[2])
    TRAINING.stop(projects[2])
    until(lambda: state(projects[2]) == "stopped")
