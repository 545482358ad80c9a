"""Why a loss is high: confidently wrong, torn, right but unsure, mislabelled, or an odd picture."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.curation.embedding.neighbours import ODD
from core.training.outcome import Outcome

SURE = 0.8

MISLABELLED, STRANGE, CONFIDENT, TORN, UNSURE = "mislabelled", "odd", "confident", "torn", "unsure"
GROUPS = (CONFIDENT, TORN, UNSURE, MISLABELLED, STRANGE)
ALL, MOST, SOME, NONE = "all", "most", "some", "none"


@dataclass(frozen=True)
class HighLosses:
    """The pictures with a high loss: those named wrong, and those named right with a probability
    below `SURE`. `groups` shares them out (group → rows, highest loss first, none twice).

    `confident` of these `total` are confident mistakes, whatever else is the matter with them;
    `torn` were wrong without being sure, `unsure` right without being sure.
    """

    groups: dict[str, list[int]]
    total: int
    confident: int
    torn: int
    unsure: int

    @property
    def confident_share(self) -> str:
        """How many are confident mistakes: ALL, MOST (half or more), SOME or NONE."""
        if self.confident == self.total:
            return ALL
        if self.confident == 0:
            return NONE
        return MOST if 2 * self.confident >= self.total else SOME


def high_losses(
    outcome: Outcome, doubts: Collection[str], oddness: Mapping[str, float]
) -> HighLosses:
    """Share out the high losses of `outcome`.

    `doubts` are the image ids whose label is probably wrong; `oddness` is how much
    farther than usual a picture lies from its neighbours, by id
    (`core.curation.embedding.neighbours`).
    """
    right, sure = outcome.is_correct, outcome.confidences
    high = ~right | (sure < SURE)
    confident, torn, unsure = ~right & (sure >= SURE), ~right & (sure < SURE), right & high
    doubted = high & _among(outcome, doubts)
    strange = high & ~doubted & _among(outcome, [key for key, far in oddness.items() if far >= ODD])
    rest = ~doubted & ~strange
    members = {
        CONFIDENT: confident & rest,
        TORN: torn & rest,
        UNSURE: unsure & rest,
        MISLABELLED: doubted,
        STRANGE: strange,
    }
    return HighLosses(
        groups={name: outcome.hardest(inside) for name, inside in members.items()},
        total=int(high.sum()),
        confident=int(confident.sum()),
        torn=int(torn.sum()),
        unsure=int(unsure.sum()),
    )


def _among(outcome: Outcome, ids: Collection[str]) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = np.isin(np.array(outcome.image_ids, dtype=np.str_), list(ids))
    return inside
