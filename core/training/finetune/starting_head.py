"""The quick run's last layer as the beginning of a fine-tune's."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.project.disk import write_whole
from core.training.quick.head import Head

FILE = "starting_head.npz"
EPS = 1e-5  # of torch.nn.BatchNorm1d, which standardises

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class StartingHead:
    """A linear layer on *standardised* embeddings, and how to standardise them: (D,) each.

    Said this way it survives what training does to the body: fastai lets the body's batch
    normalisation learn, which moves the raw embeddings, but hardly the standardised ones.
    `weight` is (C, D), `bias` (C,).
    """

    weight: Floats
    bias: Floats
    mean: Floats
    variance: Floats

    @classmethod
    def of(cls, head: Head, embeddings: Floats) -> StartingHead:
        """The same function of an embedding as `head`; (N, D) `embeddings` say what is standard."""
        mean = embeddings.mean(axis=0)
        variance = embeddings.var(axis=0)
        return cls(
            weight=(head.coef * np.sqrt(variance + EPS)).astype(np.float32),
            bias=(head.intercept + head.coef @ mean).astype(np.float32),
            mean=mean,
            variance=variance,
        )

    def save(self, path: Path) -> None:
        """Write to `path`, whole or not at all."""
        buffer = io.BytesIO()
        np.savez(buffer, weight=self.weight, bias=self.bias, mean=self.mean, variance=self.variance)
        write_whole(path, buffer.getvalue())

    @classmethod
    def load(cls, path: Path) -> StartingHead:
        """Read what `save` wrote; raises FileNotFoundError."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(**{name: stored[name] for name in ("weight", "bias", "mean", "variance")})
