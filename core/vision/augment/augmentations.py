"""The augmentations a learner can try one at a time and put together into a recipe.

Each has steps of its own parameter, from no effect to a destroyed label.
"""

from __future__ import annotations

from core.vision.augment.augmentation import FLIPS, Augmentation
from core.vision.augment.own_calls import OWN
from core.vision.recipe import Recipe

_LIGHT = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
CATALOGUE = (
    Augmentation("flip", "Flip", "flip", tuple(FLIPS), "left–right"),
    Augmentation(
        "rotation",
        "Rotation",
        "max_rotate",
        (0.0, 5.0, 10.0, 20.0, 30.0, 45.0, 60.0, 90.0, 135.0, 180.0),
        10.0,
        "{:g}°",
    ),
    Augmentation(
        "zoom",
        "Zoom",
        "max_zoom",
        (1.0, 1.1, 1.2, 1.3, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 6.0),
        1.1,
        "× {:g}",
    ),
    Augmentation(
        "warp",
        "Perspective",
        "max_warp",
        (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8),
        0.2,
    ),
    Augmentation(
        "crop",
        "Crop",
        "min_scale",
        (1.0, 0.8, 0.65, 0.5, 0.35, 0.25, 0.15, 0.08, 0.05),
        0.35,
        "{percent} kept",
        "item_tfms",
    ),
    Augmentation("brightness", "Brightness", "max_lighting", _LIGHT, 0.2),
    Augmentation("contrast", "Contrast", "max_contrast", _LIGHT, 0.2),
    Augmentation(
        "saturation",
        "Saturation",
        "max_saturation",
        (*_LIGHT, 0.95),
        0.3,
    ),
    Augmentation(
        "hue",
        "Hue",
        "max_hue",
        (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5),
        0.05,
    ),
    *(
        Augmentation(key, own.name, key, own.steps, own.usual, own.unit, own.place)
        for key, own in OWN.items()
    ),
)


def switched_on(recipe: Recipe) -> list[Augmentation]:
    """What a recipe has, in the order of the catalogue."""
    return [one for one in CATALOGUE if one.is_on(recipe)]


def augmentation(key: str) -> Augmentation:
    """The augmentation of that key; KeyError for another."""
    return {one.key: one for one in CATALOGUE}[key]
