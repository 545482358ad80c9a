"""The recipe: how a picture becomes what the model sees, chosen on *DataBlock* and *Augment*.

Pure data, no fastai: pages edit it, workers turn it into transforms, `recipe_code` prints it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from pydantic import Field, ValidationError

from core.project.settings import Setting
from core.vision.augment.own_calls import Call, OwnAugmentations

if TYPE_CHECKING:
    from core.project.project import Project
    from core.project.records import RunRecord
    from core.vision.preprocess import Preprocess

ItemTransform = Literal["crop", "pad", "squish", "random_resized_crop"]
PadMode = Literal["zeros", "reflection", "border"]
NORMALIZE_MEAN = NORMALIZE_STD = 0.5


class Item(NamedTuple):
    """One picture for fastai: its file, its label, and "train" or "valid"."""

    path: Path
    label: str
    split: str


class Recipe(OwnAugmentations):
    """What happens to a picture on its way into the model; the defaults are fastai's own.

    A strength of 0 (`max_zoom`: 1) leaves an augmentation out; `augment=False` leaves all out.
    `max_lighting` is brightness, and contrast too where `max_contrast` is not set. `greyscale` is
    the share of pictures it happens to; `p_other` is that share for noise, blur, sharpening,
    elastic deformation and erasing.
    """

    size: int = Field(default=224, ge=32, le=512)
    item_tfm: ItemTransform = "crop"
    pad_mode: PadMode = "zeros"
    min_scale: float = Field(default=0.35, ge=0.05, le=1.0)
    augment: bool = True
    flip: bool = True
    flip_vert: bool = False
    max_rotate: float = Field(default=10.0, ge=0.0, le=180.0)
    max_zoom: float = Field(default=1.1, ge=1.0, le=6.0)
    max_lighting: float = Field(default=0.2, ge=0.0, le=0.9)
    max_warp: float = Field(default=0.2, ge=0.0, le=0.8)
    p_affine: float = Field(default=0.75, ge=0.0, le=1.0)
    p_lighting: float = Field(default=0.75, ge=0.0, le=1.0)
    max_contrast: float | None = Field(default=None, ge=0.0, le=0.9)
    max_saturation: float = Field(default=0.0, ge=0.0, le=0.95)
    max_hue: float = Field(default=0.0, ge=0.0, le=0.5)
    p_other: float = Field(default=0.5, ge=0.0, le=1.0)
    bs: int = Field(default=32, ge=2, le=256)

    def item_call(self) -> Call:
        """The item transform: every picture on its own, so that all get the same size."""
        if self.item_tfm == "random_resized_crop":
            return Call("RandomResizedCrop", {"size": self.size, "min_scale": self.min_scale})
        padding = {"pad_mode": self.pad_mode} if self.item_tfm == "pad" else {}
        return Call("Resize", {"size": self.size, "method": self.item_tfm, **padding})

    def item_calls(self) -> list[Call]:
        """`item_tfms`: what happens to each picture on its own, in order."""
        return [self.item_call()]

    def batch_call(self) -> Call | None:
        """fastai's `aug_transforms`; None when the augmentations are switched off."""
        if not self.augment:
            return None
        return Call(
            "aug_transforms",
            {
                "do_flip": self.flip,
                "flip_vert": self.flip_vert,
                "max_rotate": self.max_rotate,
                "max_zoom": self.max_zoom,
                "max_lighting": 0.0 if self._own_contrast else self.max_lighting,
                "max_warp": self.max_warp,
                "p_affine": self.p_affine,
                "p_lighting": self.p_lighting,
            },
        )

    def batch_calls(self) -> list[Call]:
        """`batch_tfms` before the normalisation, in order; empty when switched off.

        fastai runs erasing after the normalisation, wherever it stands in the list.
        """
        first = self.batch_call()
        if first is None:
            return []
        return [first, *self._colour_calls(), *self.own_calls("batch_tfms", self.p_other)]

    def learner_callbacks(self) -> list[Call]:
        """What cannot be a transform, because it changes the labels too: `Learner(cbs=…)`."""
        return list(self.own_calls("callback", self.p_other)) if self.augment else []

    @property
    def _own_contrast(self) -> bool:
        return self.max_contrast is not None and self.max_contrast != self.max_lighting

    def _colour_calls(self) -> list[Call]:
        strengths: list[tuple[str, str, float]] = [
            ("Saturation", "max_lighting", self.max_saturation),
            ("Hue", "max_hue", self.max_hue),
        ]
        if self._own_contrast:
            strengths.insert(0, ("Brightness", "max_lighting", self.max_lighting))
            strengths.insert(1, ("Contrast", "max_lighting", self.max_contrast or 0.0))
        return [
            Call(name, {parameter: strength, "p": self.p_lighting})
            for name, parameter, strength in strengths
            if strength
        ]

    def preprocess(self) -> Preprocess:
        """What validation and prediction see: the same size, with no chance in it."""
        from core.vision.preprocess import Preprocess

        return Preprocess(size=self.size, method=self.item_tfm, pad=self.pad_mode)


RECIPE = Setting[Recipe]("recipe", Recipe, Recipe)


def load_recipe(project: Project) -> Recipe:
    """The project's recipe; fastai's defaults where none is saved or it cannot be read."""
    return project.settings.get(RECIPE)


def run_recipe(run: RunRecord) -> Recipe:
    """The recipe that a run was trained on; fastai's defaults where it cannot be read."""
    return _readable(run.settings.get("recipe"))


def save_recipe(project: Project, recipe: Recipe) -> None:
    """Keep the recipe with the project; the next preview and the next training use it."""
    project.settings.set(RECIPE, recipe)


def project_items(project: Project) -> list[Item]:
    """The pictures a model may learn from (train) and be checked on (valid), never the test set."""
    return [
        Item(project.dataset.image_path(record.id), record.label, record.split)
        for record in project.dataset.images()
        if record.split in {"train", "valid"}
    ]


def _readable(stored: object) -> Recipe:
    try:
        return Recipe.model_validate(stored or {})
    except ValidationError:
        return Recipe()
