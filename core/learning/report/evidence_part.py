"""How well the learner's model does: the part of a report that its answers tell."""

from collections.abc import Iterator

from core.drivetrain.card.blocks import Block, Gap, Table, Words
from core.evaluation.confusion import class_scores, confusion
from core.learning.report.facts import Facts
from core.learning.report.run_charts import score_chart
from core.learning.report.training_part import NO_MODEL
from core.statistics import Score
from core.words import count_of, percent_range


def headline(facts: Facts) -> Iterator[Block]:
    """How many it got right, on which pictures, and how sure that makes us."""
    if facts.valid is None:
        yield (
            NO_MODEL
            if facts.run is None
            else Gap("This model has judged no validation picture.", "train")
        )
        return
    scores = _scores(facts)
    valid = scores["validation set"]
    yield Words(
        f"On validation pictures, which it was not trained on, it named {valid.in_words} "
        f"right. In the long run that may be anything from {percent_range(valid.likely)}."
    )
    if len(scores) > 1:
        yield score_chart("sets", "Right answers on each set of pictures", "Set", scores)
    yield from _about_the_test(facts)


def by_class(facts: Facts) -> Iterator[Block]:
    """For each class how many were found, and how often its name was right."""
    if facts.valid is None:
        return
    scores = class_scores(confusion(facts.valid))
    found = {score.name: score.recall for score in scores if score.recall.total}
    caption = "Of each class's validation pictures, those found (recall), weakest class first"
    yield score_chart("found", caption, "Class", found)
    named = "Where a class was named, how often that was right (precision)"
    rows = tuple((s.name, s.precision.in_words) for s in scores if s.precision.total)
    yield Table(named, ("Class", "Right when it was named"), rows)


def _scores(facts: Facts) -> dict[str, Score]:
    named = {"validation set": facts.valid, "locked test set": facts.test}
    own = {name: Score(o.correct, len(o.image_ids)) for name, o in named.items() if o is not None}
    return own | {f"held back: {name}": score for name, score in facts.held_back.items()}


def _about_the_test(facts: Facts) -> Iterator[Block]:
    if facts.test is not None:
        times = count_of(facts.test_openings, "model was", "models were")
        yield Words(f"{times} shown the locked test set. Each look spends a little of it.")
    elif facts.number(split="test"):
        yield Gap("The locked test set has not been opened for this model.", "evaluate")
