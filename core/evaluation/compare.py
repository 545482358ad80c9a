"""Before and after: two runs on the validation pictures they share."""

from __future__ import annotations

from dataclasses import dataclass

from core.evaluation.likely_range import likely_range
from core.training.outcome import Outcome


@dataclass(frozen=True)
class Score:
    """`correct` of `total` pictures."""

    correct: int
    total: int

    @property
    def accuracy(self) -> float:
        """0–1; 0.0 when there was nothing to score."""
        return self.correct / self.total if self.total else 0.0

    @property
    def likely(self) -> tuple[float, float]:
        """Lowest and highest true accuracy (0–1) that fit, at 95 %."""
        return likely_range(self.correct, self.total)


@dataclass(frozen=True)
class Flip:
    """A picture on which the two models disagree, with its label of after."""

    image_id: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Comparison:
    """`before` and `after` as each run was scored on its own validation labels;
    `before_today` scores the first model's answers on the pictures and labels of the second,
    which is the fair comparison once validation pictures were cleaned."""

    before: Score
    before_today: Score
    after: Score
    now_right: list[Flip]
    now_wrong: list[Flip]
    still_wrong: list[Flip]

    @property
    def could_be_chance(self) -> bool:
        """Whether the likely ranges of the two overlap."""
        (low_b, high_b), (low_a, high_a) = self.before_today.likely, self.after.likely
        return low_a <= high_b and low_b <= high_a


def compare(before: Outcome, after: Outcome) -> Comparison:
    """Score two outcomes on validation and name the pictures whose answer flipped."""
    old, new = before.part("valid"), after.part("valid")
    answers = _answers(old)
    shared = [
        Flip(id_, label, answers[id_], guess)
        for id_, (label, guess) in _labelled_answers(new).items()
        if id_ in answers
    ]
    flips = [flip for flip in shared if flip.before != flip.after]
    return Comparison(
        before=_score(old),
        before_today=Score(sum(f.before == f.label for f in shared), len(shared)),
        after=_score(new),
        now_right=[f for f in flips if f.after == f.label],
        now_wrong=[f for f in flips if f.before == f.label],
        still_wrong=[f for f in flips if f.label not in (f.before, f.after)],
    )


def _score(outcome: Outcome) -> Score:
    return Score(int((outcome.predicted == outcome.targets).sum()), len(outcome.image_ids))


def _answers(outcome: Outcome) -> dict[str, str]:
    return {id_: guess for id_, (_, guess) in _labelled_answers(outcome).items()}


def _labelled_answers(outcome: Outcome) -> dict[str, tuple[str, str]]:
    """image id → (label, predicted) in names."""
    names = outcome.vocab
    return {
        id_: (names[int(target)], names[int(guess)])
        for id_, target, guess in zip(
            outcome.image_ids, outcome.targets, outcome.predicted, strict=True
        )
    }
