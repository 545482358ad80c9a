"""What a page reads from the events of a fine-tune."""

import re
from typing import Any

import pytest

from core.jobs.queue.protocol import QueuePosition
from core.training.finetune.progress import Progress
from core.training.finetune.settings import FineTuneSettings
from core.training.finetune.snapshot import MOST_LOSSES, snapshot_of
from tests.reading import figures

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
    head = snapshot_of([STARTED, batch(1, 5)], "running", SETTINGS).message
    body = snapshot_of([STARTED, batch(2, 5)], "running", SETTINGS).message
    checking = snapshot_of([STARTED, batch(2, 5, training=False)], "running", SETTINGS).message
    assert (figures(head), figures(body)) == ([1, 4, 5, 10], [2, 4, 5, 10])
    assert len({re.sub(r"\d", "", said) for said in (head, body, checking)}) == 3
    waiting = snapshot_of([], "queued", SETTINGS, place=QueuePosition(2))
    assert figures(waiting.message) == [2]


def test_a_long_run_draws_few_points_and_ends_at_the_last() -> None:
    events = [batch(1 + number // 10, 1 + number % 10) for number in range(5000)]
    moment = snapshot_of(events, "running", SETTINGS)
    assert len(moment.losses) <= MOST_LOSSES
    assert moment.losses[-1][0] == pytest.approx(500)


def test_validation_batches_are_not_in_the_training_loss() -> None:
    moment = snapshot_of([batch(1, 1), batch(1, 1, training=False)], "running", SETTINGS)
    assert len(moment.losses) == 1


def test_the_schedule_has_learning_rate_and_momentum() -> None:
    moment = snapshot_of([batch(1, 5, lr=2e-3, mom=0.85)], "running", SETTINGS)
    assert moment.rates == [(0.5, 2e-3)]
    assert moment.momenta == [(0.5, 0.85)]


def test_the_watched_pictures_come_by_epoch() -> None:
    looks = [
        {"event": "pictures", "epoch": epoch, "verdicts": [["id", "a", p, named, 0.9]]}
        for epoch, p, named in ((0, 0.3, "b"), (1, 0.9, "a"))
    ]
    pictures = snapshot_of(looks, "running", SETTINGS).pictures
    assert [pictures[epoch][0].is_correct for epoch in (0, 1)] == [False, True]
    assert pictures[1][0].label_probability == 0.9


def test_a_pause_is_said_and_not_counted_as_work() -> None:
    paused = [STARTED, batch(1, 5), {"event": "paused", "time": 110.0}]
    waiting = snapshot_of(paused, "running", SETTINGS, now=400.0)
    assert waiting.paused
    assert figures(waiting.message) == [1, 5, 10]
    assert waiting.seconds_left is None
    goes_on = [
        *paused,
        {"event": "unpaused", "time": 410.0},
        batch(1, 6, time=411.0, fraction=0.275),
    ]
    moment = snapshot_of(goes_on, "running", SETTINGS, now=411.0)
    assert not moment.paused
    assert moment.seconds_left == pytest.approx(11 * 0.725 / 0.275)


def test_a_pause_that_took_too_long_says_why_it_stopped() -> None:
    events = [
        {"event": "saved", "epoch": 2},
        {"event": "paused", "time": 1.0},
        {"event": "paused_too_long", "minutes": 10},
    ]
    message = snapshot_of(events, "stopped", SETTINGS).message
    assert figures(message) == [10, 2, 4]


@pytest.mark.parametrize("small", [{}, {"small_epochs": 2, "small_cost": 0.25}])
def test_progress_reaches_one_exactly_when_all_is_done(small: dict[str, Any]) -> None:
    progress = Progress(4, 2, frozen_epochs=1, epochs=2, last_look=6, **small)
    for epoch in (1, 2, 3):
        for _ in range(4):
            progress.batch_done(epoch, training=True)
        for _ in range(2):
            before_the_last_look = progress.batch_done(epoch, training=False)
    assert before_the_last_look < 1
    for _ in range(6):
        after = progress.looked()
    assert after == pytest.approx(1)


def test_progress_after_a_resume_is_where_it_was() -> None:
    resumed, straight = (Progress(4, 2, frozen_epochs=1, epochs=2) for _ in range(2))
    resumed.epoch_done(1)
    for _ in range(4):
        straight.batch_done(1, training=True)
    for _ in range(2):
        straight.batch_done(1, training=False)
    assert resumed.done == pytest.approx(straight.done)
