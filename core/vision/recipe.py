"""The recipe: how a picture becomes what the model sees, chosen on *DataBlock* and *Augment*.

Pure data, no fastai: pages edit it, workers turn it into transforms, `recipe_code` prints it.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

from pydantic import Field, ValidationError

from core.project.settings import Setting
from core.vision.augment.augmentation import RANDOM_CROP, Augmentation, Call, Place
from core.vision.augment.augmentations import AUG_TRANSFORMS, CATALOGUE, Augmenting

if TYPE_CHECKING:
    from core.project.project import Project
    from core.project.records import RunRecord
    from core.vision.preprocess import Preprocess

NORMALIZE_MEAN = NORMALIZE_STD = 0.5


class Item(NamedTuple):
    """One picture for fastai: its file, its label, and "train" or "valid"."""

    path: Path
    label: str
    split: str


class Recipe(Augmenting):
    """What happens to a picture on its way into the model; the defaults are fastai's own.

    How it is resized, how strong each augmentation is and in which share of draws, and `bs`, the
    pictures of a batch. `augment=False` leaves out all augmentations of the batch. `max_lighting`
    is brightness, and contrast too where `max_contrast` is not set.
    """

    bs: int = Field(default=32, ge=2, le=256)

    def item_call(self) -> Call:
        """The item transform: every picture on its own, so that all get the same size."""
        if self.item_tfm == RANDOM_CROP:
            return Call("RandomResizedCrop", {"size": self.size, "min_scale": self.min_scale})
        padding = {"pad_mode": self.pad_mode} if self.item_tfm == "pad" else {}
        return Call("Resize", {"size": self.size, "method": self.item_tfm, **padding})

    def item_calls(self) -> list[Call]:
        """`item_tfms`: what happens to each picture on its own, in order."""
        return [self.item_call()]

    def aug_transforms(self, names: Collection[str] = ()) -> Call:
        """fastai's `aug_transforms` with the arguments of those names; by default with all."""
        arguments = self.model_dump(by_alias=True, include=AUG_TRANSFORMS)
        if self.own_contrast:
            arguments["max_lighting"] = 0.0
        chosen = {name: v for name, v in arguments.items() if name in names or not names}
        return Call("aug_transforms", chosen)

    def batch_calls(self) -> list[Call]:
        """`batch_tfms` before the normalisation, in order; empty when switched off.

        fastai runs erasing after the normalisation, wherever it stands in the list.
        """
        return [self.aug_transforms(), *self._own_calls("batch_tfms")] if self.augment else []

    def learner_callbacks(self) -> list[Call]:
        """What cannot be a transform, because it changes the labels too: `Learner(cbs=…)`."""
        return self._own_calls("callback")

    def _own_calls(self, place: Place) -> list[Call]:
        placed = [one for one in CATALOGUE if one.place == place]
        made = [one.own_call(self) for one in sorted(placed, key=lambda one: one.turn)]
        return [call for call in made if call]

    @property
    def own_contrast(self) -> bool:
        """Whether contrast is another than brightness, so that each needs its own call."""
        return self.max_contrast is not None and self.max_contrast != self.max_lighting

    def switched_on(self) -> list[Augmentation]:
        """What it has, in the order of the catalogue."""
        return [one for one in CATALOGUE if one.is_on(self)]

    def bare(self, *, uncropped: bool = False) -> Self:
        """It with every augmentation of the batch taken out, `uncropped` with the crop out too."""
        bare = self.model_copy(update={"augment": True})
        for one in CATALOGUE:
            if uncropped or one.place != "item_tfms":
                bare = bare.model_copy(update=one.changes(bare, one.steps[0]))
        return bare

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
