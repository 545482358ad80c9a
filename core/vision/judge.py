"""Ask a model about pictures: prepare them, run it, and say what to do about each.

`load_judge(folder)` reads model.onnx, labels.json and, where they are there, decision.json (what to
do about an answer) and novelty.json (how far from all it learned a picture may be).
This file and preprocess.py stand alone: they need NumPy, Pillow and ONNX Runtime. The app asks its
models with them, and every folder that leaves it carries them, so that all give the same answer.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.vision.preprocess import Preprocess

Array = NDArray[np.float32]
See = Callable[[Array], tuple[Array, Array | None]]
"""From prepared pictures (N, 3, size, size) to probabilities (N, C) and embeddings (N, D), None
where the graph gives none."""
Table = NDArray[np.float64]

SMALLEST = 1e-12
_HAIR = 1e-9  # a look that saves this share more than it must: the rounding of a computer


@dataclass(frozen=True)
class Strangeness:
    """How far a picture is from all the model learned (1 − a cosine, 0…2), and the line beyond
    which it is `strange`."""

    distance: float
    line: float

    @property
    def strange(self) -> bool:
        """Whether it lies beyond the line."""
        return self.distance > self.line


@dataclass(frozen=True)
class Answer:
    """What a model says about one picture: the likeliest class, the probability of every class (in
    the model's order, summing to 1), what was decided for such a picture, None without a decision,
    and how strange it is, None where no line was set."""

    label: str
    probs: dict[str, float]
    action: str | None = None
    strangeness: Strangeness | None = None


@dataclass(frozen=True, eq=False)
class Line:
    """The line for "unlike anything I learned from": class middles (C, D) of length 1, and how far
    from the nearest of them a picture may be."""

    middles: Table
    line: float

    def of(self, embeddings: Array) -> list[Strangeness]:
        """How strange each picture is, from its embedding (N, D)."""
        rows = embeddings.astype(np.float64)
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), SMALLEST)
        distances = 1 - (rows @ self.middles.T).max(axis=1)
        return [Strangeness(float(distance), self.line) for distance in distances]


@dataclass(frozen=True, eq=False)
class Decided:
    """What somebody decided: for each of `actions` what it costs for a picture of each class,
    `costs` (R, C). With `asks` the last action is a human's look. `temperature`, and the shares
    (C,) of the classes in the data (`seen`) and in `real` life, make chances of probabilities."""

    temperature: float
    seen: Table
    real: Table
    actions: list[str]
    costs: Table
    asks: bool

    def actions_for(self, probs: Table) -> list[str]:
        """For each picture the action that costs least on average, from probabilities (N, C)."""
        chances = shifted(tempered(probs, self.temperature), self.seen, self.real)
        return [self.actions[best] for best in cheapest(chances @ self.costs.T, self.asks)]


@dataclass(frozen=True)
class Judge:
    """A model ready to be asked: its classes, how it sees a picture, its graph, what was decided
    about its answers, and the line beyond which a picture is strange."""

    vocab: list[str]
    preprocess: Preprocess
    see: See
    decided: Decided | None = None
    line: Line | None = None

    def ask(self, batch: Array) -> Array:
        """The probabilities (N, C) of prepared pictures (N, 3, size, size)."""
        return self.see(batch)[0]

    def prepared(self, pictures: Sequence[Image.Image]) -> Array:
        """Pictures of any size and mode as the graph takes them, (N, 3, size, size)."""
        return np.stack([self.preprocess(picture) for picture in pictures])

    def probabilities(self, pictures: Sequence[Image.Image]) -> Array:
        """(N, C), each row summing to 1, for pictures of any size and mode."""
        return self.ask(self.prepared(pictures))

    def answers(self, pictures: Sequence[Image.Image]) -> list[Answer]:
        """An answer for each picture."""
        probs, embeddings = self.see(self.prepared(pictures))
        actions = self.decided.actions_for(probs.astype(np.float64)) if self.decided else None
        strange = self._strangeness(embeddings)
        return [
            Answer(
                self.vocab[int(row.argmax())],
                dict(zip(self.vocab, row.tolist(), strict=True)),
                actions[number] if actions else None,
                strange[number] if strange else None,
            )
            for number, row in enumerate(probs)
        ]

    def _strangeness(self, embeddings: Array | None) -> list[Strangeness] | None:
        if self.line is None or embeddings is None:
            return None
        return self.line.of(embeddings)


def load_judge(folder: Path) -> Judge:
    """The model in a folder that left the app. Raises OSError, KeyError or ValueError where its
    files are missing or damaged, and what ONNX Runtime raises."""
    labels = _read(folder / "labels.json")
    preprocess = Preprocess(labels["size"], labels["resize"], labels["pad"])
    decision = folder / "decision.json"
    decided = decided_from(_read(decision)) if decision.exists() else None
    novelty = folder / "novelty.json"
    line = line_from(_read(novelty)) if novelty.exists() else None
    return Judge(labels["vocab"], preprocess, whole_graph(folder / "model.onnx"), decided, line)


def line_from(novelty: dict[str, Any]) -> Line:
    """What novelty.json says. Raises KeyError or ValueError."""
    return Line(np.array(novelty["middles"], dtype=np.float64), float(novelty["line"]))


def decided_from(decision: dict[str, Any]) -> Decided:
    """What decision.json says; its `look` is the name of the last action where that is a human's
    look, else null. Raises KeyError or ValueError."""
    actions = [str(name) for name in decision["actions"]]
    return Decided(
        float(decision["temperature"]),
        np.array(decision["seen"], dtype=np.float64),
        np.array(decision["real"], dtype=np.float64),
        actions,
        np.array(decision["costs"], dtype=np.float64),
        decision["look"] is not None and decision["look"] == actions[-1],
    )


def whole_graph(path: Path, threads: int = 0) -> See:
    """A model file with everything in it, as a function; it takes all cores for a batch, or as many
    `threads` as are given. A fine-tune's file gives no embeddings."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name

    def see(batch: Array) -> tuple[Array, Array | None]:
        probabilities, *embedding = session.run(None, {name: batch})
        return probabilities, (embedding[0] if embedding else None)

    return see


def tempered(probs: Table, temperature: float) -> Table:
    """Probabilities (N, C) made softer (temperature above 1) or sharper; the order stays."""
    scores = np.log(np.clip(probs, SMALLEST, 1.0)) / temperature
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Table = powers / powers.sum(axis=1, keepdims=True)
    return shares


def shifted(probs: Table, seen: Table, real: Table) -> Table:
    """Bayes' rule for another mix of classes: from the shares (C,) in the data set to real ones.

    Holds as long as a class *looks* the same in both places and only turns up more or less often.
    """
    weighted = np.clip(probs, SMALLEST, 1.0) * (real / np.clip(seen, SMALLEST, None))
    shares: Table = weighted / weighted.sum(axis=1, keepdims=True)
    return shares


def cheapest(sums: Table, asks: bool) -> NDArray[np.intp]:
    """The action with the smallest of its `sums` (N, R) for each picture, (N,). Of equals the first
    one; with `asks` the last action is a human's look, which must be cheaper than all others."""
    weighed = sums.copy()
    if asks:
        weighed[:, -1] += _HAIR * (1 + np.abs(weighed[:, -1]))
    best: NDArray[np.intp] = weighed.argmin(axis=1)
    return best


def _read(file: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return read
