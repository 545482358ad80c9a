"""The loop against ridge regression done another way, and its promises on average."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import softmax
from sklearn.linear_model import Ridge

from core.world.loop.own_labels import ROUNDS, SHARP, Levers, World, dealt, eight_rounds
from core.world.ridge import RIDGE


def _world(seed: int = 0, count: int = 180, apart: float = 2.2) -> World:
    random = np.random.default_rng(seed)
    targets = np.arange(count) % 3
    vectors = random.normal(size=(count, 20)) + apart * np.eye(3, 20)[targets]
    return World(vectors, targets, 3)


def _true_at_the_end(levers: Levers, world: World, seeds: int) -> float:
    return float(np.mean([eight_rounds(world, levers, seed)[-1].true for seed in range(seeds)]))


def test_the_first_state_is_a_ridge_on_the_first_labels() -> None:
    world = _world()
    test, start, _ = dealt(world, np.random.default_rng(0))
    rows = world.vectors - world.vectors.mean(axis=0)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    ridge = Ridge(alpha=RIDGE, fit_intercept=False)
    ridge.fit(rows[start], np.eye(3)[world.targets[start]])
    chances = softmax(SHARP * ridge.predict(rows), axis=1)
    first = eight_rounds(world, Levers(misnamed=0), 0)[0]
    assert first.true == pytest.approx((chances.argmax(axis=1) == world.targets)[test].mean())


def test_when_people_check_everything_every_label_is_true() -> None:
    world = _world()
    last = eight_rounds(world, Levers(checked=1.0, misnamed=0), 0)[-1]
    test, _, _ = dealt(world, np.random.default_rng(0))
    learned = np.setdiff1d(np.arange(len(world.targets)), test)
    truth = np.bincount(world.targets[learned], minlength=3) / len(learned)
    assert last.share.tolist() == pytest.approx(truth.tolist())


def test_misnamed_at_the_start_it_agrees_with_itself_and_stays_wrong() -> None:
    world = _world(apart=3)
    fair, biased = (eight_rounds(world, Levers(misnamed=wrong), 3) for wrong in (0, 5))
    assert len(biased) == ROUNDS + 1
    assert biased[-1].true < fair[-1].true - 0.1
    assert biased[-1].agrees > 0.9 and biased[-1].sure > biased[0].sure
    assert biased[-1].recall[0] < biased[-1].recall[2]


def test_on_average_more_random_checking_never_lowers_true_accuracy() -> None:
    world = _world(apart=2.6)
    ends = [
        _true_at_the_end(Levers(checked=share, at_random=1.0), world, 30)
        for share in (0.0, 0.2, 0.5, 1.0)
    ]
    assert all(later >= earlier - 0.01 for earlier, later in pairwise(ends))
    assert ends[-1] > ends[0]


@settings(max_examples=20)
@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.integers(0, 5), st.integers(2, 4))
def test_any_levers_give_figures_between_nothing_and_all(
    checked: float, sure: float, at_random: float, misnamed: int, classes: int
) -> None:
    random = np.random.default_rng(4)
    world = World(random.normal(size=(60, 8)), np.arange(60) % classes, classes)
    for state in eight_rounds(world, Levers(checked, sure, at_random, misnamed), 1):
        assert 0 <= state.sure <= 1 and 0 <= state.agrees <= 1 and 0 <= state.true <= 1
        assert state.share.sum() == pytest.approx(1)
