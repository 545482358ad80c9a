"""Does distance tell strange pictures from usual ones better than the model's own confidence?

    python -m bench.novelty DIR [--per-class 10] [--draws 5]

DIR has a folder of pictures a class. A head learns `per_class` pictures of each; the other pictures
are usual. Near: each class in turn is left out of learning, and its pictures are the strange ones.
Far: pictures of something else altogether (scanned digits and television static).
Harmful: the usual pictures under each condition of core/evaluation/conditions.py that costs the
model at least ten points of accuracy. Prints one JSON line: `default` (the score's name),
`near_auroc`, `far_auroc`, `harmful_auroc` (means over draws, classes and conditions), the same
three under `max_probability` and under `others` for the other scores, and `conditions`: accuracy,
AUROC and the share caught at 5 % false calls of each.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bench.time_to_model import under
from core.evaluation.conditions import CONDITIONS
from core.evaluation.novelty import (
    DEFAULT,
    MAX_PROBABILITY,
    Familiar,
    auroc,
    caught,
)
from core.gather.reading.decode import encode
from core.production.predictor import television_static
from core.starter.digits import digit_pictures
from core.statistics import Floats
from core.training.quick.head import Head, fit_head
from core.vision.backbone import backbone
from core.vision.preprocess import Preprocess
from core.vision.read_photo import read_photo

Vectors = NDArray[np.float32]
Targets = NDArray[np.int64]
HARMFUL = 0.10
FAR = 60


class Learned(NamedTuple):
    """A head and what it learned from."""

    head: Head
    familiar: Familiar

    def scores(self, vectors: Vectors) -> dict[str, Floats]:
        return self.familiar.scores(vectors, self.head.probabilities(vectors).astype(np.float64))

    def accuracy(self, vectors: Vectors, targets: Targets) -> float:
        return float((self.head.probabilities(vectors).argmax(axis=1) == targets).mean())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pictures", type=Path, metavar="DIR")
    parser.add_argument("--per-class", type=int, default=10)
    parser.add_argument("--draws", type=int, default=5)
    options = parser.parse_args()
    print(json.dumps(measure(options.pictures, options.per_class, options.draws)))


def measure(folder: Path, per_class: int, draws: int) -> dict[str, Any]:
    """The line that is printed, as a dictionary."""
    files = under(folder)
    names = sorted({path.parent.name for path in files})
    targets = np.array([names.index(path.parent.name) for path in files])
    photos = [_at_work_size(read_photo(path)) for path in files]
    usual = embedded(photos)
    changed = {
        name: embedded(one.of(photo, str(row), one.usual) for row, photo in enumerate(photos))
        for name, one in CONDITIONS.items()
    }
    far = embedded(far_pictures())
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    conditions: dict[str, list[dict[str, float]]] = defaultdict(list)
    for seed in range(draws):
        near_and_far(usual, targets, far, per_class, seed, found)
        under_conditions(usual, targets, changed, per_class, seed, conditions)
    return summary(found, conditions)


def near_and_far(
    usual: Vectors,
    targets: Targets,
    far: Vectors,
    per_class: int,
    seed: int,
    found: dict[str, dict[str, list[float]]],
) -> None:
    """Notes the AUROC of every score for each class left out, and for far pictures."""
    for left_out in range(int(targets.max()) + 1):
        rows = np.flatnonzero(targets != left_out)
        learned, rest = learn(usual, targets, rows, per_class, seed)
        home = learned.scores(usual[rest])
        sides = {"near": learned.scores(usual[targets == left_out]), "far": learned.scores(far)}
        for side, scores in sides.items():
            for name, strange in scores.items():
                found[side][name].append(auroc(home[name], strange))


def under_conditions(
    usual: Vectors,
    targets: Targets,
    changed: dict[str, Vectors],
    per_class: int,
    seed: int,
    conditions: dict[str, list[dict[str, float]]],
) -> None:
    """Notes for each condition what it costs the model and how well each score tells it."""
    learned, rest = learn(usual, targets, np.arange(len(targets)), per_class, seed)
    home, at_home = learned.scores(usual[rest]), learned.accuracy(usual[rest], targets[rest])
    for name, vectors in changed.items():
        abroad = learned.scores(vectors[rest])
        accuracy = learned.accuracy(vectors[rest], targets[rest])
        noted = {"accuracy": accuracy, "lost": at_home - accuracy}
        noted |= {f"auroc_{score}": auroc(home[score], abroad[score]) for score in home}
        noted["caught"] = caught(home[DEFAULT], abroad[DEFAULT])
        conditions[name].append(noted)


def learn(
    vectors: Vectors, targets: Targets, rows: Targets, per_class: int, seed: int
) -> tuple[Learned, Targets]:
    """A head on `per_class` of each class among `rows`, and the rows it did not learn from."""
    random = np.random.default_rng(seed)
    classes = np.unique(targets[rows])
    chosen = np.concatenate(
        [random.permutation(rows[targets[rows] == one])[:per_class] for one in classes]
    )
    dense = np.searchsorted(classes, targets[chosen])
    fitted = fit_head(vectors[chosen], dense, [str(one) for one in classes])
    familiar = Familiar.of(vectors[chosen], dense, len(classes))
    return Learned(fitted.head, familiar), np.setdiff1d(rows, chosen)


def embedded(pictures: Iterable[Image.Image]) -> Vectors:
    """Their embeddings (N, 1280), by the app's own backbone and preparation."""
    prepare, eye = Preprocess(), backbone()
    with ThreadPoolExecutor(2) as pool:
        return np.stack(list(pool.map(lambda one: eye.embed(prepare(one)[None])[0], pictures)))


def far_pictures() -> Iterator[Image.Image]:
    """`FAR` scanned digits, and as many of television static."""
    for picture in list(digit_pictures(range(10), FAR // 10)):
        yield _opened(picture.jpeg)
    for seed in range(FAR):
        yield television_static(seed=seed)


def summary(
    found: dict[str, dict[str, list[float]]], conditions: dict[str, list[dict[str, float]]]
) -> dict[str, Any]:
    """Means, rounded to three digits."""
    means = {
        name: {key: _mean([one[key] for one in noted]) for key in noted[0]}
        for name, noted in conditions.items()
    }
    harmful = [one for one in means.values() if one["lost"] >= HARMFUL]

    def figures(score: str) -> dict[str, float]:
        return {
            "near_auroc": _mean(found["near"][score]),
            "far_auroc": _mean(found["far"][score]),
            "harmful_auroc": _mean([one[f"auroc_{score}"] for one in harmful]),
        }

    others = [score for score in found["near"] if score not in (DEFAULT, MAX_PROBABILITY)]
    return {
        "default": DEFAULT,
        **figures(DEFAULT),
        MAX_PROBABILITY: figures(MAX_PROBABILITY),
        "others": {score: figures(score) for score in others},
        "conditions": means,
    }


def _mean(values: list[float]) -> float:
    return round(float(np.mean(values)), 3) if values else float("nan")


def _at_work_size(photo: Image.Image) -> Image.Image:
    """As Gather keeps it."""
    return _opened(encode(photo).jpeg)


def _opened(jpeg: bytes) -> Image.Image:
    from io import BytesIO

    return Image.open(BytesIO(jpeg)).convert("RGB")


if __name__ == "__main__":
    main()
