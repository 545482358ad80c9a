"""Predict, then reveal: the pair of classes a learner expects to be mixed up most."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, permutations

from core.evaluation.confusion import Confusion
from core.project.project import Project

Pair = tuple[str, str]


@dataclass(frozen=True)
class Verdict:
    """How often the guessed pair was mixed up, and the pair that was mixed up most."""

    guess: Pair
    times: int
    most: Pair
    most_times: int

    @property
    def right(self) -> bool:
        """Right when no pair was mixed up more often; never when there was no mistake."""
        return self.most_times > 0 and self.times == self.most_times


def guess_choices(vocab: list[str]) -> list[Pair]:
    """The pairs to choose from. With two classes there is only one pair, so the question is
    which of the two is taken for the other more often: both directions."""
    return list(permutations(vocab, 2) if len(vocab) == 2 else combinations(vocab, 2))


def times_mixed_up(matrix: Confusion, pair: Pair) -> int:
    """Pictures of one class called the other; with two classes only in the pair's direction."""
    first, second = (matrix.vocab.index(name) for name in pair)
    there = int(matrix.counts[first, second])
    back = int(matrix.counts[second, first])
    return there if len(matrix.vocab) == 2 else there + back


def verdict(matrix: Confusion, guess: Pair) -> Verdict:
    """Mark a guess against the matrix."""
    most = max(guess_choices(matrix.vocab), key=lambda pair: times_mixed_up(matrix, pair))
    return Verdict(guess, times_mixed_up(matrix, guess), most, times_mixed_up(matrix, most))


def save_guess(project: Project, run_id: str, guess: Pair | None) -> None:
    """Keep the learner's guess for a run; None for "show me without a guess"."""
    project.set_setting(_name(run_id), {"pair": guess})


def saved_guess(project: Project, run_id: str) -> tuple[bool, Pair | None]:
    """Whether the matrix of this run may be shown, and the pair that was guessed, if any."""
    saved = project.setting(_name(run_id))
    if saved is None:
        return False, None
    return True, (saved["pair"][0], saved["pair"][1]) if saved["pair"] else None


def _name(run_id: str) -> str:
    return f"guess_mix_up_{run_id}"
