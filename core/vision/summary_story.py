"""What `DataBlock.summary` and fastai's errors say, in a learner's words."""

import re
from typing import NamedTuple

from core.vision.augment.augmentation import Augmentation, Light
from core.vision.augment.augmentations import CATALOGUE
from core.vision.recipe import Recipe

ITEM = "Item transforms: each picture on its own"
BATCH = "Batch transforms: all pictures at once"
_STACKED = "Pictures of one size are stacked into a batch"
_CHAPTERS = (
    ("Building one sample", "One picture becomes a pair (x, y)"),
    ("Building one batch", ITEM),
    ("Collating items in a batch", _STACKED),
    ("Applying batch_tfms", BATCH),
)
_TOGETHER = (
    [one for one in CATALOGUE if one.fastai],
    [one for one in CATALOGUE if one.picture_by_picture],
)
_APPLIED = re.compile(
    r"applying (?P<name>[\w.]+(?:, \w+)*)(?: -- .*?)?\s+(?:gives\s+(?P<result>[^\n]+)|failed)",
    re.DOTALL,
)


class Step(NamedTuple):
    """One step of the story: its chapter, the transform applied, what came out of it ("" if the
    summary does not say)."""

    chapter: str
    transform: str
    result: str


def story(printed: str) -> list[Step]:
    """The transforms in what `DataBlock.summary` printed, in the order they were applied.

    A step that failed is the last, its result "failed"; a set-up that failed has no steps.
    """
    return [step for chapter, text in _chapters(printed) for step in _steps(chapter, text)]


def carried_out(transform: str, recipe: Recipe) -> list[Augmentation]:
    """What a step that stands for several augmentations does; empty for a step of its own.

    fastai turns, zooms and warps in one step, named after the first of them; torchvision's are one
    step, named after all of them.
    """
    names = set(transform.split(", "))
    together = next((these for these in _TOGETHER if names <= _applied_as(these)), [])
    if transform == "Brightness" and not recipe.own_contrast:
        together = [one for one in CATALOGUE if isinstance(one, Light)]
    return [one for one in recipe.switched_on() if one in together]


def _applied_as(these: list[Augmentation]) -> set[str]:
    """What the summary calls their transforms."""
    own = [call for one in these if (call := one.usual_call)]
    theirs = {call.name if call.p is None else "RandomApply" for call in own}
    return theirs.union(*(one.fastai for one in these))


def _steps(chapter: str, text: str) -> list[Step]:
    if chapter == _STACKED:
        return [Step(chapter, "fa_collate", "failed" if "Error!" in text else "")]
    return [
        Step(chapter, applied["name"], (applied["result"] or "failed").strip())
        for applied in _APPLIED.finditer(text)
    ]


def _chapters(printed: str) -> list[tuple[str, str]]:
    """Our name of each chapter with the text below its heading."""
    found = [(printed.find(heading), ours) for heading, ours in _CHAPTERS]
    starts = [(start, ours) for start, ours in found if start >= 0]
    edges = [*(start for start, _ in starts), len(printed)]
    return [(ours, printed[edges[n] : edges[n + 1]]) for n, (_, ours) in enumerate(starts)]


MEANINGS = {
    "sizes": r"not the same size|stack expects each tensor to be equal size",
    "no_files": r"'NoneType' object is not iterable",
    "none_among_labels": r"'<' not supported between instances of .*'NoneType'",
    "unknown_class": r"was not included in the training dataset",
    "no_batches": r"does not contain any batches",
    "no_pattern": r'^AssertionError: Failed to find "',
    "no_file": r"No such file or directory",
}


def meaning(failure: str) -> str | None:
    """The key of what an error means (`error_KEY` in the page's texts); None for one not known."""
    found = (key for key, pattern in MEANINGS.items() if re.search(pattern, failure))
    return next(found, None)
