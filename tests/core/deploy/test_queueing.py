"""The queue against the formula of A. K. Erlang for random arrivals and random service times."""

from math import factorial

import numpy as np
import pytest

from core.deploy.queueing import HOUR, queue, servers_for


def erlang_c(load: float, servers: int) -> float:
    """The chance that all servers are busy when somebody comes (M/M/c, load in servers)."""
    all_busy = load**servers / factorial(servers) * servers / (servers - load)
    some_free = sum(load**n / factorial(n) for n in range(servers))
    return all_busy / (some_free + all_busy)


def mean_wait(load: float, servers: int, service: float) -> float:
    return erlang_c(load, servers) * service / (servers - load)


@pytest.mark.parametrize(("servers", "load"), [(1, 0.5), (1, 0.8), (2, 1.5), (4, 3.0), (8, 6.0)])
def test_the_waiting_time_is_that_of_the_formula(servers: int, load: float) -> None:
    service = 0.03
    times = np.random.default_rng(5).exponential(service, 100_000)
    times = (times * service / times.mean()).tolist()
    found = queue(load * HOUR / service, times, servers, visitors=400_000, seed=2)
    assert found.load == pytest.approx(load)
    assert found.busy == pytest.approx(load / servers)
    assert found.mean == pytest.approx(mean_wait(load, servers, service), rel=0.06)
    waited = float((found.waits > 1e-12).mean())
    assert waited == pytest.approx(erlang_c(load, servers), abs=0.02)


def test_service_that_always_takes_the_same_halves_the_wait() -> None:
    """M/D/1: half of M/M/1, by Pollaczek and Khinchine."""
    found = queue(0.8 * HOUR / 0.05, [0.05], 1, visitors=400_000, seed=3)
    assert found.mean == pytest.approx(mean_wait(0.8, 1, 0.05) / 2, rel=0.05)


def test_too_many_visitors_make_a_queue_that_only_grows() -> None:
    found = queue(2 * HOUR, [1.0], 1)
    assert not found.keeps_up and found.busy == 1
    assert found.grows_by(2 * HOUR) == pytest.approx(HOUR)
    assert queue(2 * HOUR, [1.0], 3).grows_by(2 * HOUR) == 0
    assert found.waits[-1] > found.waits[0] > 1


def test_the_same_seed_is_the_same_crowd() -> None:
    one, same, other = (queue(3_000, [1.0, 0.5], 1, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.waits, same.waits) and not np.array_equal(one.waits, other.waits)


@pytest.mark.parametrize("patience", [0.05, 1.0])
def test_one_server_fewer_would_not_do(patience: float) -> None:
    times, an_hour = [0.8, 1.2], 10_000
    enough = servers_for(an_hour, times, patience)
    assert queue(an_hour, times, enough).slowest_twentieth < patience
    fewer = queue(an_hour, times, enough - 1)
    assert not fewer.keeps_up or fewer.slowest_twentieth >= patience


def test_nobody_and_nothing_is_refused() -> None:
    for an_hour, times, servers in ((0, [1.0], 1), (1, [], 1), (1, [1.0], 0)):
        with pytest.raises(ValueError):
            queue(an_hour, times, servers)
