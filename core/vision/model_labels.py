"""labels.json: what a model file alone does not say – its classes and how to prepare a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from core.content import says
from core.vision.preprocess import MEAN, STD, Method, Preprocess, larger_side

INPUT, OUTPUT = "image", "probabilities"
OUTPUTS = f"{OUTPUT}, embedding"
"""What the graph of a quick run gives, in this order; it says so itself, in its metadata."""


class ModelLabels(BaseModel):
    """The classes of a model, in the order of its probabilities, and its picture preparation."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    vocab: list[str]
    size: int = 224
    resize: Method = "crop"
    pad: Literal["zeros", "reflection", "border"] = "zeros"
    mean: list[float] = [MEAN] * 3
    std: list[float] = [STD] * 3
    input: str = INPUT
    output: str = OUTPUT
    prepare: list[str] = []

    @classmethod
    def of(cls, vocab: list[str], preprocess: Preprocess) -> ModelLabels:
        """The labels of a model that was trained behind `preprocess`."""
        seen = {"size": preprocess.size, "resize": preprocess.method, "pad": preprocess.pad}
        bare = cls.model_validate({"vocab": vocab, **seen})
        return bare.model_copy(update={"prepare": bare.steps()})

    @classmethod
    def read(cls, path: Path) -> ModelLabels:
        """From a labels.json; raises `ValueError` when the file does not fit."""
        return cls.model_validate_json(path.read_text(encoding="utf-8"))

    def preprocess(self) -> Preprocess:
        """The preparation in the form the rest of the app uses."""
        return Preprocess(size=self.size, method=self.resize, pad=self.pad)

    def steps(self) -> list[str]:
        """How to prepare a picture, in words for anybody who has only this file."""
        sizes = {"size": self.size, "pad": self.pad, "larger": larger_side(self.size)}
        steps = ("read", self.resize, "normalize", "order")
        return [says("prepare", step, **sizes) for step in steps]

    def to_json(self) -> str:
        """The text of labels.json, readable for people too."""
        return self.model_dump_json(indent=2)
