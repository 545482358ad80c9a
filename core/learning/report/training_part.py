"""How the learner's model was made, and what cleaning changed: what its runs tell a report."""

from collections.abc import Iterator, Sequence
from typing import Any

from core.content import says
from core.drivetrain.card.blocks import Block, Chart, Gap, Table, Words
from core.drivetrain.card.words import day_words
from core.evaluation.runs.comparison import RunComparison
from core.learning.report.charts import Curve, curves
from core.learning.report.evidence_part import NO_MODEL, score_chart
from core.learning.report.facts import CleaningStory, Facts, day_of
from core.project.records import RunRecord
from core.training.runs import run_words
from core.words import count_of, percent, percent_of

MOST_RUNS = 8
LOSSES = (("train_loss", "training loss", False), ("valid_loss", "validation loss", True))


def training(facts: Facts) -> Iterator[Block]:
    """Which model this is and how it was made."""
    run = facts.run
    if run is None:
        yield NO_MODEL
        return
    day = day_words(day_of(run.ended or run.created))
    yield Words(says("report", "trained", run=run_words(run), day=day, version=run.version))
    rows = tuple((name, value) for name, value in _settings(run) if value)
    yield Table("Settings of this training", ("Setting", "Value"), rows)
    if drawn := epochs_chart(run):
        yield drawn
    if len(facts.runs) > 1:
        yield Table(
            "Trainings that ended with a model, newest first",
            ("Training", "Dataset version", "Validation pictures right"),
            tuple(
                (run_words(one), str(one.version), _right(one.results))
                for one in facts.runs[:MOST_RUNS]
            ),
        )


def epochs_chart(run: RunRecord) -> Chart | None:
    """Both losses over the epochs; None for a run that has no epochs to draw a line through."""
    epochs: list[dict[str, Any]] = run.results.get("epochs") or []
    if len(epochs) < 2:
        return None
    table = Table(
        "Each epoch of the fine-tune",
        ("Epoch", "Training loss", "Validation loss", "Wrong"),
        tuple(_row(epoch) for epoch in epochs),
    )
    drawn = curves(
        [
            Curve(words, [float(epoch[name]) for epoch in epochs], dashed)
            for name, words, dashed in LOSSES
        ],
        [str(epoch["epoch"]) for epoch in epochs],
    )
    return Chart("epochs", drawn, _curves_alt(epochs), table)


def _row(epoch: dict[str, Any]) -> tuple[str, ...]:
    number = str(epoch["epoch"])
    name = says("report", "epoch_frozen", epoch=number) if epoch.get("frozen") else number
    losses = (f"{float(epoch[loss]):.3f}" for loss, _, _ in LOSSES)
    return (name, *losses, percent(float(epoch["error_rate"])))


def _curves_alt(epochs: Sequence[dict[str, Any]]) -> str:
    first, last = epochs[0], epochs[-1]
    train_first, valid_first = (f"{float(first[name]):.3f}" for name, _, _ in LOSSES)
    train_last, valid_last = (f"{float(last[name]):.3f}" for name, _, _ in LOSSES)
    return says(
        "report",
        "losses_alt",
        train_first=train_first,
        train_last=train_last,
        valid_first=valid_first,
        valid_last=valid_last,
    )


def _settings(run: RunRecord) -> Iterator[tuple[str, str]]:
    """The settings a reader would ask for, as they were at the training."""
    chosen, recipe = run.settings, run.settings.get("recipe") or {}
    if run.kind == "finetune":
        epochs = {"frozen": chosen.get("freeze_epochs", 0), "unfrozen": chosen.get("epochs", 0)}
        yield "Epochs", says("report", "epochs", **epochs)
        yield "Learning rate", f"{chosen['lr']:g}" if "lr" in chosen else ""
        yield "Batch size", str(chosen.get("bs") or recipe.get("bs") or "")
        yield "Augmentation", "on" if recipe.get("augment", True) else "off"
    size = chosen.get("size") or recipe.get("size")
    yield "Picture size", says("report", "size", size=size) if size else ""
    yield "Made one size by", str(recipe.get("item_tfm") or "").replace("_", " ")
    yield "Pretrained", "no" if chosen.get("pretrained") is False else "yes"
    yield "Seed", str(chosen.get("seed") or "") if run.kind == "finetune" else ""


def _right(results: dict[str, object]) -> str:
    correct, valid = results.get("correct"), results.get("valid")
    if not isinstance(correct, int) or not isinstance(valid, int) or not valid:
        return "not counted"
    return percent_of(correct, valid)


def cleaning(facts: Facts) -> Iterator[Block]:
    """What cleaning changed in the data, and in the model."""
    story = facts.cleaning
    if not story.times:
        yield Gap(says("report", "no_picture_been"), "clean")
        return
    yield Words(_cleaned(story))
    if story.of_valid:
        many = "exam_one" if story.of_valid == 1 else "exam_many"
        yield Words(says("report", many, count=story.of_valid))
    if story.comparison is None:
        yield Gap(says("report", "no_model_from"), "train")
        return
    yield from _before_and_after(story.comparison)


def _cleaned(story: CleaningStory) -> str:
    only = "cleaned_labels" if story.relabelled else "cleaned_pictures"
    return says(
        "report",
        "cleaned" if story.relabelled and story.deleted else only,
        cleanings=count_of(story.times, "cleaning"),
        labels=count_of(story.relabelled, "label"),
        pictures=count_of(story.deleted, "picture"),
    )


def _before_and_after(change: RunComparison) -> Iterator[Block]:
    both = {"before cleaning": change.score(0), "after cleaning": change.score(1)}
    yield score_chart("cleaning", "Both models on the same validation pictures", "Model", both)
    if change.marked[0] != change.score(0):
        yield Words(says("report", "first_then", score=change.marked[0].in_words))
    flipped = change.difference(0, 1)
    right, wrong = len(flipped.second_right), len(flipped.first_right)
    counted = {"right": count_of(right, "answer"), "wrong": wrong}
    pictures = count_of(len(change.pictures), "picture")
    yield Words(says("report", "both_marked", pictures=pictures, **counted))
    if flipped.disagreed and flipped.could_be_chance:
        yield Words(says("report", "difference_like_can"))
