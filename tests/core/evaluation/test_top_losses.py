import math

import pytest

from core.evaluation.losses.top_losses import top_losses
from tests.core.evaluation.outcomes import outcome

ROWS = [
    ("sure and right", "cat", [0.99, 0.01]),
    ("sure and wrong", "cat", [0.02, 0.98]),
    ("unsure but right", "dog", [0.49, 0.51]),
    ("unsure and wrong", "dog", [0.6, 0.4]),
]


def test_worst_first_with_the_numbers_a_learner_sees() -> None:
    worst = top_losses(outcome(["cat", "dog"], ROWS), 3)
    assert [picture.image_id for picture in worst] == [
        "sure and wrong",
        "unsure and wrong",
        "unsure but right",
    ]
    assert (worst[0].label, worst[0].predicted) == ("cat", "dog")
    assert worst[0].probability == pytest.approx(0.98)
    assert worst[0].loss == pytest.approx(-math.log(0.02), rel=1e-4)
    assert not worst[0].right
    assert worst[2].right


def test_asking_for_more_than_there_are_gives_all() -> None:
    assert len(top_losses(outcome(["cat", "dog"], ROWS), 99)) == 4


def test_a_probability_of_zero_is_a_finite_loss() -> None:
    [worst] = top_losses(outcome(["cat", "dog"], [("a", "cat", [0.0, 1.0])]))
    assert math.isfinite(worst.loss)
