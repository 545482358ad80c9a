"""Labels that are probably wrong: cleanlab's confident learning on opinions that never saw them."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.curation.labels.label_opinions import Probabilities, pooled
from core.project.project import Project
from core.project.records import RunRecord
from core.training.outcome import Outcome
from core.training.runs import outcome_of, part_of
from core.vision.embeddings import known_vectors, looked_at
from core.vision.preprocess import Preprocess
from core.vision.recipe import run_recipe
from core.words import percent

JUDGED = ("train", "valid")  # the locked test set is never cleaned
HARDLY_BELIEVED = 0.1


@dataclass(frozen=True)
class LabelIssue:
    """A picture whose label is doubted.

    `score` (0–1) is the doubt: 1 less the belief in the `given` label; from about 0.5 on another
    class is believed more. `suggested` is that class, `why` a sentence with the figures.
    `flagged` says that it is taken for wrong, not only for unlikely.
    """

    image_id: str
    score: float
    given: str
    suggested: str
    why: str
    flagged: bool


def label_issues(
    outcome: Outcome, embeddings: NDArray[np.float32] | None = None
) -> list[LabelIssue]:
    """The labels that are probably wrong, the most doubted first.

    `embeddings` (N, D) belong to the rows of `outcome.part("train", "valid")`; without them the
    run's probabilities speak alone. Test pictures are never looked at.
    """
    return [issue for issue in ranked_labels(outcome, embeddings) if issue.flagged]


def ranked_labels(
    outcome: Outcome, embeddings: NDArray[np.float32] | None = None
) -> list[LabelIssue]:
    """Every training and validation picture by the doubt in its label, the most doubted first."""
    seen = outcome.part(*JUDGED)
    if not seen.image_ids:
        return []
    probs = (
        seen.probs.astype(np.float64)
        if embeddings is None
        else pooled(seen.probs, embeddings, seen.targets)
    )
    doubts, flagged = _judged(probs, seen.targets)
    order = np.argsort(-doubts, kind="stable")
    return [_issue(seen, probs, int(row), doubts, flagged) for row in order]


def run_label_issues(project: Project, run: RunRecord) -> list[LabelIssue]:
    """The label issues of a finished run, of pictures that still carry the label it saw.

    Asking again costs next to nothing; the first time takes about two seconds for 5,000 pictures.
    The pictures nearby have a say as soon as the pretrained network has looked at all of them.
    """
    preprocess = run_recipe(run).preprocess()
    whole = outcome_of(project, run)
    if whole is None:
        return []
    outcome = part_of(whole, *JUDGED)
    embedded = looked_at(outcome.image_ids, preprocess) == tuple(outcome.image_ids)
    issues = _of_run(outcome, preprocess, embedded)
    now = {record.id: record.label for record in project.dataset.images() if record.split != "test"}
    return [issue for issue in issues if now.get(issue.image_id) == issue.given]


@lru_cache(maxsize=32)
def _of_run(outcome: Outcome, preprocess: Preprocess, embedded: bool) -> tuple[LabelIssue, ...]:
    """A finished run never changes, so neither does what follows from it and from the vectors."""
    if not (embedded and outcome.image_ids):
        return tuple(label_issues(outcome))
    known = known_vectors(outcome.image_ids, preprocess)
    return tuple(label_issues(outcome, np.stack([known[i] for i in outcome.image_ids])))


def _judged(
    probs: Probabilities, targets: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The doubt in each label (N,), and which ones are taken for wrong (N,): those that cleanlab
    does, and those hardly anything speaks for (its counts pass over some in small classes)."""
    from cleanlab.filter import find_label_issues
    from cleanlab.rank import get_label_quality_scores

    believed = np.asarray(get_label_quality_scores(targets, probs, method="self_confidence"))
    flagged = np.asarray(find_label_issues(targets, probs, n_jobs=1), dtype=np.bool_)
    return 1 - believed.astype(np.float64), flagged | (believed < HARDLY_BELIEVED)


def _issue(
    seen: Outcome,
    probs: Probabilities,
    row: int,
    doubts: NDArray[np.float64],
    flagged: NDArray[np.bool_],
) -> LabelIssue:
    target = int(seen.targets[row])
    others = probs[row].copy()
    others[target] = -1
    given, suggested = seen.vocab[target], seen.vocab[int(others.argmax())]
    why = (
        f"Without its label, this picture looks {percent(others.max())} like {suggested} "
        f"and {percent(probs[row, target])} like {given}."
    )
    return LabelIssue(
        seen.image_ids[row], float(doubts[row]), given, suggested, why, bool(flagged[row])
    )
