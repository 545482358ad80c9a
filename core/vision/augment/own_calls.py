"""Augmentations with a call of their own: one entry each, from which recipe, catalogue, code and
previews follow. A new one is its entry here and its sentence in `assets/content/augment.yaml`.

Pure data, no fastai: workers make the calls.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

FASTAI = "fastai.vision.all"
TORCHVISION = "torchvision.transforms.v2"
Value = bool | int | float | str | tuple[float, float]
Place = Literal["item_tfms", "batch_tfms", "callback"]


class Call(NamedTuple):
    """A call of something fastai or torchvision has: printed and executed from this one source.

    Calls of TORCHVISION go together into one `each_picture(…)`, because torchvision would draw once
    for a whole batch, and fastai keeps only one transform of a class. Where `p` is set such a call
    happens with that probability: `v2.RandomApply([v2.NAME(ARGUMENTS)], p=P)`; elsewhere it is
    `v2.NAME(ARGUMENTS)`.
    """

    name: str
    arguments: dict[str, Value]
    module: str = FASTAI
    p: float | None = None


@dataclass(frozen=True)
class OwnCall:
    """Its name, its steps from no effect to a destroyed label, and its call.

    `call` takes the strength and the share of draws (`p_other`) it happens to. `turn` is its turn
    among the calls; `usual` is a strength often chosen, and `unit` how a strength is written.
    """

    name: str
    steps: tuple[float, ...]
    usual: float
    turn: int
    call: Callable[[float, float], Call]
    unit: str = "{:g}"
    place: Place = "batch_tfms"


class OwnAugmentations(BaseModel):
    """The strength of each in a recipe, under its key; the first of its steps leaves it out."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    greyscale: Annotated[
        float,
        Field(ge=0.0, le=1.0),
        OwnCall(
            "Greyscale",
            (0.0, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0),
            *(0.2, 1),
            lambda share, _: Call("RandomGrayscale", {"p": share}, TORCHVISION),
            "{percent} of draws",
        ),
    ] = 0.0
    noise: Annotated[
        float,
        Field(ge=0.0, le=2.0),
        OwnCall(
            "Noise",
            (0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2, 2.0),
            *(0.05, 5),
            lambda sigma, p: Call("GaussianNoise", {"sigma": sigma}, TORCHVISION, p),
        ),
    ] = 0.0
    blur: Annotated[
        float,
        Field(ge=0.0, le=8.0),
        OwnCall(
            "Blur",
            (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0),
            *(1.5, 3),
            lambda sigma, p: Call("GaussianBlur", _soft(sigma), TORCHVISION, p),
            "σ ≤ {:g} px",
        ),
    ] = 0.0
    sharpen: Annotated[
        float,
        Field(ge=0.0, le=30.0),
        OwnCall(
            "Sharpening",
            (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0),
            *(2.0, 4),
            lambda more, p: Call(
                "RandomAdjustSharpness", {"sharpness_factor": 1 + more, "p": p}, TORCHVISION
            ),
            "+ {:g}",
        ),
    ] = 0.0
    elastic: Annotated[
        float,
        Field(ge=0.0, le=1000.0),
        OwnCall(
            "Elastic",
            (0.0, 20.0, 50.0, 100.0, 150.0, 250.0, 400.0, 700.0, 1000.0),
            *(50.0, 2),
            lambda alpha, p: Call("ElasticTransform", {"alpha": alpha}, TORCHVISION, p),
        ),
    ] = 0.0
    erase: Annotated[
        float,
        Field(ge=0.0, le=0.95),
        OwnCall(
            "Erasing",
            (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.95),
            *(0.3, 6),
            lambda share, p: Call("RandomErasing", {"p": p, "sh": share}),
            "≤ {percent} of the picture",
        ),
    ] = 0.0
    mixup: Annotated[
        float,
        Field(ge=0.0, le=20.0),
        OwnCall(
            "Mixup",
            (0.0, 0.05, 0.1, 0.2, 0.4, 1.0, 2.0, 5.0, 20.0),
            *(0.4, 7),
            lambda alpha, _: Call("MixUp", {"alpha": alpha}),
            "α = {:g}",
            "callback",
        ),
    ] = 0.0

    def own_calls(self, place: Place, p: float) -> Iterator[Call]:
        """The calls that happen at a place, in their turns, each with its share `p` of draws."""
        for key, own in sorted(OWN.items(), key=lambda one: one[1].turn):
            strength = getattr(self, key)
            if own.place == place and strength != own.steps[0]:
                yield own.call(strength, p)


def _soft(sigma: float) -> dict[str, Value]:
    return {"kernel_size": 4 * ceil(sigma) + 1, "sigma": (0.1, max(sigma, 0.1))}


OWN: dict[str, OwnCall] = {
    key: entry
    for key, field in OwnAugmentations.model_fields.items()
    for entry in field.metadata
    if isinstance(entry, OwnCall)
}
