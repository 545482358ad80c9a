"""What is known about a set's high losses: doubted labels and odd pictures, where searched for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core.curation.embedding.neighbours import oddness
from core.curation.labels.label_issues import LabelIssue, run_label_issues
from core.curation.labels.suspicion import all_looked_at
from core.evaluation.evidence_sets import TEST, EvidenceSet, part_outcome
from core.evaluation.losses.loss_groups import HighLosses, high_losses
from core.project.project import Project
from core.project.records import RunRecord
from core.training.outcome import Outcome
from core.training.runs import cleaning_run
from core.vision.recipe import run_recipe


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


@lru_cache(maxsize=16)
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
