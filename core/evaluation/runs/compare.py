"""Before and after: two runs on the pictures of one split that they share."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from core.statistics import PROOF, likely_range, mcnemar
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
    """A picture that both models judged: its label of after, and both answers."""

    image_id: str
    label: str
    before: str
    after: str


class ClassChange(NamedTuple):
    """One class: both models on the same pictures."""

    label: str
    before: Score
    after: Score


@dataclass(frozen=True)
class Comparison:
    """Two models, both marked on the `shared` pictures by the labels that the second one saw.

    `then` is how the first one was marked at its time, on its own pictures and labels: it differs
    once those were cleaned. `new` counts pictures that only the second one was marked on.
    """

    then: Score
    shared: list[Flip]
    new: int = 0

    @property
    def before(self) -> Score:
        """The first model."""
        return Score(sum(f.before == f.label for f in self.shared), len(self.shared))

    @property
    def after(self) -> Score:
        """The second model."""
        return Score(sum(f.after == f.label for f in self.shared), len(self.shared))

    @property
    def now_right(self) -> list[Flip]:
        """Wrong before, right after."""
        return [f for f in self.shared if f.before != f.label == f.after]

    @property
    def now_wrong(self) -> list[Flip]:
        """Right before, wrong after."""
        return [f for f in self.shared if f.before == f.label != f.after]

    @property
    def still_wrong(self) -> list[Flip]:
        """Wrong before, wrong after in another way."""
        wrong = [f for f in self.shared if f.label not in (f.before, f.after)]
        return [f for f in wrong if f.before != f.after]

    @property
    def could_be_chance(self) -> bool:
        """Whether coin tosses would often split the flipped pictures like this (McNemar)."""
        return mcnemar(len(self.now_wrong), len(self.now_right)) >= PROOF

    def by_class(self) -> list[ClassChange]:
        """Both models class by class, the class that changed most first."""
        members: dict[str, list[Flip]] = defaultdict(list)
        for flip in self.shared:
            members[flip.label].append(flip)
        parts = {label: Comparison(Score(0, 0), flips) for label, flips in members.items()}
        changes = [ClassChange(label, part.before, part.after) for label, part in parts.items()]
        return sorted(changes, key=lambda c: (-abs(c.after.correct - c.before.correct), c.label))


def compare(before: Outcome, after: Outcome, split: str = "valid") -> Comparison:
    """Mark two outcomes on the pictures that both judged in `split` ("valid" or "test")."""
    old, new = before.part(split), after.part(split)
    answers = {id_: guess for id_, (_, guess) in _labelled_answers(old).items()}
    judged = _labelled_answers(new)
    shared = [
        Flip(id_, label, answers[id_], guess)
        for id_, (label, guess) in judged.items()
        if id_ in answers
    ]
    return Comparison(Score(old.correct, len(old.image_ids)), shared, len(judged) - len(shared))


def _labelled_answers(outcome: Outcome) -> dict[str, tuple[str, str]]:
    """image id → (label, predicted) in names."""
    names = outcome.vocab
    return {
        id_: (names[int(target)], names[int(guess)])
        for id_, target, guess in zip(
            outcome.image_ids, outcome.targets, outcome.predicted, strict=True
        )
    }
