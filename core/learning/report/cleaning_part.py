"""What cleaning changed: in the data, and in the model."""

from collections.abc import Iterator

from core.drivetrain.card.blocks import Block, Gap, Words
from core.learning.report.facts import Facts
from core.learning.report.run_charts import score_chart
from core.words import count_of, listed


def cleaning(facts: Facts) -> Iterator[Block]:
    """What cleaning changed in the data, and in the model."""
    story = facts.cleaning
    if not story.times:
        yield Gap("No picture has been cleaned yet.", "clean")
        return
    done = [count_of(story.relabelled, "label") + " changed" if story.relabelled else ""]
    done.append(count_of(story.deleted, "picture") + " deleted" if story.deleted else "")
    cleanings = count_of(story.times, "cleaning")
    yield Words(f"{cleanings}: {listed([one for one in done if one])}.")
    if story.of_valid:
        changes = count_of(story.of_valid, "of these changes was", "of these changes were")
        yield Words(f"{changes} about validation pictures, so the exam changed as well.")
    if story.comparison is None:
        yield Gap("There is no model from before and after the cleaning to compare.", "train")
        return
    yield from _before_and_after(facts)


def _before_and_after(facts: Facts) -> Iterator[Block]:
    story = facts.cleaning
    change = story.comparison
    if change is None:
        return
    both = {"before cleaning": change.score(0), "after cleaning": change.score(1)}
    yield score_chart("cleaning", "Both models on the same validation pictures", "Model", both)
    if change.marked[0] != change.score(0):
        yield Words(
            f"At its time the first one was marked {change.marked[0].in_words} right, on the "
            "pictures and by the labels of then."
        )
    flipped = change.difference(0, 1)
    right, wrong = len(flipped.second_right), len(flipped.first_right)
    yield Words(
        "Both are marked by the labels of today on the "
        f"{count_of(len(change.pictures), 'picture')} that both judged. "
        f"{count_of(right, 'answer')} became right, {wrong:,} became wrong."
    )
    if flipped.disagreed and flipped.could_be_chance:
        yield Words("A difference like this can be chance.")
