"""The search for a learning rate: what pages make of its events (a real one: test_finetune.py)."""

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
)
from core.training.finetune.settings import CannotFineTune, FineTuneSettings
from tests.reading import figures

RATE = {"event": "rate", "lr": 1e-4, "loss": 1.2, "fraction": 0.3}


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
