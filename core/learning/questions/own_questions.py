"""Questions built from the learner's own project: pictures, split, batches, matrix, costs."""

import random
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np

from core.drivetrain.costs.starting_costs import can_be_priced, load_costs
from core.drivetrain.plan.plan import load_plan
from core.evaluation.confusion import Confusion, confusion
from core.learning.questions.exercises import PICTURES, Exercise, Matrix
from core.learning.questions.own_words import choice, number, own_words
from core.project.everybody import EVERYBODY
from core.project.project import Project
from core.training.outcome import JudgedPicture, Outcome
from core.training.runs import chosen_run, outcome_of, part_of
from core.vision.recipe import load_recipe
from core.words import percent

MOST_CLASSES = 6
WIDE = 1.3  # from here on crop, pad and squish differ at a glance
CLEAR = 0.05  # the highest loss has to lead the others by so much; they are shown in hundredths
SURE = 0.6
LETTERS = ("A", "B", "C", "D")
DONE = {
    "crop": "Crop",
    "squish": "Squish",
    "pad-zeros": "Pad with zeros",
    "pad-reflection": "Pad by mirroring",
}

Shown = Callable[[str], str]


def own_exercises(project: Project, shown: Shown) -> tuple[Exercise, ...]:
    """What can be asked about this project today; nothing for an empty one. `shown` makes a class
    name safe to put among Markdown."""
    found = [*_about_pictures(project, shown), *_about_single_pictures(project, shown)]
    found += [*_about_model(project, shown), *_about_costs(project, shown)]
    return tuple(
        exercise.model_copy(update={"order": place}) for place, exercise in enumerate(found, 1)
    )


def _about_pictures(project: Project, shown: Shown) -> Iterator[Exercise]:
    counts = {name: count for name, count in project.dataset.classes().items() if count}
    if len(counts) < 2:
        return
    yield from _rarest(counts, shown)
    yield _baseline(counts, shown)
    sizes = project.dataset.split_counts()
    train, valid = sizes.get("train", 0), sizes.get("valid", 0)
    if train:
        yield _kept_back(train, valid)
        yield _batches(train, load_recipe(project).bs)


def _rarest(counts: dict[str, int], shown: Shown) -> Iterator[Exercise]:
    few = min(counts.values())
    rarest = [name for name, count in counts.items() if count == few]
    if len(rarest) == 1 and len(counts) <= MOST_CLASSES:
        options = {shown(name): {"count": count} for name, count in counts.items()}
        yield choice("rarest", options, shown(rarest[0]), {"few": few})


def _baseline(counts: dict[str, int], shown: Shown) -> Exercise:
    total, most = sum(counts.values()), max(counts.values())
    name = next(name for name, count in counts.items() if count == most)
    slips = {"even": 100 / len(counts), "never": 0, "count": most}
    figures = {"total": total, "most": most, "name": shown(name)}
    return number("baseline", 100 * most / total, slips, figures)


def _kept_back(train: int, valid: int) -> Exercise:
    total = train + valid
    share = 100 * valid / total
    of_train = 100 * valid / train
    slips = {"of_train": of_train, "rest": 100 - share, "count": valid}
    return number("share", share, slips, {"train": train, "valid": valid, "total": total})


def _batches(train: int, size: int) -> Exercise:
    size = min(size, train)
    whole, rest = divmod(train, size)
    figures = {"train": train, "size": size, "whole": whole, "full": whole * size, "rest": rest}
    slips = {"one_more": whole + 1, "size": size, "train": train}
    return number("batches", whole, slips, figures)


def _about_single_pictures(project: Project, shown: Shown) -> Iterator[Exercise]:
    """One picture that is not square, four that were judged."""
    changed, run = project.changed(), chosen_run(project)
    yield from _resized(project.path, changed)
    outcome = outcome_of(project, run) if run else None
    if outcome and (four := _four(project.path, changed, outcome)):
        yield _top_loss(four, shown)


@lru_cache(maxsize=EVERYBODY)
def _resized(path: Path, _changed: int) -> tuple[Exercise, ...]:
    sizes = ((_ratio(one.width, one.height), one.id) for one in Project(path).dataset.images())
    long = [one for one in sizes if one[0] >= WIDE]
    if not long:
        return ()
    image_id = max(long)[1]
    how, signs = random.Random(image_id).choice(PICTURES), own_words()["resize"].signs
    options = {DONE[one]: {"sign": signs[one]} for one in PICTURES}
    return (choice("resize", options, DONE[how], picture=how, images=[image_id]),)


def _ratio(width: int, height: int) -> float:
    return max(width, height) / max(1, min(width, height))


@lru_cache(maxsize=EVERYBODY)
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


def _top_loss(four: tuple[JudgedPicture, ...], shown: Shown) -> Exercise:
    worst = max(four, key=lambda one: one.loss)
    named = dict(zip(LETTERS, four, strict=True))
    options = {letter: {"sign": _judged_words(one, shown)} for letter, one in named.items()}
    labels = ", ".join(f"{letter} {shown(one.label)}" for letter, one in named.items())
    right, images = LETTERS[four.index(worst)], [one.image_id for one in four]
    return choice("top-loss", options, right, {"labels": labels}, images=images)


def _judged_words(one: JudgedPicture, shown: Shown) -> str:
    sign = own_words()["top-loss"].signs["rightly" if one.is_correct else "wrongly"]
    return sign.format(loss=one.loss, name=shown(one.predicted), sure=percent(one.confidence))


def _about_model(project: Project, shown: Shown) -> Iterator[Exercise]:
    """What can be asked about the validation matrix of the chosen run."""
    run = chosen_run(project)
    outcome = outcome_of(project, run) if run else None
    if outcome is None or not 2 <= len(outcome.vocab) <= MOST_CLASSES:
        return
    table = confusion(outcome.part("valid"))
    if not table.counts.sum(axis=1).all():
        return
    counts = tuple(tuple(int(count) for count in row) for row in table.counts)
    matrix = Matrix(classes=tuple(table.vocab), counts=counts)
    yield from _hurt_most(table, matrix, shown)
    yield _missed(table, matrix, shown)
    yield _accuracy(table, matrix)


def _hurt_most(table: Confusion, matrix: Matrix, shown: Shown) -> Iterator[Exercise]:
    totals = table.counts.sum(axis=1)
    missed = totals - np.diag(table.counts)
    shares = missed / totals
    worst = int(shares.argmax())
    if int((shares == shares[worst]).sum()) > 1:
        return
    options = {
        shown(name): {"missed": missed[i], "total": totals[i], "share": percent(shares[i])}
        for i, name in enumerate(table.vocab)
    }
    yield choice("hurt", options, shown(table.vocab[worst]), matrix=matrix)


def _missed(table: Confusion, matrix: Matrix, shown: Shown) -> Exercise:
    row = int((table.counts.sum(axis=1) - np.diag(table.counts)).argmax())
    right, total = int(table.counts[row, row]), int(table.counts[row].sum())
    slips = {"column": int(table.counts[:, row].sum()) - right, "right": right, "total": total}
    figures = {"name": shown(table.vocab[row]), "right": right, "total": total}
    return number("missed", total - right, slips, figures, matrix=matrix)


def _accuracy(table: Confusion, matrix: Matrix) -> Exercise:
    share = 100 * table.correct / table.total
    slips = {"wrong": 100 - share, "count": table.correct}
    figures = {"correct": table.correct, "total": table.total}
    return number("accuracy", share, slips, figures, matrix=matrix)


def _about_costs(project: Project, shown: Shown) -> Iterator[Exercise]:
    """Which action is the cheapest, once there are levers and one of them is."""
    if not can_be_priced(project) or not load_plan(project).named_levers:
        return
    costs = load_costs(project)
    if len(costs.classes) < 2:
        return
    likely, other = sorted(costs.classes, key=lambda name: -costs.rates[name])[:2]
    expected = {
        shown(action): SURE * row[likely] + (1 - SURE) * row[other]
        for action, row in costs.table.items()
    }
    best = min(expected, key=lambda action: expected[action])
    if len(expected) < 2 or list(expected.values()).count(expected[best]) > 1:
        return
    options = {action: {"cost": cost} for action, cost in expected.items()}
    figures = {"likely": shown(likely), "other": shown(other), "unit": shown(costs.unit)}
    yield choice("action", options, best, figures)
