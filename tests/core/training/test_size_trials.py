import threading

import pytest

from core.jobs.background import Stopped
from core.training.quick.size_trials import (
    SIZE_TRIALS,
    kept_trials,
    start_sizes,
    try_sizes,
)
from core.training.quick.training_set import CannotTrain


@pytest.fixture
def few(digits):
    """A few pictures only: six a class to learn from, and what is held out."""
    for name in digits.dataset.classes():
        images = [one for one in digits.dataset.images(label=name) if one.split == "train"]
        digits.dataset.remove([one.id for one in images[6:]])
    return digits


def test_each_size_is_judged_on_every_picture_and_kept(few):
    said: list[float] = []
    trials = try_sizes(few, (32, 96), progress=lambda share, message: said.append(share))
    assert [trial.size for trial in trials] == [32, 96]
    assert {trial.judged for trial in trials} == {len(few.dataset.images())}
    assert all(0 < trial.accuracy <= 1 and trial.milliseconds > 0 for trial in trials)
    assert said == sorted(said) and said[-1] <= 1
    kept = kept_trials(few)
    assert kept and kept.trials == trials and kept.current
    few.dataset.remove([few.dataset.images()[0].id])
    assert not kept_trials(few).current


def test_a_stopped_trial_keeps_nothing(few):
    stop = threading.Event()
    stop.set()
    with pytest.raises(Stopped):
        try_sizes(few, (32,), stop=stop)
    assert kept_trials(few) is None


def test_in_the_background_it_can_be_watched_and_fails_in_a_sentence(project, until):
    start_sizes(project)
    until(lambda: SIZE_TRIALS.progress(project).state == "failed", what="an answer")
    with pytest.raises(CannotTrain) as reason:
        try_sizes(project)
    assert SIZE_TRIALS.progress(project).message == str(reason.value)
    assert kept_trials(project) is None
