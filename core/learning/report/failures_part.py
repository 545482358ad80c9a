"""Where the learner's model fails: what it mixes up, and the pictures it did worst on."""

from collections.abc import Iterator

from core.drivetrain.card.blocks import Block, Chart, Picture, Pictures, Points, Table, Words
from core.evaluation.confusion import Confusion, confusion, mix_ups, most_confused
from core.learning.report.charts import matrix
from core.learning.report.content import report_text
from core.learning.report.facts import Facts
from core.learning.report.training_part import NO_MODEL
from core.training.outcome import JudgedPicture, Outcome
from core.words import count_of, percent

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
