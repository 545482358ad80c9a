"""Which two classes are mixed up most: the choices of a guess, and its verdict."""

from dataclasses import dataclass
from itertools import combinations, permutations

from core.evaluation.confusion import Confusion
from core.project.guesses import Pair, best_of


@dataclass(frozen=True)
class Verdict:
    """How often the guessed pair was mixed up, and all pairs that were mixed up `most_times`, the
    most of all: more than one where there is a tie."""

    guess: Pair
    times: int
    most: list[Pair]
    most_times: int

    @property
    def right(self) -> bool:
        """Right when no pair was mixed up more often; never when there was no mistake."""
        return self.most_times > 0 and self.times == self.most_times

    @property
    def as_often(self) -> list[Pair]:
        """The other pairs that were mixed up most."""
        return [pair for pair in self.most if pair != self.guess]


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
    times = {pair: times_mixed_up(matrix, pair) for pair in guess_choices(matrix.vocab)}
    most = best_of(times)
    return Verdict(guess, times_mixed_up(matrix, guess), most, times[most[0]])
