"""The high losses of a set in groups: confident or torn, doubted labels, odd pictures."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.curation.embedding.neighbours import ODD, oddness
from core.curation.labels.label_issues import LabelIssue, run_label_issues
from core.curation.labels.suspicion import all_looked_at
from core.evaluation.evidence_sets import TEST, EvidenceSet, part_outcome
from core.project.everybody import EVERYBODY
from core.project.project import Project
from core.project.records import RunRecord
from core.training.outcome import Outcome
from core.training.runs import cleaning_run
from core.vision.recipe import run_recipe

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


@dataclass(frozen=True)
class LossEvidence:
    """The high losses in groups; `oddness` by image id. `searched` is False for a set in which
    nobody may look for wrong labels (test) or nobody needs to (held back)."""

    losses: HighLosses
    oddness: Mapping[str, float]
    searched: bool


def loss_evidence(
    project: Project, run: RunRecord, one: EvidenceSet, outcome: Outcome
) -> LossEvidence:
    """The evidence about `outcome`, what the run said about the set `one`.

    Nothing is embedded for it: only pictures that were can be called odd. Kept in memory until
    the project's pictures or labels change.
    """
    if one.held_back:
        return LossEvidence(high_losses(outcome, (), {}), {}, searched=False)
    seen = all_looked_at(project, run)
    kept = _kept(project.path, project.changed(), run.id, one.key, seen)
    if not kept.oddness:  # pictures may be embedded at any time, which changes no label
        _kept.cache_clear()
    return kept


@lru_cache(maxsize=EVERYBODY)
def _kept(path: Path, _changed: int, run_id: str, key: str, _seen: bool) -> LossEvidence:
    project = Project(path)
    run = project.runs.get(run_id)
    far = _oddness(project, run, key)
    searched = key != TEST
    doubted = [issue.image_id for issue in _issues(project, run)] if searched else []
    outcome = part_outcome(project, run, key)
    return LossEvidence(high_losses(outcome, doubted, far), far, searched)


def _issues(project: Project, run: RunRecord) -> list[LabelIssue]:
    """Of the run that judges training pictures without having seen them, where there is one."""
    return run_label_issues(project, cleaning_run(project) or run)


def _oddness(project: Project, run: RunRecord, key: str) -> dict[str, float]:
    """Among all pictures of the project; the locked test set takes part only when it is shown."""
    records = [r for r in project.dataset.images() if r.split != TEST or key == TEST]
    return oddness(records, run_recipe(run).preprocess())
