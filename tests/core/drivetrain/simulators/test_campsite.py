"""The campsite: belief, looks and thresholds against counting by hand, and its own truth."""

import numpy as np
import pytest

from core.drivetrain.simulators.campsite.season import (
    FORGET,
    TRUE_BELIEF,
    Belief,
    fit_belief,
    run_seasons,
    thresholds,
)
from core.drivetrain.simulators.campsite.study import Campsite, simulate
from core.drivetrain.simulators.campsite.watching import Watch, season_pictures, watch, web_pictures

SEEDS = (1, 2, 3)
CREDULOUS = Belief(start=30.0, slope=0.0)


def one_season() -> tuple[Watch, np.ndarray]:
    """Two nights of three pictures: a sure bear and a doubtful fox, then a doubtful bear."""
    chance = np.array([[[0.9, 0.6, 0.1], [0.4, 0.2, 0.1]]])
    bear = np.array([[[True, False, False], [True, False, False]]])
    return Watch(chance, np.zeros(bear.shape, bool)), bear


def test_alarms_are_counted_as_by_hand() -> None:
    seen, bear = one_season()
    found = run_seasons(seen, bear, CREDULOUS, np.array([0.3, 0.5, 0.95]))
    assert found.false_alarms.tolist() == [1, 1, 0]
    assert found.meetings == pytest.approx([0, 1, 2])
    assert found.mistakes.tolist() == [1, 2, 2]


def test_last_nights_false_alarm_is_remembered_and_costs_belief() -> None:
    seen, bear = one_season()
    belief = Belief(start=1.0, slope=-2.0)
    found = run_seasons(seen, bear, belief, np.array([0.3]))
    first, second = belief.acts(np.array([0.0, 1.0]))
    assert found.belief[0] == pytest.approx([first, second])
    assert found.meetings[0] == pytest.approx((1 - first) + (1 - second))
    assert 0 < FORGET < 1


def test_what_the_ranger_looks_at_is_dealt_with_rightly() -> None:
    seen, bear = one_season()
    looked = Watch(seen.chance, np.ones(bear.shape, bool))
    found = run_seasons(looked, bear, CREDULOUS, thresholds())
    assert not found.false_alarms.any()
    assert not found.meetings.any()
    assert found.looks == bear.size


@pytest.mark.parametrize("rule", ["unwritten", "lot", "likeliest"])
def test_the_budget_of_looks_is_kept_every_night(rule: str) -> None:
    pictures = season_pictures(2, 1, 1)
    seen = watch(pictures, web_pictures(1), 3, rule, 1)
    assert (seen.looked.sum(axis=-1) == 3).all()


def test_nothing_is_learned_before_it_was_seen_nor_when_it_was_not_written_down() -> None:
    pictures, web = season_pictures(2, 1, 1), web_pictures(1)
    dumb = watch(pictures, web, 2, "unwritten", 1).chance
    learned = watch(pictures, web, 2, "likeliest", 1).chance
    assert np.array_equal(dumb[:, :14], learned[:, :14])
    assert not np.allclose(dumb[:, 14:], learned[:, 14:])


def test_a_higher_threshold_never_makes_more_false_alarms() -> None:
    pictures = season_pictures(2, 2, 1)
    seen = watch(pictures, web_pictures(2), 1, "likeliest", 2)
    found = run_seasons(seen, pictures.bear, TRUE_BELIEF, thresholds())
    assert (np.diff(found.false_alarms) <= 0).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_written_down_looks_halve_the_meetings(seed: int) -> None:
    rules = simulate(Campsite(looks=2, seed=seed)).by_rule
    assert rules["likeliest"].meetings < 0.7 * rules["unwritten"].meetings
    assert rules["unwritten"].meetings < rules["lot"].meetings


@pytest.mark.parametrize("seed", SEEDS)
def test_the_optimiser_is_cheapest_in_its_plan_and_is_not_the_most_accurate(seed: int) -> None:
    summer = simulate(Campsite(rule="likeliest", meeting=500, seed=seed))
    found, accurate = summer.settings["found"], summer.settings["accurate"]
    assert found.promised == summer.planned.min()
    assert summer.settings["truth"].cost == summer.real.min() <= found.cost
    assert found.cost < accurate.cost
    assert found.mistakes > accurate.mistakes
    assert found.threshold < accurate.threshold


@pytest.mark.parametrize("rule", ["unwritten", "likeliest"])
def test_a_worse_meeting_never_raises_the_threshold(rule: str) -> None:
    found = [
        simulate(Campsite(rule=rule, meeting=meeting)).settings["found"].threshold
        for meeting in (5, 20, 100, 500)
    ]
    assert found == sorted(found, reverse=True)


def test_the_campers_model_comes_close_to_the_campers() -> None:
    annoyance = np.linspace(0, 8, 20)
    errors = [
        np.abs(fit_belief(seed).acts(annoyance) - TRUE_BELIEF.acts(annoyance)).max()
        for seed in SEEDS
    ]
    assert max(errors) < 0.2


def test_the_same_seed_gives_the_same_summer() -> None:
    simulate.cache_clear()
    first = simulate(Campsite(seed=4))
    simulate.cache_clear()
    assert simulate(Campsite(seed=4)).settings == first.settings
    assert simulate(Campsite(seed=5)).settings != first.settings
