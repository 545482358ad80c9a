"""The recipe: how a picture becomes what the model sees, chosen on *DataBlock* and *Augment*.

Pure data, no fastai: pages edit it, workers turn it into transforms, `recipe_code` prints it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

if TYPE_CHECKING:
    from core.project.project import Project
    from core.vision.preprocess import Preprocess

ItemTransform = Literal["crop", "pad", "squish", "random_resized_crop"]
PadMode = Literal["zeros", "reflection", "border"]
NORMALIZE_MEAN = NORMALIZE_STD = 0.5


class Call(NamedTuple):
    """A call of something fastai has: printed and executed from this one source."""

    name: str
    arguments: dict[str, bool | int | float | str]


class Item(NamedTuple):
    """One picture for fastai: its file, its label, and "train" or "valid"."""

    path: Path
    label: str
    split: str


class Recipe(BaseModel):
    """What happens to a picture on its way into the model; the defaults are fastai's own."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    size: int = Field(default=224, ge=32, le=512)
    item_tfm: ItemTransform = "crop"
    pad_mode: PadMode = "zeros"
    min_scale: float = Field(default=0.35, ge=0.05, le=1.0)
    augment: bool = True
    flip: bool = True
    flip_vert: bool = False
    max_rotate: float = Field(default=10.0, ge=0.0, le=180.0)
    max_zoom: float = Field(default=1.1, ge=1.0, le=3.0)
    max_lighting: float = Field(default=0.2, ge=0.0, le=0.9)
    max_warp: float = Field(default=0.2, ge=0.0, le=0.8)
    p_affine: float = Field(default=0.75, ge=0.0, le=1.0)
    p_lighting: float = Field(default=0.75, ge=0.0, le=1.0)
    bs: int = Field(default=32, ge=2, le=256)

    def item_call(self) -> Call:
        """The item transform: every picture on its own, so that all get the same size."""
        if self.item_tfm == "random_resized_crop":
            return Call("RandomResizedCrop", {"size": self.size, "min_scale": self.min_scale})
        padding = {"pad_mode": self.pad_mode} if self.item_tfm == "pad" else {}
        return Call("Resize", {"size": self.size, "method": self.item_tfm, **padding})

    def batch_call(self) -> Call | None:
        """The augmentations, a whole batch at once; None when they are switched off."""
        if not self.augment:
            return None
        return Call(
            "aug_transforms",
            {
                "do_flip": self.flip,
                "flip_vert": self.flip_vert,
                "max_rotate": self.max_rotate,
                "max_zoom": self.max_zoom,
                "max_lighting": self.max_lighting,
                "max_warp": self.max_warp,
                "p_affine": self.p_affine,
                "p_lighting": self.p_lighting,
            },
        )

    def preprocess(self) -> Preprocess:
        """What validation and prediction see: the same size, with no chance in it."""
        from core.vision.preprocess import Preprocess

        return Preprocess(size=self.size, method=self.item_tfm, pad=self.pad_mode)


def load_recipe(project: Project) -> Recipe:
    """The project's recipe; fastai's defaults where none is saved or it cannot be read."""
    try:
        return Recipe.model_validate(project.setting("recipe") or {})
    except ValidationError:
        return Recipe()


def save_recipe(project: Project, recipe: Recipe) -> None:
    """Keep the recipe with the project; the next preview and the next training use it."""
    project.set_setting("recipe", recipe.model_dump())


def project_items(project: Project) -> list[Item]:
    """The pictures a model may learn from (train) and be checked on (valid), never the test set."""
    return [
        Item(project.image_path(record.id), record.label, record.split)
        for record in project.images()
        if record.split in {"train", "valid"}
    ]
