"""Two towns and one patrol that goes where the records are: a Pólya urn.

After Ensign, Friedler, Neville, Scheidegger and Venkatasubramanian, "Runaway Feedback Loops in
Predictive Policing" (FAT* 2018): what a patrol finds is recorded, and records send the patrol.
"""

from dataclasses import dataclass

import numpy as np

from core.statistics import Floats

RUNS = 200
LOCKED = 0.8  # a town with this share of the records, or more, has taken over
NEARLY_ALL, MANY = 0.9, 0.2  # of the tries
START = 1


@dataclass(frozen=True)
class Towns:
    """`crime` is the chance (0…1) that a patrol in each town finds something that day; `records`
    are the books at the start. Of the patrols `at_random` (0…1) go to either town by a coin; all
    others follow the records. `corrected`: a find counts the less, the more often patrols go there.
    """

    crime: tuple[float, float] = (0.5, 0.5)
    records: tuple[int, int] = (START, START)
    days: int = 365
    at_random: float = 0.0
    corrected: bool = False


def shares(towns: Towns, runs: int = RUNS, seed: int = 0) -> Floats:
    """The first town's share of all records, each day of each run: (runs, days + 1), 0…1."""
    random = np.random.default_rng(seed)
    books = np.tile(np.array(towns.records, dtype=float), (runs, 1))
    crime, rows = np.array(towns.crime), np.arange(runs)
    result = np.empty((runs, towns.days + 1))
    result[:, 0] = _first(books)
    for day in range(1, towns.days + 1):
        goes_first = (1 - towns.at_random) * _first(books) + towns.at_random / 2
        town = (random.random(runs) >= goes_first).astype(int)
        found = random.random(runs) < crime[town]
        if towns.corrected:
            chance = np.where(town == 0, goes_first, 1 - goes_first)
            found &= random.random(runs) < 1 - chance
        books[rows, town] += found
        result[:, day] = _first(books)
    return result


def locked_in(shares: Floats) -> float:
    """The share of runs (0…1) that end with one town holding `LOCKED` of the records or more."""
    last = shares[:, -1]
    return float(((last >= LOCKED) | (last <= 1 - LOCKED)).mean())


def _first(books: Floats) -> Floats:
    share: Floats = books[:, 0] / books.sum(axis=1)
    return share


def what_happens(shares: Floats) -> str:
    """What becomes of the records in these tries (as `locked_in` takes them): "first" where the
    first town gets most of them in nearly all, "lock" where one town does in many, else "even"."""
    if float((shares[:, -1] >= LOCKED).mean()) >= NEARLY_ALL:
        return "first"
    return "lock" if locked_in(shares) >= MANY else "even"
