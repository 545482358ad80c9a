"""Figures in words, the same in every part of a report."""

from __future__ import annotations

from core.project.records import RunRecord
from core.statistics import Score
from core.training.finetune.settings import architecture_in_words

KINDS = {"quick": "Quick training", "finetune": "Fine-tune"}
MOST_DIGITS = 6
HAIR = 1e-9  # less than this is the rounding of a computer, not a picture
NO_BREAK = "\N{NO-BREAK SPACE}"


def counted(number: int, one: str, many: str = "") -> str:
    """For example: "1 picture", "5 pictures"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def percent(share: float) -> str:
    """A share from 0 to 1 as a percentage, whole where it can be: all and nothing get a digit more
    until they are no longer said of what is only nearly so."""
    whole = min(share, 1 - share) < HAIR
    for digits in range(MOST_DIGITS):
        words = f"{100 * share:.{digits}f}"
        if 0 < float(words) < 100 or whole:
            return f"{words}{NO_BREAK}%"
    return f"{100 * share:.{MOST_DIGITS}f}{NO_BREAK}%"


def score_words(score: Score) -> str:
    """For example: "34 of 36 (94 %)"."""
    return f"{score.correct:,} of {score.total:,} ({percent(score.accuracy)})"


def range_of(score: Score) -> str:
    """For example: "81 % to 98 %": what would fit in the long run."""
    low, high = score.likely
    return f"{percent(low)} to {percent(high)}"


def run_words(run: RunRecord) -> str:
    """The kind of training and its network."""
    network = run.settings.get("architecture") or run.settings.get("backbone") or ""
    kind = KINDS.get(run.kind, run.kind)
    return f"{kind} of {architecture_in_words(network)}" if network else kind


def listed(names: list[str]) -> str:
    """ "a, b and c"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
