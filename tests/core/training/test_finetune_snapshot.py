"""What a page reads from the events of a fine-tune."""

from __future__ import annotations

from typing import Any

import pytest

from core.training.finetune_settings import FineTuneSettings
from core.training.progress import Progress
from core.training.snapshot import MOST_LOSSES, snapshot_of

SETTINGS = FineTuneSettings(epochs=3, freeze_epochs=1)


def batch(epoch: int, number: int, **more: Any) -> dict[str, Any]:
    return {
        "event": "batch",
        "time": 110.0,
        "epoch": epoch,
        "batch": number,
        "batches": 10,
        "training": True,
        "frozen": epoch == 1,
        "fraction": 0.25,
        "loss": 0.5,
        **more,
    }


STARTED = {"event": "started", "time": 100.0, "device": "cpu"}


def test_time_left_follows_the_pace_so_far() -> None:
    moment = snapshot_of([STARTED, batch(1, 5)], "running", SETTINGS, now=110.0)
    assert moment.seconds_left == pytest.approx(30)
    later = snapshot_of([STARTED, batch(1, 5)], "running", SETTINGS, now=115.0)
    assert later.seconds_left == pytest.approx(25)


def test_nobody_knows_the_time_left_before_the_first_batches() -> None:
    assert snapshot_of([STARTED], "running", SETTINGS).seconds_left is None
    assert snapshot_of([STARTED, batch(1, 1)], "finished", SETTINGS).seconds_left is None


def test_it_says_what_is_happening() -> None:
    assert "new head" in snapshot_of([STARTED, batch(1, 5)], "running", SETTINGS).message
    in_words = snapshot_of([STARTED, batch(2, 5)], "running", SETTINGS).message
    assert in_words == "Training all layers: epoch 2 of 4, batch 5 of 10."
    checking = snapshot_of([STARTED, batch(2, 1, training=False)], "running", SETTINGS)
    assert "validation" in checking.message
    waiting = snapshot_of([], "queued", SETTINGS, jobs_ahead=2)
    assert "2 trainings are before this one" in waiting.message


def test_a_long_run_draws_few_points_and_ends_at_the_last() -> None:
    events = [batch(1 + number // 10, 1 + number % 10) for number in range(5000)]
    moment = snapshot_of(events, "running", SETTINGS)
    assert len(moment.losses) <= MOST_LOSSES
    assert moment.losses[-1][0] == pytest.approx(500)


def test_validation_batches_are_not_in_the_training_loss() -> None:
    moment = snapshot_of([batch(1, 1), batch(1, 1, training=False)], "running", SETTINGS)
    assert len(moment.losses) == 1


def test_progress_reaches_one_exactly_when_all_is_done() -> None:
    progress = Progress(train_batches=4, valid_batches=2, frozen_epochs=1, epochs=2)
    for epoch in range(3):
        for _ in range(4):
            progress.batch_done(training=True, frozen=epoch == 0)
        for _ in range(2):
            before_the_last_look = progress.batch_done(training=False)
    assert before_the_last_look < 1
    for _ in range(6):
        after = progress.batch_done(training=False)
    assert after == pytest.approx(1)
