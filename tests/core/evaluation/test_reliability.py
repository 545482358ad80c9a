"""Confidence against truth: bars that lose no picture, the ECE by hand, an honest temperature."""

import numpy as np
import pytest

from core.evaluation.calibration import unseen
from core.evaluation.reliability import (
    calibration,
    calibration_error,
    confidence_bars,
    overconfidence,
)
from core.training.outcome import Outcome
from tests.core.evaluation.outcomes import outcome


def boaster(pictures: int, seed: int) -> Outcome:
    """A model that says 97 % and is right three times in four."""
    rng = np.random.default_rng(seed)
    rows = []
    for i in range(pictures):
        label = "ab"[rng.integers(2)]
        right = rng.random() < 0.75
        first = 0.97 if (label == "a") == right else 0.03
        rows.append((f"{seed}-{i}", label, [first, 1 - first]))
    return outcome(["a", "b"], rows)


def test_every_picture_is_in_one_bar() -> None:
    rng = np.random.default_rng(0)
    rows = [(str(i), "a", rng.dirichlet(np.ones(3))) for i in range(500)]
    rows += [("edge", "a", [0.7, 0.2, 0.1]), ("sure", "a", [1, 0, 0])]
    bars = confidence_bars(outcome(["a", "b", "c"], rows))
    assert sum(bar.score.total for bar in bars) == 502
    assert len(bars) == 10
    for bar in bars:
        assert not bar.score.total or bar.low <= bar.said <= bar.high


def test_the_error_by_hand() -> None:
    rows = [("a", "x", [0.9, 0.1]), ("b", "y", [0.9, 0.1]), ("c", "x", [0.6, 0.4])]
    bars = confidence_bars(outcome(["x", "y"], rows))
    assert calibration_error(bars) == pytest.approx((2 * 0.4 + 0.4) / 3, abs=1e-6)
    assert overconfidence(bars) == pytest.approx((2 * 0.4 - 0.4) / 3, abs=1e-6)


def test_nothing_judged_is_no_error() -> None:
    bars = confidence_bars(outcome(["x", "y"], []))
    assert calibration_error(bars) == overconfidence(bars) == 0.0


def test_a_boaster_is_softened_and_judged_on_others_than_fitted() -> None:
    valid, others = boaster(400, 1), boaster(400, 2)
    found = calibration(others, unseen(valid, out_of_fold=False))
    assert found.temperature > 1.5
    assert found.flattered is None
    assert calibration_error(found.scaled) < calibration_error(found.plain) / 2


def test_on_the_validation_pictures_themselves_it_says_what_flattery_would_have_claimed() -> None:
    valid = boaster(60, 3)
    found = calibration(valid, unseen(valid, out_of_fold=False))
    assert found.flattered is not None
    assert found.flattered <= calibration_error(found.scaled) + 1e-9
