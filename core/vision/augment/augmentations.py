"""The augmentations: one entry each, from which recipe, catalogue, code and previews follow.

A new one is a field here and its sentence in `assets/content/augment.yaml`. Pure data, no fastai.
"""

from collections.abc import Iterator
from dataclasses import replace
from math import ceil
from typing import Annotated

from pydantic import Field

from core.vision.augment.augmentation import Augmentation, Call, Flip, Light, Resizing, v2

_LIGHT = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


class AugTransforms(Resizing):
    """The arguments of fastai's `aug_transforms` in its order, with its defaults."""

    flip: Annotated[
        bool,
        Field(serialization_alias="do_flip"),
        Flip(
            name="Flip",
            steps=("never", "left–right", "any way up"),
            usual="left–right",
            share="p_affine",
            fastai=("Flip", "Dihedral"),
        ),
    ] = True
    flip_vert: bool = False
    max_rotate: Annotated[
        float,
        Field(ge=0.0, le=180.0),
        Augmentation(
            key="rotation",
            name="Rotation",
            steps=(0.0, 5.0, 10.0, 20.0, 30.0, 45.0, 60.0, 90.0, 135.0, 180.0),
            usual=10.0,
            unit="{:g}°",
            share="p_affine",
            fastai=("Rotate",),
        ),
    ] = 10.0
    max_zoom: Annotated[
        float,
        Field(ge=1.0, le=6.0),
        Augmentation(
            key="zoom",
            name="Zoom",
            steps=(1.0, 1.1, 1.2, 1.3, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 6.0),
            usual=1.1,
            unit="× {:g}",
            share="p_affine",
            fastai=("Zoom",),
        ),
    ] = 1.1
    max_lighting: Annotated[
        float,
        Field(ge=0.0, le=0.9),
        Light(
            key="brightness",
            name="Brightness",
            steps=_LIGHT,
            usual=0.2,
            share="p_lighting",
            call=lambda most, p: Call("Brightness", {"max_lighting": most, "p": p}),
        ),
    ] = 0.2
    max_warp: Annotated[
        float,
        Field(ge=0.0, le=0.8),
        Augmentation(
            key="warp",
            name="Perspective",
            steps=(0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8),
            usual=0.2,
            share="p_affine",
            fastai=("Warp",),
        ),
    ] = 0.2
    p_affine: float = Field(default=0.75, ge=0.0, le=1.0)
    p_lighting: float = Field(default=0.75, ge=0.0, le=1.0)


AUG_TRANSFORMS = set(AugTransforms.__annotations__)


class Augmenting(AugTransforms):
    """The strengths of augmentations with a call of their own; the first of its steps is none."""

    max_contrast: Annotated[
        float | None,
        Field(ge=0.0, le=0.9),
        Light(
            key="contrast",
            name="Contrast",
            steps=_LIGHT,
            usual=0.2,
            share="p_lighting",
            call=lambda most, p: Call("Contrast", {"max_lighting": most, "p": p}),
        ),
    ] = None
    max_saturation: Annotated[
        float,
        Field(ge=0.0, le=0.95),
        Augmentation(
            key="saturation",
            name="Saturation",
            steps=(*_LIGHT, 0.95),
            usual=0.3,
            share="p_lighting",
            call=lambda most, p: Call("Saturation", {"max_lighting": most, "p": p}),
        ),
    ] = 0.0
    max_hue: Annotated[
        float,
        Field(ge=0.0, le=0.5),
        Augmentation(
            key="hue",
            name="Hue",
            steps=(0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5),
            usual=0.05,
            share="p_lighting",
            call=lambda most, p: Call("Hue", {"max_hue": most, "p": p}),
        ),
    ] = 0.0
    greyscale: Annotated[
        float,
        Field(ge=0.0, le=1.0),
        Augmentation(
            name="Greyscale",
            steps=(0.0, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0),
            usual=0.2,
            unit="{percent} of draws",
            turn=1,
            call=lambda share, _: v2("RandomGrayscale", p=share),
        ),
    ] = 0.0
    noise: Annotated[
        float,
        Field(ge=0.0, le=2.0),
        Augmentation(
            name="Noise",
            steps=(0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2, 2.0),
            usual=0.05,
            share="p_other",
            turn=5,
            call=lambda sigma, p: v2("GaussianNoise", p, sigma=sigma),
        ),
    ] = 0.0
    blur: Annotated[
        float,
        Field(ge=0.0, le=8.0),
        Augmentation(
            name="Blur",
            steps=(0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0),
            usual=1.5,
            unit="σ ≤ {:g} px",
            share="p_other",
            turn=3,
            call=lambda sigma, p: v2(
                "GaussianBlur", p, kernel_size=4 * ceil(sigma) + 1, sigma=(0.1, max(sigma, 0.1))
            ),
        ),
    ] = 0.0
    sharpen: Annotated[
        float,
        Field(ge=0.0, le=30.0),
        Augmentation(
            name="Sharpening",
            steps=(0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0),
            usual=2.0,
            unit="+ {:g}",
            share="p_other",
            turn=4,
            call=lambda more, p: v2("RandomAdjustSharpness", sharpness_factor=1 + more, p=p),
        ),
    ] = 0.0
    elastic: Annotated[
        float,
        Field(ge=0.0, le=1000.0),
        Augmentation(
            name="Elastic",
            steps=(0.0, 20.0, 50.0, 100.0, 150.0, 250.0, 400.0, 700.0, 1000.0),
            usual=50.0,
            share="p_other",
            turn=2,
            call=lambda alpha, p: v2("ElasticTransform", p, alpha=alpha),
        ),
    ] = 0.0
    erase: Annotated[
        float,
        Field(ge=0.0, le=0.95),
        Augmentation(
            name="Erasing",
            steps=(0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.95),
            usual=0.3,
            unit="≤ {percent} of the picture",
            share="p_other",
            turn=6,
            once_a_batch=True,
            call=lambda share, p: Call("RandomErasing", {"p": p, "sh": share}),
        ),
    ] = 0.0
    mixup: Annotated[
        float,
        Field(ge=0.0, le=20.0),
        Augmentation(
            name="Mixup",
            steps=(0.0, 0.05, 0.1, 0.2, 0.4, 1.0, 2.0, 5.0, 20.0),
            usual=0.4,
            unit="α = {:g}",
            place="callback",
            turn=7,
            call=lambda alpha, _: Call("MixUp", {"alpha": alpha}),
        ),
    ] = 0.0
    p_other: float = Field(default=0.5, ge=0.0, le=1.0)


def _entries() -> Iterator[Augmentation]:
    for name, field in Augmenting.model_fields.items():
        for entry in field.metadata:
            if isinstance(entry, Augmentation):
                yield replace(entry, field=name, key=entry.key or name)


def _kind(one: Augmentation) -> tuple[bool, ...]:
    """Sorts by what is done to a picture: turned, cut, lit, and whatever else."""
    return one.share != "p_affine", one.place != "item_tfms", one.share != "p_lighting"


CATALOGUE = tuple(sorted(_entries(), key=_kind))


def augmentation(key: str) -> Augmentation:
    """The augmentation of that key; KeyError for another."""
    return {one.key: one for one in CATALOGUE}[key]
