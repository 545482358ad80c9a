"""What a learner chooses for a fine-tune, and the whole order a worker gets: pure data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain, zip_longest
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.content import says
from core.project.project import Project
from core.project.records import RunRecord
from core.project.settings import Setting
from core.training.finetune.starting_head import StartingHead
from core.vision.augment.augmentation import RANDOM_CROP
from core.vision.recipe import Item, Recipe

Kind = Literal["finetune", "lr_find"]
Variety = Literal["recipe", "none", "course"]
LITE0 = "efficientnet_lite0"
MODEL_NAME = r"^[A-Za-z0-9][A-Za-z0-9_.\-]{1,79}$"
SPEC = "spec.json"
SMALL_BATCH = 6
MIN_SCALE = 0.5  # of lesson 2


class CannotFineTune(Exception):
    """A fine-tune cannot start or go on; the message is one sentence for the learner."""


class FineTuneSettings(BaseModel):
    """The arguments of `vision_learner(…).fine_tune(…)`; the defaults suit a few hundred photos.

    `freeze_epochs` come first and train the head alone; `epochs` train all layers. `bs` is the
    recipe's when None. Without `pretrained` the model starts from random numbers.

    `patience` ends it when that many epochs in a row brought no lower validation loss, and keeps
    the best epoch's weights; 0 trains to the end. `quick_head` starts from the quick run's last
    layer instead of a random one. `small_machine` takes few pictures at a time and adds their
    gradients up, so that each step still sees a whole batch.

    `size` is the recipe's when None. Progressive resizing: the first `small_epochs` (frozen ones
    counted) see pictures of `small_size`, the others of the full size. `mixed_precision` computes
    in 16 bits on a graphics card (`learn.to_fp16()`); a processor leaves it out.

    `variety` is the recipe's, or for an experiment one of two that do not depend on it: "none" is
    `Resize(size)` alone, "course" lesson 2's `RandomResizedCrop(size, min_scale=0.5)` with
    `aug_transforms()`.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    architecture: str = Field(default=LITE0, pattern=MODEL_NAME)
    pretrained: bool = True
    epochs: int = Field(default=3, ge=1, le=50)
    freeze_epochs: int = Field(default=1, ge=0, le=20)
    lr: float = Field(default=2e-3, gt=0, le=1)
    bs: int | None = Field(default=None, ge=2, le=256)
    seed: int = 42
    patience: int = Field(default=0, ge=0, le=10)
    quick_head: bool = False
    small_machine: bool = False
    size: int | None = Field(default=None, ge=32, le=512)
    small_size: int | None = Field(default=None, ge=32, le=512)
    small_epochs: int = Field(default=1, ge=1, le=50)
    mixed_precision: bool = False
    variety: Variety = "recipe"

    @property
    def all_epochs(self) -> int:
        """Frozen and unfrozen epochs together."""
        return self.freeze_epochs + self.epochs

    def applied_to(self, recipe: Recipe) -> Recipe:
        """The recipe with the size and the variety chosen here, where they are."""
        sized = recipe.model_copy(update={"size": self.size}) if self.size else recipe
        plain = Recipe(size=sized.size, bs=sized.bs)
        if self.variety == "none":
            return plain.model_copy(update={"augment": False})
        if self.variety == "course":
            return plain.model_copy(update={"item_tfm": RANDOM_CROP, "min_scale": MIN_SCALE})
        return sized

    def epochs_at_small_size(self, full: int) -> int:
        """How many epochs progressive resizing makes smaller than `full`; never the last one."""
        if self.small_size is None or self.small_size >= full:
            return 0
        return min(self.small_epochs, self.all_epochs - 1)


DRAFT = Setting[FineTuneSettings]("finetune_draft", FineTuneSettings, FineTuneSettings)


def keep_draft(project: Project, settings: FineTuneSettings) -> None:
    """Remember what the learner has set for the next fine-tune, so that a reload brings it back."""
    if settings != project.settings.get(DRAFT):
        project.settings.set_soon(DRAFT, settings)


def finetune_settings(run: RunRecord) -> FineTuneSettings:
    """What a fine-tune was asked to do; the defaults where that cannot be read, and for a quick
    run."""
    try:
        return FineTuneSettings.model_validate(run.settings)
    except ValidationError:
        return FineTuneSettings()


class Picture(BaseModel):
    """One picture of the order: its id, file, label and split ("train", "valid" or "test"). Test
    pictures are locked away: the finished model judges them, no epoch sees them."""

    id: str
    path: Path
    label: str
    split: str


class FineTuneSpec(BaseModel):
    """All a worker needs to know: a fine-tune is a function of this and the picture files."""

    kind: Kind = "finetune"
    settings: FineTuneSettings
    recipe: Recipe
    vocab: list[str]
    pictures: list[Picture]
    project: Path
    run_id: str
    head_file: Path | None = None

    @property
    def bs(self) -> int:
        """The batch size asked for; never more than there are training pictures."""
        train = sum(picture.split == "train" for picture in self.pictures)
        return max(2, min(self.settings.bs or self.recipe.bs, train))

    def starting_head(self) -> StartingHead | None:
        """The quick run's last layer, where the fine-tune starts from it."""
        return StartingHead.load(self.head_file) if self.head_file else None

    @property
    def at_once(self) -> int:
        """How many pictures are in memory at a time: a whole batch, but on a small machine few."""
        return min(self.bs, SMALL_BATCH) if self.settings.small_machine else self.bs

    def items(self) -> list[Item]:
        """The pictures as the DataBlock takes them, in the same order."""
        return [Item(picture.path, picture.label, picture.split) for picture in self.pictures]

    def write(self, folder: Path) -> None:
        """Leave the order in the run's folder, for the worker."""
        (folder / SPEC).write_text(self.model_dump_json(), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> FineTuneSpec:
        """The order in a run's folder; raises CannotFineTune where it is gone or damaged."""
        try:
            return cls.model_validate_json((folder / SPEC).read_bytes())
        except (OSError, ValidationError) as error:
            raise CannotFineTune(says("training", "what_ordered_for")) from error


class Architecture(NamedTuple):
    """What to call it, what to expect of it, and its memory a picture beside Lite0's."""

    title: str
    remark: str
    memory: float = 1.0


OFFERED: dict[str, Architecture] = {
    LITE0: Architecture("EfficientNet-Lite0", "built in, needs no network"),
    "resnet18": Architecture("ResNet-18", "small and plain: the course's first model"),
    "resnet34": Architecture("ResNet-34", "a deeper one", 1.3),
    "resnet50": Architecture("ResNet-50", "slow without a graphics card", 2.5),
    "mobilenetv3_large_100": Architecture("MobileNetV3", "made for phones"),
    "efficientnet_b0": Architecture("EfficientNet-B0", "Lite0's bigger sister", 1.5),
    "resnet26d": Architecture("ResNet-26d", "the course's way to a quick, good model", 1.7),
    "convnext_tiny": Architecture("ConvNeXt-Tiny", "strong; slow without a graphics card", 3.0),
}
TORCHVISION = frozenset({"resnet18", "resnet34", "resnet50"})
MEMORY_OF_OTHERS = 3.0


def architecture_in_words(name: str) -> str:
    """For example: ResNet-18; a name that is typed in is its own title."""
    return OFFERED[name].title if name in OFFERED else name


def memory_beside_lite0(name: str) -> float:
    """How much more memory a picture takes in training than with Lite0; cautious when unknown."""
    return OFFERED[name].memory if name in OFFERED else MEMORY_OF_OTHERS


MOST = 12


class Watched(NamedTuple):
    """A picture's place among the validation pictures, and the index of its class."""

    place: int
    picture: Picture
    target: int


def pictures_to_watch(
    pictures: Sequence[Picture], vocab: Sequence[str], most: int = MOST
) -> list[Watched]:
    """At most `most` validation pictures, the classes in turn; always the same ones of an order."""
    by_class: dict[str, list[Watched]] = defaultdict(list)
    valid = [picture for picture in pictures if picture.split == "valid"]
    for place, picture in enumerate(valid):
        watched = Watched(place, picture, vocab.index(picture.label))
        by_class[picture.label].append(watched)
    in_turn = chain.from_iterable(zip_longest(*(by_class[name] for name in sorted(by_class))))
    return [watched for watched in in_turn if watched is not None][:most]
