"""Live examples for the glossary: what a term is in the learner's own project."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.content import says
from core.drivetrain.plan.plan import load_plan
from core.evaluation.confusion import confusion
from core.learning.drawings.shapes import bars_of, matrix_of
from core.project.project import Project
from core.project.records import ImageRecord
from core.training.outcome import JudgedPicture, Outcome
from core.training.runs import chosen_run, outcome_of
from core.vision.recipe import load_recipe
from core.words import listed, percent

How = Literal["as it is", "crop", "pad", "squish", "pixels"]
MOST_BARS = 5
PICTURES = 4


@dataclass(frozen=True)
class Shown:
    """One of the learner's pictures, as it is or changed, and what stands below it."""

    image_id: str
    caption: str = ""
    how: How = "as it is"


@dataclass(frozen=True)
class Example:
    """What a term is here: a sentence (not Markdown), pictures, an SVG; at least one of them."""

    text: str = ""
    pictures: tuple[Shown, ...] = ()
    svg: str = ""


def term_examples(project: Project, *, with_model: bool = True) -> dict[str, Example]:
    """Term → its example in this project; nothing for what the project does not have yet. Without
    the model's figures a page can show a word beside a guess about them."""
    records = project.dataset.images()
    found = dict(_from_plan(project))
    if records:
        found |= dict(_from_pictures(project, records))
    run = chosen_run(project) if with_model else None
    outcome = outcome_of(project, run) if run else None
    if outcome and "valid" in outcome.splits:
        here = {record.id for record in records}
        found |= dict(_from_model(outcome.part("valid"), here))
    return found


def _yours(said: object) -> str:
    return says("glossary", "yours", said=said)


def _with_loss(one: JudgedPicture) -> str:
    return says("glossary", "loss", label=one.predicted, loss=f"{one.loss:.2f}")


def _from_plan(project: Project) -> Iterator[tuple[str, Example]]:
    plan = load_plan(project)
    if plan.objective:
        yield "objective", Example(_yours(plan.objective))
    if names := [lever.name for lever in plan.named_levers]:
        yield "lever", Example(_yours(listed(names)))


def _from_pictures(project: Project, records: list[ImageRecord]) -> Iterator[tuple[str, Example]]:
    counts = {name: count for name, count in project.dataset.classes().items() if count}
    yield "class", Example(_yours(listed([*counts])))
    most = sorted(counts.items(), key=lambda one: -one[1])[:MOST_BARS]
    yield "class balance", Example(says("glossary", "counted"), svg=bars_of(dict(most)))
    yield from _one_picture(records[0])
    yield from _made_square(max(records, key=lambda record: record.width / record.height))
    yield from _sides(project)
    train = [record for record in records if record.split == "train"][:: max(1, len(records) // 5)]
    size = load_recipe(project).bs
    batch = tuple(Shown(record.id, record.label) for record in train[:PICTURES])
    yield "batch", Example(says("glossary", "batch", shown=len(batch), size=size), batch)
    yield "batch size", Example(_yours(size))


def _one_picture(record: ImageRecord) -> Iterator[tuple[str, Example]]:
    yield "label", Example(pictures=(Shown(record.id, record.label),))
    yield "item", Example(says("glossary", "item", name=record.name), (Shown(record.id),))
    few = Shown(record.id, says("glossary", "few_pixels"), "pixels")
    yield "pixel", Example(pictures=(Shown(record.id, says("glossary", "before")), few))


def _made_square(record: ImageRecord) -> Iterator[tuple[str, Example]]:
    before = Shown(record.id, says("glossary", "before"))
    ways: tuple[How, ...] = ("crop", "pad", "squish")
    for how in ways:
        yield how, Example(pictures=(before, Shown(record.id, how, how)))
    yield "resize", Example(pictures=(before, *(Shown(record.id, how, how) for how in ways)))


def _sides(project: Project) -> Iterator[tuple[str, Example]]:
    sizes = project.dataset.split_counts()
    names = {"train": "training set", "valid": "validation set", "test": "test set"}
    there = {name: sizes[side] for side, name in names.items() if sizes.get(side)}
    for name, count in there.items():
        yield name, Example(says("glossary", "side", count=count, all=sum(there.values())))
    yield (
        "split",
        Example(
            says("glossary", "counted"), svg=bars_of({k.split()[0]: n for k, n in there.items()})
        ),
    )
    yield "seed", Example(_yours(project.dataset.split().seed))


def _from_model(judged: Outcome, here: set[str]) -> Iterator[tuple[str, Example]]:
    right, total = judged.correct, len(judged.targets)
    if not total:
        return
    yield "vocab", Example(_yours(listed(judged.vocab)))
    good, bad = percent(right / total), percent(1 - right / total)
    wrong = says("glossary", "error_rate", wrong=total - right, total=total, share=bad)
    yield "accuracy", Example(says("glossary", "accuracy", right=right, total=total, share=good))
    yield "error rate", Example(wrong)
    yield "validation loss", Example(_yours(f"{judged.losses.mean():.3f}"))
    yield "baseline", _baseline(judged)
    if len(judged.vocab) <= MOST_BARS:
        counts = confusion(judged).counts
        yield (
            "confusion matrix",
            Example(says("glossary", "matrix"), svg=matrix_of(counts.tolist(), judged.vocab)),
        )
    rows = [row for row in judged.hardest() if judged.image_ids[row] in here]
    if rows:
        yield from _hardest(judged, rows)


def _baseline(judged: Outcome) -> Example:
    counts = np.bincount(judged.targets, minlength=len(judged.vocab))
    name, share = judged.vocab[int(counts.argmax())], counts.max() / counts.sum()
    return Example(says("glossary", "baseline", name=name, share=percent(share)))


def _hardest(judged: Outcome, rows: list[int]) -> Iterator[tuple[str, Example]]:
    worst = [judged.judged(row) for row in rows[:3]]
    top = tuple(Shown(one.image_id, _with_loss(one)) for one in worst)
    yield "top losses", Example(says("glossary", "top_losses"), top)
    yield "loss", Example(pictures=(top[0],))
    chances = dict(judged.ranked(rows[0])[:MOST_BARS])
    picture = (Shown(worst[0].image_id, worst[0].label),)
    for term in ("prediction", "probability", "confidence"):
        yield term, Example(says("glossary", "hardest"), picture, bars_of(chances, share=True))
