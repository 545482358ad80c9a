"""A queue at the door of a model: visitors come at random, each keeps one server for a while."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
HOUR = 3600.0
VISITORS = 10_000  # simulated; the first tenth fills the empty house and is not counted
MOST_MORE = 50  # servers beyond the load that are tried


@dataclass(frozen=True, eq=False)
class Queue:
    """What visitors met: how long each of them waited, `waits` (N,) in seconds, before one of the
    `servers` was free, and the `load`, the work that comes in, in servers (1.5: one and a half)."""

    waits: Floats
    servers: int
    load: float

    @property
    def keeps_up(self) -> bool:
        """Whether the servers get done what comes in; else the queue only grows."""
        return self.load < self.servers

    @property
    def busy(self) -> float:
        """The share of its time that a server works, 0…1."""
        return min(1.0, self.load / self.servers)

    @property
    def mean(self) -> float:
        """How long a visitor waits on average, in seconds."""
        return float(self.waits.mean())

    @property
    def slowest_twentieth(self) -> float:
        """19 of 20 visitors wait less than this many seconds."""
        return float(np.quantile(self.waits, 0.95))

    def grows_by(self, an_hour: float) -> float:
        """How many more stand in the queue after each hour, where `an_hour` visitors come."""
        return 0.0 if self.keeps_up else an_hour * (1 - self.servers / self.load)


def queue(
    an_hour: float, times: Sequence[float], servers: int, *, visitors: int = VISITORS, seed: int = 0
) -> Queue:
    """Simulate `visitors` who come at random, `an_hour` on average, to `servers` servers with one
    common queue; each is served for one of the measured `times` (seconds), drawn at random.

    The same seed gives the same crowd. Raises ValueError where nobody comes or serves.
    """
    if an_hour <= 0 or servers < 1 or not times:
        raise ValueError("A queue needs visitors, servers and measured times.")
    chance = np.random.default_rng(seed)
    arrivals = np.cumsum(chance.exponential(HOUR / an_hour, visitors))
    served = chance.choice(np.asarray(times, dtype=np.float64), visitors)
    waits = _waits(arrivals.tolist(), served.tolist(), servers)
    load = an_hour / HOUR * float(np.mean(times))
    return Queue(np.asarray(waits[visitors // 10 :]), servers, load)


def _waits(arrivals: list[float], served: list[float], servers: int) -> list[float]:
    """First come, first served: each takes the server that is free first."""
    free = [0.0] * servers
    waits = []
    for arrival, time in zip(arrivals, served, strict=True):
        begins = max(arrival, free[0])
        heapq.heapreplace(free, begins + time)
        waits.append(begins - arrival)
    return waits


def servers_for(an_hour: float, times: Sequence[float], patience: float, *, seed: int = 0) -> int:
    """The fewest servers at which 19 of 20 visitors wait less than `patience` seconds."""
    least = int(an_hour / HOUR * float(np.mean(times))) + 1
    for servers in range(least, least + MOST_MORE):
        if queue(an_hour, times, servers, seed=seed).slowest_twentieth < patience:
            return servers
    return least + MOST_MORE
