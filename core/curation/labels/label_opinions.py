"""Three opinions of every label, none of which knew it, and the one view they add up to.

The opinions are a run's own (out of fold, or held out), the vote of the ten most similar pictures,
and the nearness to the middle of each class. A picture's own label has no part in any of them.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from core.curation.embedding.neighbours import nearest_of_each, unit

NEIGHBOURS = 10
SHARPNESS = 10.0  # how much a difference of cosines counts in the view from the middles
LEAST = 1e-6
ENOUGH = 1000  # pictures to find three weights with
MOST_WEIGHT = 3.0

Probabilities = NDArray[np.float64]  # (N, C), rows summing to 1
Targets = NDArray[np.int64]
Vectors = NDArray[np.float32]


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
