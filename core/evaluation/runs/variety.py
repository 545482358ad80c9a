"""Does augmentation help, and when? Pairs of trainings without and with it, ever longer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from core.evaluation.runs.comparison import Difference, compare_runs
from core.project.records import RunRecord
from core.statistics import PROOF, Score
from core.training.finetune.settings import finetune_settings
from core.training.outcome import Outcome

Answer = Literal["early", "late", "never", "unknown"]
ANSWERS: tuple[Answer, ...] = ("early", "late", "never", "unknown")
PLAIN, VARIED = 0, 1


@dataclass(frozen=True)
class Pair:
    """Two trainings of `epochs` epochs, without augmentation and with it, on the pictures that both
    were checked on. `losses` are their last training losses, None where they are not known."""

    epochs: int
    plain: Score
    varied: Score
    difference: Difference
    losses: tuple[float, float] | None

    def ahead(self, needed: float) -> int | None:
        """Which of the two is better, where luck is a poor explanation; else None."""
        return self.difference.ahead if self.difference.p_value < needed else None


@dataclass(frozen=True)
class VarietyFound:
    """All pairs, the shortest training first."""

    pairs: list[Pair]

    @property
    def needed(self) -> float:
        """The p-value below which a pair differs: each pair is one more chance for luck."""
        return PROOF / max(1, len(self.pairs))

    @property
    def answer(self) -> Answer:
        """From when on augmentation helps, as far as these pictures can tell."""
        ahead = [pair.ahead(self.needed) for pair in self.pairs]
        if VARIED in ahead:
            return "early" if ahead[0] == VARIED else "late"
        return "never" if PLAIN in ahead else "unknown"


def variety_found(runs: Sequence[RunRecord], outcomes: Sequence[Outcome]) -> VarietyFound | None:
    """Return what runs in the order plain, varied, plain, varied … say; None where two of a pair
    share no validation picture."""
    pairs = [_pair(runs[at : at + 2], outcomes[at : at + 2]) for at in range(0, len(runs) - 1, 2)]
    whole = [pair for pair in pairs if pair is not None]
    return VarietyFound(whole) if pairs and len(whole) == len(pairs) else None


def _pair(runs: Sequence[RunRecord], outcomes: Sequence[Outcome]) -> Pair | None:
    both = compare_runs(outcomes)
    if not both.pictures:
        return None
    plain, varied = (_last_loss(run) for run in runs)
    return Pair(
        epochs=finetune_settings(runs[0]).epochs,
        plain=both.score(PLAIN),
        varied=both.score(VARIED),
        difference=both.difference(PLAIN, VARIED),
        losses=None if plain is None or varied is None else (plain, varied),
    )


def _last_loss(run: RunRecord) -> float | None:
    losses = [row["train_loss"] for row in run.results.get("epochs", []) if "train_loss" in row]
    return float(losses[-1]) if losses else None
