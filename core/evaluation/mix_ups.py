"""Mix ups."""

from dataclasses import dataclass
from itertools import combinations, permutations

from core.evaluation.confusion import Confusion
from core.project.guesses import Pair


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
