"""What so many pictures without a miss allow one to say: exact, and by the rule of three."""

from math import ceil, log

from scipy.special import betaincinv

SURE = 0.95
LIMIT = 0.05  # the share of misses that people want to be below


def most_misses(misses: int, pictures: int, sure: float = SURE) -> float:
    """The highest share of misses (0…1) that still fits `misses` among `pictures`: the upper end
    of Clopper and Pearson's one-sided interval. 1.0 where nothing was seen. Raises ValueError for
    counts that cannot be."""
    if not 0 <= misses <= pictures:
        raise ValueError(f"{misses} of {pictures} is no count of misses.")
    if misses == pictures:
        return 1.0
    return float(betaincinv(misses + 1, pictures - misses, sure))


def rule_of_three(pictures: int) -> float:
    """The same for no miss at all, in the head: 3 divided by the pictures; at most 1.0."""
    return min(1.0, 3 / pictures) if pictures > 0 else 1.0


def pictures_needed(limit: float = LIMIT, sure: float = SURE) -> int:
    """How many pictures without any miss it takes to say that misses are below `limit` (0…1,
    without the ends). Raises ValueError for another limit."""
    if not 0 < limit < 1:
        raise ValueError("The limit must lie between 0 and 1.")
    count = ceil(log(1 - sure) / log(1 - limit))
    return count if most_misses(0, count, sure) < limit else count + 1


def nights_needed(a_night: float, limit: float = LIMIT) -> int:
    """The same in whole nights of `a_night` pictures (more than 0)."""
    return ceil(pictures_needed(limit) / a_night - 1e-9)
