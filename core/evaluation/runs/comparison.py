"""Runs side by side on the pictures that all of them were checked on, and on no others."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from core.statistics import PROOF, Score, mcnemar
from core.training.outcome import Outcome


@dataclass(frozen=True)
class SharedPicture:
    """A picture that every run judged: its label and each run's answer, in the runs' order."""

    image_id: str
    label: str
    answers: tuple[str, ...]

    def right(self, run: int) -> bool:
        """Whether this run named it right."""
        return self.answers[run] == self.label


@dataclass(frozen=True)
class Difference:
    """Two runs where they differ: `first` and `second` are their places among the runs.

    `p_value` (0–1) is McNemar's: how often coin tosses would split so.
    """

    first: int
    second: int
    first_right: list[SharedPicture]
    second_right: list[SharedPicture]
    p_value: float

    @property
    def disagreed(self) -> int:
        """On how many pictures exactly one of the two is right."""
        return len(self.first_right) + len(self.second_right)

    @property
    def could_be_chance(self) -> bool:
        """Whether coin tosses would often split the pictures like this."""
        return self.p_value >= PROOF

    @property
    def ahead(self) -> int | None:
        """The place of the run that is right more often; None when both are equally often."""
        lead = len(self.first_right) - len(self.second_right)
        return None if lead == 0 else self.first if lead > 0 else self.second


@dataclass(frozen=True)
class RunComparison:
    """`pictures` that all runs judged; `left_out` counts, by run, those that not all did.

    `relabelled` pictures got another label between the runs: all runs are marked by the label
    that the last run saw. `marked` is how each was marked at its time, on its own pictures and
    labels: not its `score` here, once those were cleaned.
    """

    runs: int
    pictures: list[SharedPicture]
    left_out: list[int]
    marked: list[Score]
    relabelled: int

    def score(self, run: int) -> Score:
        """How many of the shared pictures a run names right."""
        return Score(sum(picture.right(run) for picture in self.pictures), len(self.pictures))

    def by_class(self, run: int) -> dict[str, Score]:
        """The same for each class that has shared pictures, by name."""
        labels = sorted({picture.label for picture in self.pictures})
        return {label: self._of_class(run, label) for label in labels}

    def classes_by_change(self) -> list[str]:
        """The classes by how many more or fewer of their pictures the last run names right than
        the first, most first."""
        first, last = self.by_class(0), self.by_class(self.runs - 1)
        return sorted(first, key=lambda name: -abs(last[name].correct - first[name].correct))

    def difference(self, first: int, second: int) -> Difference:
        """Where two of the runs differ, and whether that can be luck."""
        split = [p for p in self.pictures if p.right(first) != p.right(second)]
        first_right = [picture for picture in split if picture.right(first)]
        second_right = [picture for picture in split if picture.right(second)]
        p_value = mcnemar(len(first_right), len(second_right))
        return Difference(first, second, first_right, second_right, p_value)

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """Every two of the runs."""
        return list(combinations(range(self.runs), 2))

    @property
    def needed(self) -> float:
        """The p-value below which a pair counts as different: many pairs give luck many chances."""
        return PROOF / max(1, len(self.pairs))

    @property
    def best(self) -> int | None:
        """The run that is provably better than each of the others; None when none is."""
        leader = max(range(self.runs), key=lambda run: self.score(run).correct)
        others = [run for run in range(self.runs) if run != leader]
        return leader if all(self._beats(leader, other) for other in others) else None

    def _beats(self, run: int, other: int) -> bool:
        difference = self.difference(run, other)
        return difference.ahead == run and difference.p_value < self.needed

    def _of_class(self, run: int, label: str) -> Score:
        pictures = [picture for picture in self.pictures if picture.label == label]
        return Score(sum(picture.right(run) for picture in pictures), len(pictures))


def compare_runs(outcomes: Sequence[Outcome], split: str = "valid") -> RunComparison:
    """Two or more outcomes on the pictures that all of them had in `split` ("valid" or "test").

    A picture that one run trained on is left out, however well another did on it.
    """
    parts = [outcome.part(split) for outcome in outcomes]
    judged = [_judged(part) for part in parts]
    shared = [image_id for image_id in judged[-1] if all(image_id in one for one in judged)]
    labels = {image_id: judged[-1][image_id][0] for image_id in shared}
    return RunComparison(
        runs=len(outcomes),
        pictures=[
            SharedPicture(image_id, labels[image_id], tuple(one[image_id][1] for one in judged))
            for image_id in shared
        ],
        left_out=[len(one) - len(shared) for one in judged],
        marked=[Score(part.correct, len(part.image_ids)) for part in parts],
        relabelled=sum(len({one[image_id][0] for one in judged}) > 1 for image_id in shared),
    )


def _judged(outcome: Outcome) -> dict[str, tuple[str, str]]:
    """image id → (label, answer), in names."""
    names = outcome.vocab
    rows = zip(outcome.image_ids, outcome.targets, outcome.predicted, strict=True)
    return {image_id: (names[int(label)], names[int(said)]) for image_id, label, said in rows}
