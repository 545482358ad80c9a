"""A run's answers about pictures it had not learned from: where its one temperature comes from."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from core.evaluation.calibration import fit_temperature, tempered_out_of_fold
from core.project.project import Project
from core.project.records import RunRecord
from core.statistics import Floats
from core.training.outcome import FILE, Outcome
from core.words import count_of


@dataclass(frozen=True, eq=False)
class Unseen:
    """The honest part of an outcome and what calibrates it, the same on every page.

    `outcome` has the validation pictures (N), and the training pictures too where each was judged
    out of fold. `temperature` is fitted on all of them and holds for new pictures; `probs` (N, C)
    are theirs, each fifth at the temperature that the other four ask for.
    """

    outcome: Outcome
    temperature: float
    probs: Floats

    @property
    def pictures(self) -> int:
        """How many pictures the temperature was fitted on."""
        return len(self.outcome.image_ids)

    @property
    def out_of_fold(self) -> int:
        """How many of them are training pictures, judged by a model that had not seen them."""
        return self.outcome.splits.count("train")

    @property
    def in_words(self) -> str:
        """Which pictures the temperature was fitted on, in one sentence."""
        valid = self.pictures - self.out_of_fold
        parts = [count_of(valid, "validation picture")] if valid else []
        if self.out_of_fold:
            parts.append(
                f"{count_of(self.out_of_fold, 'training picture')} judged out of fold, each by a "
                "model that had not seen it"
            )
        return (
            f"Temperature {self.temperature:.2f}, fitted on {count_of(self.pictures, 'picture')} "
            f"it had not learned from: {' and '.join(parts)}."
        )

    def rows_of(self, image_ids: list[str]) -> list[int] | None:
        """The rows of these pictures; None where one of them is not among the honest ones."""
        place = {image_id: row for row, image_id in enumerate(self.outcome.image_ids)}
        rows = [place.get(image_id) for image_id in image_ids]
        return None if None in rows else [row for row in rows if row is not None]


def unseen(outcome: Outcome, *, out_of_fold: bool) -> Unseen | None:
    """The honest part of a whole outcome, calibrated; None when it has no such pictures.

    Validation pictures always count, training pictures only if they were judged `out_of_fold`;
    the locked test set decides nothing.
    """
    fair = outcome.part("train", "valid") if out_of_fold else outcome.part("valid")
    if not fair.image_ids:
        return None
    probs = fair.probs.astype(np.float64)
    return Unseen(
        outcome=fair,
        temperature=fit_temperature(probs, fair.targets),
        probs=tempered_out_of_fold(probs, fair.targets),
    )


def unseen_by(project: Project, run: RunRecord) -> Unseen | None:
    """The same of a finished run, kept in memory; None when it left none.

    A quick run judged its training pictures out of fold; a fine-tune learned them by heart.
    """
    path = project.runs.folder(run.id) / FILE
    if not path.exists():
        return None
    return _unseen(path, path.stat().st_mtime_ns, run.kind == "quick")


@lru_cache(maxsize=16)
def _unseen(path: Path, _modified_ns: int, out_of_fold: bool) -> Unseen | None:
    return unseen(Outcome.load(path), out_of_fold=out_of_fold)
