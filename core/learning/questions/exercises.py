"""Questions of our own, in five forms, each with what to say to a wrong answer: validated."""

import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self, cast

from PIL import Image, ImageDraw
from pydantic import Field, TypeAdapter, model_validator

from core.content import CONTENT_FOLDER, Content, Text, read_file
from core.learning.pages import PageId
from core.vision.preprocess import Method, Padding, Preprocess


class TryIt(Content):
    """A question's `try_it` says what to do on its `page`; `view` opens the part of the page (the
    key of the widget that chooses it, and its option), and `at` is what the key of the control to
    find there begins with. A test opens each page and looks for it."""

    page: PageId
    view: dict[str, str] = Field(default_factory=dict)
    at: Text
    try_it: Text

    def place(self) -> dict[str, object]:
        """The same four, by name."""
        return {name: getattr(self, name) for name in TryIt.model_fields}


CONTENT = CONTENT_FOLDER / "exercises"
PICTURES = ("crop", "squish", "pad-zeros", "pad-reflection")


class Matrix(Content):
    """A confusion matrix to read: rows are the actual classes, columns the predicted ones."""

    classes: tuple[Text, ...] = Field(min_length=2)
    counts: tuple[tuple[int, ...], ...]

    @model_validator(mode="after")
    def _square(self) -> Self:
        if {len(self.counts), *map(len, self.counts)} != {len(self.classes)}:
            raise ValueError("a matrix has as many rows and columns as classes")
        return self


class _Exercise(TryIt):
    """What every form has. `because` explains the right answer; `order` and `topic` are set by
    the reader; `code`, `matrix`, `picture` and `images` are shown with the prompt: `images` are
    ids of the learner's pictures, one for each option, or the one that `picture` was done to."""

    id: str = Field(pattern=r"^(x|mine)-[a-z0-9-]+$")
    name: str = Field(min_length=1, max_length=40)
    prompt: Text
    because: Text
    sources: tuple[str, ...] = ()
    checked: str = ""
    code: str = ""
    matrix: Matrix | None = None
    picture: str = ""
    images: tuple[Text, ...] = ()
    topic: str = ""
    order: int = 0

    @model_validator(mode="after")
    def _picture_exists(self) -> Self:
        if self.picture and self.picture not in PICTURES:
            raise ValueError(f"{self.id}: there is no picture {self.picture!r}")
        return self


class Option(Content):
    """One thing to choose; `why` says why it is wrong."""

    text: Text
    why: str = ""
    right: bool = False


class ChoiceExercise(_Exercise):
    """One of some options is right."""

    kind: Literal["choice"] = "choice"
    options: tuple[Option, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _one_is_right(self) -> Self:
        if [one.right for one in self.options].count(True) != 1:
            raise ValueError(f"{self.id}: one option has to be right")
        if not all(one.why or one.right for one in self.options):
            raise ValueError(f"{self.id}: every wrong option needs its why")
        return self


class Slip(Content):
    """A wrong number that people arrive at, and where it comes from."""

    value: float
    why: Text


class NumericExercise(_Exercise):
    """A number, right within `tolerance`; `otherwise` answers a wrong number that is no slip."""

    kind: Literal["numeric"] = "numeric"
    answer: float
    tolerance: float = Field(default=0, ge=0)
    unit: str = ""
    slips: tuple[Slip, ...] = ()
    otherwise: Text

    @model_validator(mode="after")
    def _slips_are_wrong(self) -> Self:
        if any(abs(slip.value - self.answer) <= self.tolerance for slip in self.slips):
            raise ValueError(f"{self.id}: a slip is right")
        return self


class OrderExercise(_Exercise):
    """Steps, here in the right order; `why[i]` says why step i comes before step i + 1."""

    kind: Literal["order"] = "order"
    steps: tuple[Text, ...] = Field(min_length=3)
    why: tuple[Text, ...]

    @model_validator(mode="after")
    def _every_pair_has_its_why(self) -> Self:
        if len(self.why) != len(self.steps) - 1 or len(set(self.steps)) != len(self.steps):
            raise ValueError(f"{self.id}: one why between each two different steps")
        return self


class Pair(Content):
    """Two things that belong together, and why."""

    left: Text
    right: Text
    why: Text


class MatchExercise(_Exercise):
    """Each left thing belongs to one right thing."""

    kind: Literal["match"] = "match"
    pairs: tuple[Pair, ...] = Field(min_length=2)


class LineExercise(_Exercise):
    """Find the one line of `code` to change; `whys` clears every other line (from 1)."""

    kind: Literal["line"] = "line"
    right: int = Field(ge=1)
    whys: dict[int, Text]

    @model_validator(mode="after")
    def _every_line_is_spoken_of(self) -> Self:
        if sorted([self.right, *self.whys]) != list(range(1, len(self.lines) + 1)):
            raise ValueError(f"{self.id}: every other line needs its why")
        return self

    @property
    def lines(self) -> list[str]:
        """The code, line by line."""
        return self.code.rstrip().splitlines()


Exercise = Annotated[
    ChoiceExercise | NumericExercise | OrderExercise | MatchExercise | LineExercise,
    Field(discriminator="kind"),
]
_EXERCISE: TypeAdapter[Exercise] = TypeAdapter(Exercise)


def read_exercises(folder: Path) -> tuple[Exercise, ...]:
    """Every exercise of a folder's YAML files, in order; raises ContentInvalid or ValueError."""
    found: list[Exercise] = []
    for file in sorted(folder.glob("*.yaml")):
        content = read_file(file)
        for entry in content["exercises"]:
            found.append(_placed(entry, content["topic"], len(found) + 1))
    if len({exercise.id for exercise in found}) != len(found):
        raise ValueError("two exercises have the same id")
    return tuple(found)


def _placed(entry: dict[str, Any], topic: str, order: int) -> Exercise:
    exercise = _EXERCISE.validate_python(entry | {"topic": topic, "order": order})
    if not exercise.sources or not exercise.checked:
        raise ValueError(f"{exercise.id}: sources and how it was checked are missing")
    return exercise


@cache
def exercises() -> tuple[Exercise, ...]:
    """The app's own questions, read once a process."""
    return read_exercises(CONTENT)


def shuffled(exercise_id: str, things: Sequence[str]) -> list[str]:
    """The things in an order that is always the same for an exercise, and never as given."""
    mixed = list(things)
    chance = random.Random(exercise_id)
    while len(mixed) > 1 and mixed == list(things):
        chance.shuffle(mixed)
    return mixed


SIZE = 240
WIDE = (480, 240)
PAPER, INK = "#F4EFE4", "#24221F"
SHAPES = (("#0072B2", 20), ("#E69F00", 180), ("#009E73", 340))  # fill, left edge


def wide_picture() -> Image.Image:
    """Three circles on paper with a dark ground line: 480 × 240 pixels."""
    image = Image.new("RGB", WIDE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 205, WIDE[0], 212), fill=INK)
    for fill, left in SHAPES:
        draw.ellipse((left, 40, left + 120, 160), fill=fill, outline=INK, width=3)
    return image


def made_square(how: str, picture: Image.Image | None = None) -> Image.Image:
    """A picture (the drawing if none is given) as a square of 240 pixels. `how` is a method, with
    its padding after a dash."""
    method, _, padding = how.partition("-")
    pad = cast(Padding, padding or "zeros")
    return Preprocess(SIZE, cast(Method, method), pad).resized(picture or wide_picture())
