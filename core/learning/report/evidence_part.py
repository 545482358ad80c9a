"""How well the learner's model does: the part of a report that its answers tell."""

from collections.abc import Iterator

from core.content import lesson_text
from core.drivetrain.card.blocks import Block, Chart, Gap, Picture, Pictures, Points, Table, Words
from core.evaluation.confusion import (
    Confusion,
    class_scores,
    confusion,
    mix_ups,
    most_confused,
    verdict,
)
from core.evaluation.tried_abroad import tried, tried_words
from core.learning.report.charts import Dot, dots, matrix
from core.learning.report.content import report_text
from core.learning.report.facts import Facts
from core.project.guesses import MIX_UP, saved_guess
from core.statistics import Score
from core.training.outcome import JudgedPicture, Outcome
from core.training.runs import guess_about
from core.words import count_of, listed, percent, percent_range

NO_MODEL = Gap("No model has been trained yet.", "train")
MOST_ROWS = 12


def score_chart(name: str, caption: str, head: str, scores: dict[str, Score]) -> Chart:
    """A dot for each score with its likely range; `head` says what they are of, in one word."""
    shown = list(scores.items())[:MOST_ROWS]
    drawn = dots(
        [
            Dot(label, one.accuracy, *one.likely, f"{one.correct:,} of {one.total:,}")
            for label, one in shown
        ]
    )
    said = listed([f"{label} {one.in_words}" for label, one in shown])
    alt = f"A dot for each {head.lower()}, with its likely range: {said}."
    rows = tuple((label, one.in_words, percent_range(one.likely)) for label, one in scores.items())
    return Chart(name, drawn, alt, Table(caption, (head, "Right", "Likely range"), rows))


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


def expectations(facts: Facts) -> Iterator[Block]:
    """The guesses that were kept for this model; nothing where none was made."""
    said = tuple(filter(None, (_how_many(facts), _which_pair(facts))))
    if said:
        yield Points(said)


def _how_many(facts: Facts) -> str:
    if facts.run is None or facts.valid is None:
        return ""
    guess = guess_about(facts.project, facts.run) if facts.run.kind == "quick" else None
    if guess is None:
        return ""
    total = len(facts.valid.image_ids)
    came_out = f"It was {facts.valid.correct:,}."
    return f"Guessed before the training: {guess:,} of {total:,} right. {came_out}"


def _which_pair(facts: Facts) -> str:
    if facts.run is None or facts.valid is None:
        return ""
    pair = saved_guess(facts.project, MIX_UP, facts.run.id).choice
    table = confusion(facts.valid)
    if pair is None or not {*pair} <= {*table.vocab}:
        return ""
    found = verdict(table, pair)
    guessed = listed(pair)
    if not found.most_times:
        return f"Guessed to be mixed up most: {guessed}. Nothing was mixed up."
    most = ", as often as ".join(listed(pair) for pair in found.most)
    return (
        f"Guessed to be mixed up most: {guessed} ({count_of(found.times, 'time')}). "
        f"It was {most} ({count_of(found.most_times, 'time')})."
    )


MOST_CLASSES, MOST_PAIRS, MOST_PICTURES = 12, 5, 6
PICTURE_PX = 320


def mistakes(facts: Facts) -> Iterator[Block]:
    """What is called what, and the pictures it did worst on."""
    if facts.valid is None:
        yield NO_MODEL
        return
    table = confusion(facts.valid)
    yield _matrix_chart(table)
    pairs = mix_ups(table)[:MOST_PAIRS]
    if not pairs:
        yield Words("It mixed up no two classes on these pictures.")
        return
    yield Points(
        tuple(f"{p.first} and {p.second}: mixed up {count_of(p.count, 'time')}." for p in pairs)
    )
    yield from _worst(facts, facts.valid)


def _matrix_chart(table: Confusion) -> Chart:
    names = table.vocab
    if len(names) > MOST_CLASSES:
        names = most_confused(table, MOST_CLASSES)
    rows = tuple(
        (name, *(str(table.counts[table.vocab.index(name), table.vocab.index(o)]) for o in names))
        for name in names
    )
    alt = (
        f"Confusion matrix: {count_of(table.correct, 'picture')} on the diagonal, "
        f"{table.total - table.correct:,} beside it."
    )
    caption = "What was called what: rows are the labels, columns the answers"
    if len(names) < len(table.vocab):
        caption += f" (the {len(names)} most confused of {len(table.vocab)} classes)"
    head = ("Label", *(f"called {name}" for name in names))
    return Chart("matrix", matrix(table, names), alt, Table(caption, head, rows))


def _worst(facts: Facts, valid: Outcome) -> Iterator[Block]:
    wrong = [one for one in valid.top_losses(MOST_PICTURES) if not one.is_correct]
    here = [one for one in wrong if one.image_id in facts.origins]
    may = [one for one in here if _may_be_shown(facts, one)]
    if may:
        yield Words("The mistakes with the highest loss:")
        yield Pictures(tuple(_picture(facts, one) for one in may))
    if len(may) < len(here):
        yield Words(report_text().draft.left_out)


def _may_be_shown(facts: Facts, one: JudgedPicture) -> bool:
    return facts.shows_unlicensed or facts.origins[one.image_id].has_licence


def _picture(facts: Facts, one: JudgedPicture) -> Picture:
    words = f"Label {one.label}, called {one.predicted} ({percent(one.confidence)} sure)"
    return Picture(
        facts.project.dataset.thumbnail(one.image_id, PICTURE_PX),
        f"A picture with the label {one.label} that the model called {one.predicted}.",
        words,
        facts.origins[one.image_id].credit,
    )


def abroad(facts: Facts) -> Iterator[Block]:
    """What the model was tested on, where pictures look different from those it learned from."""
    if facts.run is None:
        return
    rows = tried(facts.project, facts.run)
    if not rows:
        yield Gap(lesson_text("domain")["not_tested"], "domain")
        return
    text = lesson_text("domain")
    words = {
        one: tried_words(facts.project, one, facts.valid.vocab if facts.valid else facts.classes)
        for one in rows
    }
    yield Table(
        text["tested_caption"],
        (text["tested_head"], text["right_head"], text["sure_wrong_head"]),
        tuple(
            (
                words[one],
                one.score.in_words,
                f"{one.sure_and_wrong:,}",
            )
            for one in rows
            if words[one]
        ),
    )
