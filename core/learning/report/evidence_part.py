"""How well the learner's model does: the part of a report that its answers tell."""

from collections.abc import Iterator

from core.content import lesson_text, says
from core.drivetrain.card.blocks import Block, Chart, Gap, Picture, Pictures, Points, Table, Words
from core.evaluation.confusion import (
    Confusion,
    MixUp,
    Verdict,
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
from core.project.guesses import MIX_UP, Pair, saved_guess
from core.statistics import Score
from core.training.outcome import JudgedPicture, Outcome
from core.training.runs import guess_about
from core.words import count_of, listed, percent, percent_range

NO_MODEL = Gap(says("report", "no_model_been"), "train")
MOST_ROWS = 12


def score_chart(name: str, caption: str, head: str, scores: dict[str, Score]) -> Chart:
    """A dot for each score with its likely range; `head` says what they are of, in one word, and
    the content has a sentence for charts of this `name`."""
    shown = list(scores.items())[:MOST_ROWS]
    drawn = dots(
        [
            Dot(label, one.accuracy, *one.likely, f"{one.correct:,} of {one.total:,}")
            for label, one in shown
        ]
    )
    said = [says("report", "said_of", name=label, score=one.in_words) for label, one in shown]
    alt = says("report", f"dots_{name}", said=listed(said))
    rows = tuple((label, one.in_words, percent_range(one.likely)) for label, one in scores.items())
    return Chart(name, drawn, alt, Table(caption, (head, "Right", "Likely range"), rows))


def headline(facts: Facts) -> Iterator[Block]:
    """How many it got right, on which pictures, and how sure that makes us."""
    if facts.valid is None:
        yield (NO_MODEL if facts.run is None else Gap(says("report", "model_judged_no"), "train"))
        return
    scores = _scores(facts)
    valid = scores[says("report", "set_valid")]
    likely = percent_range(valid.likely)
    yield Words(says("report", "validation", score=valid.in_words, range=likely))
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
    named = {"set_valid": facts.valid, "set_test": facts.test}
    own = {
        says("report", name): Score(one.correct, len(one.image_ids))
        for name, one in named.items()
        if one is not None
    }
    held = {says("report", "set_held_back", name=name): s for name, s in facts.held_back.items()}
    return own | held


def _about_the_test(facts: Facts) -> Iterator[Block]:
    if facts.test is not None:
        often = "looked_once" if facts.test_openings == 1 else "looked_often"
        yield Words(says("report", often, count=facts.test_openings))
    elif facts.number(split="test"):
        yield Gap(says("report", "locked_test_set"), "evaluate")


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
    counts = {"total": len(facts.valid.image_ids), "correct": facts.valid.correct}
    return says("report", "guessed_right", guess=guess, **counts)


def _which_pair(facts: Facts) -> str:
    if facts.run is None or facts.valid is None:
        return ""
    pair = saved_guess(facts.project, MIX_UP, facts.run.id).choice
    table = confusion(facts.valid)
    if pair is None or not {*pair} <= {*table.vocab}:
        return ""
    found, two = verdict(table, pair), len(table.vocab) == 2
    guessed, *others = (_named(one, called=two) for one in (pair, *found.as_often))
    return says(
        "report",
        _how_it_was(found),
        guessed=guessed,
        times=count_of(found.times, "time"),
        others=listed(others, "or"),
        most=count_of(found.most_times, "time"),
    )


def _named(pair: Pair, *, called: bool) -> str:
    name = "one_called_other" if called else "both_mixed_up"
    return says("evaluate", name, first=pair[0], second=pair[1])


def _how_it_was(found: Verdict) -> str:
    if not found.most_times:
        return "pair_none"
    if found.right:
        return "pair_tied" if found.as_often else "pair_right"
    return "pair_others" if len(found.as_often) > 1 else "pair_other"


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
        yield Words(says("report", "mixed_up_no"))
        return
    yield Points(tuple(map(_mixed_up, pairs)))
    yield from _worst(facts, facts.valid)


def _mixed_up(pair: MixUp) -> str:
    times = count_of(pair.count, "time")
    return says("report", "mixed_up", first=pair.first, second=pair.second, times=times)


def _matrix_chart(table: Confusion) -> Chart:
    names = table.vocab
    if len(names) > MOST_CLASSES:
        names = most_confused(table, MOST_CLASSES)
    rows = tuple(
        (name, *(str(table.counts[table.vocab.index(name), table.vocab.index(o)]) for o in names))
        for name in names
    )
    correct = count_of(table.correct, "picture")
    alt = says("report", "matrix_alt", correct=correct, wrong=table.total - table.correct)
    whole = "matrix" if len(names) == len(table.vocab) else "matrix_some"
    caption = says("report", whole, shown=len(names), all=len(table.vocab))
    head = ("Label", *(says("report", "called", name=name) for name in names))
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
    called = {"label": one.label, "predicted": one.predicted}
    return Picture(
        facts.project.dataset.thumbnail(one.image_id, PICTURE_PX),
        says("report", "mistake_alt", **called),
        says("report", "mistake", sure=percent(one.confidence), **called),
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
