"""The search for a learning rate: a real one on a few digits, and what pages make of its events."""

from pathlib import Path

import pytest

from core.jobs.queue.protocol import QueuePosition
from core.project.project import Project
from core.training.enough import Shortage
from core.training.finetune.lr_find import (
    choose_learning_rate,
    learning_rate,
    lr_search,
    search_of,
    start_lr_find,
    stop_lr_find,
)
from core.training.finetune.settings import CannotFineTune, FineTuneSettings
from tests.core.training.tiny import SETTINGS, tiny_project
from tests.reading import figures
from tests.waiting import until

RATE = {"event": "rate", "lr": 1e-4, "loss": 1.2, "fraction": 0.3}


def test_a_search_ends_with_a_curve_and_three_suggestions(home: Path) -> None:
    project = tiny_project()
    start_lr_find(project, SETTINGS)
    until(lambda: (now := lr_search(project)) and now.ended, seconds=400, what="the search")
    search = lr_search(project)
    assert search is not None
    assert search.status == "finished", search.message
    assert set(search.suggestions) == {"valley", "steep", "minimum"}
    assert all(1e-8 < rate < 10 for rate in search.suggestions.values())
    rates = [rate for rate, _ in search.points]
    assert rates == sorted(rates)
    assert project.runs.all() == []


def test_a_search_can_be_stopped_and_leaves_the_line(home: Path) -> None:
    project = tiny_project()
    start_lr_find(project, SETTINGS)
    stop_lr_find(project)
    until(lambda: (now := lr_search(project)) and now.status == "stopped")


def test_it_says_where_it_stands() -> None:
    running = search_of([{"event": "note", "message": "Loading fastai"}, RATE], "running")
    assert running.message.startswith("Loading fastai") and running.fraction == 0.3
    assert running.points == [(1e-4, 1.2)]
    assert figures(search_of([], "queued", QueuePosition(1)).message) == [1]
    failed = search_of([{"event": "failed", "message": "No memory."}], "failed")
    assert failed.message == "No memory."


def test_no_pictures_are_said_in_a_sentence(project: Project) -> None:
    with pytest.raises(CannotFineTune) as refusal:
        start_lr_find(project, FineTuneSettings())
    assert str(refusal.value) == str(Shortage("no picture"))
    assert lr_search(project) is None


def test_a_chosen_rate_is_kept_with_two_figures(project: Project) -> None:
    assert learning_rate(project) == FineTuneSettings().lr
    choose_learning_rate(project, 0.00131826)
    assert learning_rate(project) == 0.0013
