"""One augmentation: how strong it is in a recipe, how it is put in, how it looks alone.

Pure data, no fastai.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.vision.augment.own_calls import OWN, TORCHVISION, Call, Place
from core.vision.code.calls import written_values
from core.vision.recipe import Recipe
from core.words import percent

Strength = float | str

NOTHING: dict[str, object] = {
    "augment": True,
    "flip": False,
    "flip_vert": False,
    "max_rotate": 0.0,
    "max_zoom": 1.0,
    "max_warp": 0.0,
    "max_lighting": 0.0,
    "max_contrast": None,
    "max_saturation": 0.0,
    "max_hue": 0.0,
    **{key: own.steps[0] for key, own in OWN.items()},
}
ALWAYS: dict[str, object] = {"p_affine": 1.0, "p_lighting": 1.0, "p_other": 1.0}
FLIPS: dict[Strength, dict[str, object]] = {
    "never": {"flip": False, "flip_vert": False},
    "left–right": {"flip": True, "flip_vert": False},
    "any way up": {"flip": True, "flip_vert": True},
}


@dataclass(frozen=True)
class Augmentation:
    """One augmentation: `steps` of its parameter, the first without effect, the last too much.

    `usual` is a strength often chosen.
    """

    key: str
    name: str
    field: str
    steps: tuple[Strength, ...]
    usual: Strength
    unit: str = "{:g}"
    place: Place = "batch_tfms"

    def shown(self, strength: Strength) -> str:
        """The strength as a learner reads it: "45°", "at most × 1.5"."""
        if isinstance(strength, str):
            return strength
        return self.unit.format(strength, percent=percent(strength))

    def strength_in(self, recipe: Recipe) -> Strength:
        """How strong it is in a recipe; the first step where it is left out."""
        if self.key == "crop":
            random = recipe.item_tfm == "random_resized_crop"
            return recipe.min_scale if random else self.steps[0]
        if not recipe.augment:
            return self.steps[0]
        if self.key == "flip":
            on, vertical = recipe.flip, recipe.flip_vert
            return self.steps[0 if not on else 2 if vertical else 1]
        if self.key == "contrast" and recipe.max_contrast is None:
            return recipe.max_lighting
        return float(getattr(recipe, self.field))

    def is_on(self, recipe: Recipe) -> bool:
        """Whether a recipe has it."""
        if self.key == "crop":
            return recipe.item_tfm == "random_resized_crop"
        return self.strength_in(recipe) != self.steps[0]

    def put_in(self, recipe: Recipe, strength: Strength) -> Recipe:
        """The recipe with this augmentation at that strength; the first step takes it out."""
        base = recipe if recipe.augment else nothing(recipe)
        return _settled(base.model_copy(update=self._fields(base, strength)))

    def alone(self, recipe: Recipe, strength: Strength) -> Recipe:
        """Nothing but this augmentation, in every draw, at the recipe's size: to look at."""
        bare = nothing(recipe).model_copy(update=ALWAYS)
        if bare.item_tfm == "random_resized_crop" and self.key != "crop":
            bare = bare.model_copy(update={"item_tfm": "crop"})
        return bare.model_copy(update=self._fields(bare, strength))

    def call(self, recipe: Recipe, strength: Strength) -> str:
        """What it is called with that strength: `aug_transforms(max_rotate=45)`; "" without any."""
        if strength == self.steps[0]:
            return ""
        alone = self.alone(recipe, strength)
        if self.key == "crop":
            return written(alone.item_call())
        chosen = [*alone.batch_calls(), *alone.learner_callbacks()]
        own = [one for one in chosen if one.name != "aug_transforms"]
        return written(own[0]) if own else self._in_aug_transforms(chosen[0])

    def options(self, recipe: Recipe) -> list[Strength]:
        """The steps, with the recipe's own strength among them."""
        own = self.strength_in(recipe)
        if own in self.steps:
            return list(self.steps)
        numbers = [float(step) for step in (*self.steps, own)]
        return [*sorted(numbers, reverse=numbers[0] > numbers[1])]

    def _in_aug_transforms(self, call: Call) -> str:
        names = ("do_flip", "flip_vert") if self.key == "flip" else (self.field,)
        if self.key == "contrast":
            names = ("max_lighting",)
        return written(call._replace(arguments={name: call.arguments[name] for name in names}))

    def _fields(self, recipe: Recipe, strength: Strength) -> dict[str, object]:
        if self.key == "flip":
            return FLIPS[strength]
        if self.key == "crop":
            if strength == self.steps[0]:
                random = recipe.item_tfm == "random_resized_crop"
                return {"item_tfm": "crop"} if random else {}
            return {"item_tfm": "random_resized_crop", "min_scale": strength}
        if self.key == "brightness":
            contrast = recipe.max_contrast
            kept = recipe.max_lighting if contrast is None else contrast
            return {"max_lighting": strength, "max_contrast": None if kept == strength else kept}
        if self.key == "contrast":
            same = recipe.max_lighting == strength
            return {"max_contrast": None if same else strength}
        return {self.field: strength}


def written(call: Call) -> str:
    """A call as code, with `v2.` before torchvision's names."""
    module = "v2." if call.module == TORCHVISION else ""
    return f"{module}{call.name}({', '.join(written_values(call.arguments))})"


def nothing(recipe: Recipe) -> Recipe:
    """The recipe with every augmentation of the batch taken out; size and resize stay."""
    return recipe.model_copy(update=NOTHING)


def _settled(recipe: Recipe) -> Recipe:
    """With nothing left for the batch, augmentation counts as switched off."""
    left = recipe.model_copy(update={"max_contrast": recipe.max_contrast or None})
    return recipe if left != nothing(recipe) else recipe.model_copy(update={"augment": False})
