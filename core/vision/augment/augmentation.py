"""One augmentation: how strong it is in a recipe, how it is put in, which call it makes.

Pure data, no fastai: workers make the calls.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from core.words import percent

if TYPE_CHECKING:
    from core.vision.recipe import Recipe

FASTAI = "fastai.vision.all"
TORCHVISION = "torchvision.transforms.v2"
RANDOM_CROP = "random_resized_crop"
Value = bool | int | float | str | tuple[float, float]
Strength = float | str
ItemTransform = Literal["crop", "pad", "squish", "random_resized_crop"]
PadMode = Literal["zeros", "reflection", "border"]
Place = Literal["item_tfms", "batch_tfms", "callback"]
ALWAYS = {"p_affine": 1.0, "p_lighting": 1.0, "p_other": 1.0}


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


def v2(name: str, happens: float | None = None, **arguments: Value) -> Call:
    """A call of torchvision's, which `happens` with that probability; always where it is None."""
    return Call(name, arguments, TORCHVISION, happens)


@dataclass(frozen=True, kw_only=True)
class Augmentation:
    """What a field of the recipe does to pictures; the field's name is also its `key` by default.

    `steps` of its parameter go from no effect to a destroyed label, `usual` is often chosen, `unit`
    is how a strength is written. `call` makes a call of its own of the strength and the share of
    draws, which the recipe keeps under `share` (None: no matter of chance); its `turn` is among
    those calls, `once_a_batch` where the whole batch gets one draw. Without `call` it is an
    argument of `aug_transforms`, which makes transforms of the names `fastai`.
    """

    name: str
    steps: tuple[Strength, ...]
    usual: Strength
    key: str = ""
    field: str = ""
    unit: str = "{:g}"
    place: Place = "batch_tfms"
    share: Literal["p_affine", "p_lighting", "p_other"] | None = None
    call: Callable[[float, float], Call] | None = None
    turn: int = 0
    once_a_batch: bool = False
    fastai: tuple[str, ...] = ()

    @property
    def arguments(self) -> tuple[str, ...]:
        """What it is called among the arguments of `aug_transforms`."""
        return (self.field,)

    @property
    def usual_call(self) -> Call | None:
        """Its own call at the usual strength, in every draw; None where it has none."""
        return self.call(float(self.usual), 1.0) if self.call else None

    @property
    def picture_by_picture(self) -> bool:
        """Whether it is torchvision's, which gets the pictures of a batch one by one."""
        return self.usual_call is not None and self.usual_call.module == TORCHVISION

    def shown(self, strength: Strength) -> str:
        """The strength as a learner reads it: "45°", "at most × 1.5"."""
        if isinstance(strength, str):
            return strength
        return self.unit.format(strength, percent=percent(strength))

    def strength_in(self, recipe: Recipe) -> Strength:
        """How strong it is in a recipe; the first step where it is left out."""
        return self.stored(recipe) if recipe.augment else self.steps[0]

    def stored(self, recipe: Recipe) -> Strength:
        """The strength its field holds, be augmentation switched on or off."""
        return float(getattr(recipe, self.field))

    def is_on(self, recipe: Recipe) -> bool:
        """Whether a recipe has it."""
        return self.strength_in(recipe) != self.steps[0]

    def changes(self, recipe: Recipe, strength: Strength) -> dict[str, object]:
        """The fields of the recipe that give it this strength."""
        return {self.field: strength}

    def put_in(self, recipe: Recipe, strength: Strength) -> Recipe:
        """The recipe with this augmentation at that strength; the first step takes it out.

        With nothing left for the batch, augmentation counts as switched off.
        """
        base = recipe if recipe.augment else recipe.bare()
        after = base.model_copy(update=self.changes(base, strength))
        left = any(one.place != "item_tfms" for one in after.switched_on())
        return after if left else after.model_copy(update={"augment": False})

    def alone(self, recipe: Recipe, strength: Strength) -> Recipe:
        """Nothing but this augmentation, in every draw, at the recipe's size: to look at."""
        bare = recipe.bare(uncropped=True).model_copy(update=ALWAYS)
        return bare.model_copy(update=self.changes(bare, strength))

    def own_call(self, recipe: Recipe) -> Call | None:
        """The call of its own that a recipe makes; None where it is left out or has none."""
        if self.call is None or not self.is_on(recipe):
            return None
        share = getattr(recipe, self.share) if self.share else 1.0
        return self.call(float(self.strength_in(recipe)), share)

    def call_alone(self, recipe: Recipe, strength: Strength) -> Call | None:
        """What to call for it alone: `aug_transforms(max_rotate=45)`; None without any strength."""
        if strength == self.steps[0]:
            return None
        alone = self.alone(recipe, strength)
        return self.own_call(alone) or alone.aug_transforms(self.arguments)

    def options(self, recipe: Recipe) -> list[Strength]:
        """The steps, with the recipe's own strength among them."""
        own = self.strength_in(recipe)
        if own in self.steps:
            return list(self.steps)
        numbers = [float(step) for step in (*self.steps, own)]
        return [*sorted(numbers, reverse=numbers[0] > numbers[1])]


class Flip(Augmentation):
    """Two switches of `aug_transforms` in place of a strength."""

    WAYS: ClassVar[tuple[tuple[bool, bool], ...]] = ((False, False), (True, False), (True, True))

    @property
    def arguments(self) -> tuple[str, ...]:
        return "do_flip", "flip_vert"

    def stored(self, recipe: Recipe) -> Strength:
        return self.steps[self.WAYS.index((recipe.flip, recipe.flip and recipe.flip_vert))]

    def changes(self, recipe: Recipe, strength: Strength) -> dict[str, object]:
        return dict(zip(("flip", "flip_vert"), self.WAYS[self.steps.index(strength)], strict=True))


class Light(Augmentation):
    """Brightness or contrast: one argument of `aug_transforms` while they agree, else two calls."""

    def stored(self, recipe: Recipe) -> Strength:
        return float(_light(recipe)[self.field])

    def changes(self, recipe: Recipe, strength: Strength) -> dict[str, object]:
        after: dict[str, object] = {**_light(recipe), self.field: strength}
        same = after["max_lighting"] == after["max_contrast"]
        return {**after, "max_contrast": None} if same else after

    def own_call(self, recipe: Recipe) -> Call | None:
        return super().own_call(recipe) if recipe.own_contrast else None


def _light(recipe: Recipe) -> dict[str, float]:
    contrast = recipe.max_contrast
    return {
        "max_lighting": recipe.max_lighting,
        "max_contrast": recipe.max_lighting if contrast is None else contrast,
    }


class Crop(Augmentation):
    """A way of resizing as well: it is there whether augmentation is switched on or off."""

    def strength_in(self, recipe: Recipe) -> Strength:
        return self.stored(recipe) if self.is_on(recipe) else self.steps[0]

    def is_on(self, recipe: Recipe) -> bool:
        return recipe.item_tfm == RANDOM_CROP

    def changes(self, recipe: Recipe, strength: Strength) -> dict[str, object]:
        if strength != self.steps[0]:
            return {"item_tfm": RANDOM_CROP, self.field: strength}
        return {"item_tfm": "crop"} if self.is_on(recipe) else {}

    def own_call(self, recipe: Recipe) -> Call | None:
        return recipe.item_call() if self.is_on(recipe) else None


class Resizing(BaseModel):
    """How each picture gets the one size, and whether its batch is varied at all."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    size: int = Field(default=224, ge=32, le=512)
    item_tfm: ItemTransform = "crop"
    pad_mode: PadMode = "zeros"
    min_scale: Annotated[
        float,
        Field(ge=0.05, le=1.0),
        Crop(
            key="crop",
            name="Crop",
            steps=(1.0, 0.8, 0.65, 0.5, 0.35, 0.25, 0.15, 0.08, 0.05),
            usual=0.35,
            unit="{percent} kept",
            place="item_tfms",
        ),
    ] = 0.35
    augment: bool = True
