"""Questions built from the learner's own project: pictures, split, batches, matrix, costs."""

from collections.abc import Iterator

from core.learning.questions.exercises import ChoiceExercise, Exercise, NumericExercise
from core.learning.questions.own_cost_questions import about_costs
from core.learning.questions.own_model_questions import about_model
from core.learning.questions.own_parts import MOST_CLASSES, Shown, options_of, slips_of
from core.learning.questions.own_picture_questions import about_own_pictures
from core.project.project import Project
from core.vision.recipe import load_recipe


def own_exercises(project: Project, shown: Shown) -> tuple[Exercise, ...]:
    """What can be asked about this project today; nothing for an empty one.

    `shown` makes a class name safe to put among Markdown.
    """
    found = [*_about_pictures(project, shown), *about_own_pictures(project, shown)]
    found += [*about_model(project, shown), *about_costs(project, shown)]
    return tuple(
        exercise.model_copy(update={"order": number}) for number, exercise in enumerate(found, 1)
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
    if len(rarest) > 1 or len(counts) > MOST_CLASSES:
        return
    yield ChoiceExercise(
        id="mine-rarest",
        name="Your rarest class",
        prompt="Which of your classes has the fewest pictures, without looking?",
        options=options_of(
            {shown(name): f"It has {count}; another has fewer." for name, count in counts.items()},
            shown(rarest[0]),
        ),
        because=f"It has {few}. A model sees it least, and a few pictures decide its score.",
        page="gather",
        try_it="Look at the counts, and at where more pictures could come from.",
        topic="data",
    )


def _baseline(counts: dict[str, int], shown: Shown) -> Exercise:
    total, most = sum(counts.values()), max(counts.values())
    name = next(name for name, count in counts.items() if count == most)
    share = 100 * most / total
    return NumericExercise(
        id="mine-baseline",
        name="A model that never looks",
        prompt=(
            f"You have {total} pictures, {most} of them of {shown(name)}. A “model” that always "
            f"says {shown(name)}: what is its accuracy on them, in %?"
        ),
        answer=share,
        tolerance=0.6,
        unit="%",
        slips=slips_of(share, 0.6, {
            100 / len(counts): "That would be so if every class had as many pictures.",
            0: "It is right each time the picture really shows that class.",
            most: "That is how many are right. Divide it by all pictures.",
        }),
        otherwise="Divide the pictures of that class by all pictures.",
        because=f"{most} of {total}. Your real model has to beat this before it is worth anything.",
        page="evaluate",
        try_it="Compare it with the accuracy of your model.",
        topic="model",
    )  # fmt: skip


def _kept_back(train: int, valid: int) -> Exercise:
    share = 100 * valid / (train + valid)
    return NumericExercise(
        id="mine-share",
        name="What you keep back",
        prompt=(
            f"{train} of your pictures are for training and {valid} for validation. "
            "Which share is kept back for validation, in %?"
        ),
        answer=share,
        tolerance=1,
        unit="%",
        slips=slips_of(share, 1, {
            100 * valid / train: "You divided by the training pictures. Divide by all of them.",
            100 - share: "That is the share for training.",
            valid: "That is how many, not which share.",
        }),
        otherwise=f"Divide {valid} by {train} + {valid}.",
        because=f"{valid} of {train + valid}. The model never learns from these.",
        page="datablock",
        try_it="Change the share and see what it does to both sets.",
        topic="data",
    )  # fmt: skip


def _batches(train: int, size: int) -> Exercise:
    size = min(size, train)
    whole, rest = divmod(train, size)
    return NumericExercise(
        id="mine-batches",
        name="Your batches",
        prompt=(
            f"You have {train} training pictures and a batch size of {size}. "
            "How many batches does one epoch train on?"
        ),
        answer=whole,
        unit="batches",
        slips=slips_of(whole, 0, {
            whole + 1: f"The last {rest} pictures do not fill a batch; fastai leaves them out.",
            size: "That is how many pictures a batch has.",
            train: "That would be batches of one picture.",
        }),
        otherwise=f"How often does {size} fit into {train}?",
        because=f"{whole} × {size} = {whole * size}; {rest} wait for another epoch.",
        page="datablock",
        try_it="Change the batch size and read the summary.",
        topic="data",
    )  # fmt: skip
