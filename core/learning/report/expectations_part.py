"""What the learner had guessed on the way, beside what came out."""

from collections.abc import Iterator

from core.drivetrain.card.blocks import Block, Points
from core.evaluation.confusion import confusion
from core.evaluation.mix_ups import verdict
from core.learning.report.facts import Facts
from core.project.guesses import MIX_UP, saved_guess
from core.training.runs import guess_about
from core.words import count_of, listed


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
