"""Questions about the learner's own pictures: what a resize did, and which one was hardest."""

import random
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from core.learning.questions.exercises import PICTURES, ChoiceExercise, Exercise
from core.learning.questions.own_parts import Shown, options_of
from core.project.project import Project
from core.training.outcome import JudgedPicture, Outcome
from core.training.runs import chosen_run, outcome_of, part_of
from core.words import percent

LETTERS = ("A", "B", "C", "D")
WIDE = 1.3  # from here on crop, pad and squish differ at a glance
CLEAR = 0.05  # the highest loss has to lead the others by so much; they are shown in hundredths

_DONE = {
    "crop": "Crop",
    "squish": "Squish",
    "pad-zeros": "Pad with zeros",
    "pad-reflection": "Pad by mirroring",
}
_SIGNS = {
    "crop": "Crop keeps the shapes and cuts off the two longer ends",
    "squish": "Squish keeps everything and bends the shapes",
    "pad-zeros": "Padding with zeros keeps everything and adds black bands",
    "pad-reflection": "Padding by mirroring keeps everything and repeats it at the edge",
}


def about_own_pictures(project: Project, shown: Shown) -> Iterator[Exercise]:
    """What can be asked about single pictures: one that is not square, four that were judged."""
    changed, run = project.changed(), chosen_run(project)
    yield from _resized(project.path, changed)
    outcome = outcome_of(project, run) if run else None
    if outcome:
        yield from _top_loss(_four(project.path, changed, outcome), shown)


@lru_cache(maxsize=64)
def _resized(path: Path, _changed: int) -> tuple[Exercise, ...]:
    sizes = ((_ratio(one.width, one.height), one.id) for one in Project(path).dataset.images())
    long = [one for one in sizes if one[0] >= WIDE]
    if not long:
        return ()
    image_id = max(long)[1]
    how = random.Random(image_id).choice(PICTURES)
    asked = ChoiceExercise(
        id="mine-resize",
        name="What was done to your picture",
        prompt="This square was made from your own picture. What was done to it?",
        images=(image_id,),
        picture=how,
        options=options_of(
            {_DONE[one]: f"{_SIGNS[one]}. Look again: that is not so here." for one in PICTURES},
            _DONE[how],
        ),
        because=f"{_SIGNS[how]}.",
        page="augment",
        try_it="Switch between crop, pad and squish, and find what each one costs you.",
        topic="pictures",
    )
    return (asked,)


def _ratio(width: int, height: int) -> float:
    return max(width, height) / max(1, min(width, height))


def _top_loss(four: tuple[JudgedPicture, ...], shown: Shown) -> Iterator[Exercise]:
    if not four:
        return
    worst = max(four, key=lambda one: one.loss)
    said = {letter: _answer_sentence(one, shown) for letter, one in zip(LETTERS, four, strict=True)}
    labels = ", ".join(
        f"{letter} {shown(one.label)}" for letter, one in zip(LETTERS, four, strict=True)
    )
    right = LETTERS[four.index(worst)]
    yield ChoiceExercise(
        id="mine-top-loss",
        name="The hardest of four",
        prompt="Your model judged these four pictures. Which one had the highest loss?",
        images=tuple(one.image_id for one in four),
        options=options_of(
            {key: f"{text} Another is higher." for key, text in said.items()}, right
        ),
        because=f"{said[right]} Their labels: {labels}.",
        page="evaluate",
        try_it="See what the other pictures at the top have in common.",
        topic="model",
    )


@lru_cache(maxsize=16)
def _four(path: Path, _changed: int, whole: Outcome) -> tuple[JudgedPicture, ...]:
    """The hardest validation picture and three easier ones, mixed; none if it does not lead."""
    outcome = part_of(whole, "valid")
    here = {one.id for one in Project(path).dataset.images()}
    rows = [row for row in outcome.hardest() if outcome.image_ids[row] in here]
    if len(rows) < len(LETTERS):
        return ()
    last = len(rows) - 1
    places = (0, last // 3 or 1, 2 * last // 3, last)
    four = [outcome.judged(rows[place]) for place in places]
    if four[0].loss - four[1].loss < CLEAR:
        return ()
    random.Random(four[0].image_id).shuffle(four)
    return tuple(four)


def _answer_sentence(one: JudgedPicture, shown: Shown) -> str:
    verb = "rightly" if one.is_correct else "wrongly"
    name = shown(one.predicted)
    return f"Loss {one.loss:.2f}: {verb} called {name}, {percent(one.confidence)} sure."
