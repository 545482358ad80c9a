"""Labels that are probably wrong: cleanlab's confident learning on opinions that never saw them."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from core.content import says
from core.curation.embedding.neighbours import nearest_of_each, unit
from core.project.everybody import EVERYBODY
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
NEIGHBOURS = 10
SHARPNESS = 10.0  # how much a difference of cosines counts in the view from the middles
LEAST = 1e-6
ENOUGH = 1000  # pictures to find three weights with
MOST_WEIGHT = 3.0

Probabilities = NDArray[np.float64]  # (N, C), rows summing to 1
Targets = NDArray[np.int64]
Vectors = NDArray[np.float32]


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


@lru_cache(maxsize=EVERYBODY)
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
    shares = {"other": percent(others.max()), "own": percent(probs[row, target])}
    why = says("clean", "label_alone", suggested=suggested, given=given, **shares)
    return LabelIssue(
        seen.image_ids[row], float(doubts[row]), given, suggested, why, bool(flagged[row])
    )


def pooled(probs: NDArray[np.float32], embeddings: Vectors, targets: Targets) -> Probabilities:
    """What the three opinions say together, (N, C), rows summing to 1.

    `probs` are the run's, `embeddings` (N, D), `targets` index the columns of `probs`. Each opinion
    weighs as much as it helps to say most labels, so one that is poor on these pictures is not
    heard. With fewer than three pictures the run speaks alone.
    """
    own = probs.astype(np.float64)
    if len(own) < 3:
        return own
    vote = neighbours_say(embeddings, targets, own.shape[1])
    middle = middles_say(embeddings, targets, own.shape[1])
    logs = np.stack([np.log(opinion + LEAST) for opinion in (own, vote, middle)])
    some = np.linspace(0, len(own) - 1, min(len(own), ENOUGH)).astype(int)
    return _together(_weights(logs[:, some], targets[some]), logs)


def neighbours_say(embeddings: Vectors, targets: Targets, classes: int) -> Probabilities:
    """The share of each class among a picture's ten nearest others, the nearest counting most."""
    rows, distances = nearest_of_each(embeddings, NEIGHBOURS)
    weights = np.maximum(1 - distances, 0) ** 3
    votes = np.full((len(targets), classes), 1e-3)
    for place in range(rows.shape[1]):
        votes[np.arange(len(targets)), targets[rows[:, place]]] += weights[:, place]
    shares: Probabilities = votes / votes.sum(axis=1, keepdims=True)
    return shares


def middles_say(embeddings: Vectors, targets: Targets, classes: int) -> Probabilities:
    """How near each picture lies to the middle of each class, its own left out of its class's."""
    units = unit(embeddings - embeddings.mean(axis=0))
    sums = np.zeros((classes, units.shape[1]), dtype=np.float32)
    np.add.at(sums, targets, units)
    cosines = units @ unit(sums).T
    without = unit(sums[targets] - units)
    cosines[np.arange(len(targets)), targets] = (without * units).sum(axis=1)
    opinions: Probabilities = softmax(SHARPNESS * cosines.astype(np.float64), axis=1)
    return opinions


def _weights(logs: NDArray[np.float64], targets: Targets) -> NDArray[np.float64]:
    """What each opinion weighs: the pool is then nearest to the labels by the Brier score, in
    which no single wrong label counts for much."""
    from scipy.optimize import minimize

    given = np.eye(logs.shape[2])[targets]

    def brier(weights: NDArray[np.float64]) -> float:
        return float(((_together(weights, logs) - given) ** 2).sum(axis=1).mean())

    start = np.full(len(logs), 1 / len(logs))
    found = minimize(brier, start, bounds=[(0.0, MOST_WEIGHT)] * len(logs), method="L-BFGS-B")
    weights: NDArray[np.float64] = found.x
    return weights if weights.any() else start


def _together(weights: NDArray[np.float64], logs: NDArray[np.float64]) -> Probabilities:
    together: Probabilities = softmax(np.tensordot(weights, logs, 1), axis=1)
    return together
