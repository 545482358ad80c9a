"""The mistakes of a model in sentences, with their figures."""

from __future__ import annotations

from core.evaluation.confusion import Confusion, mix_ups
from core.evaluation.top_losses import Judged
from ui.run_words import count_of
from ui.shell import as_text


def pair_words(matrix: Confusion) -> str:
    """Which two classes were mixed up most, if one pair stands out."""
    pairs = mix_ups(matrix)
    if not pairs:
        return "No two classes were mixed up."
    if len(pairs) > 1 and pairs[0].count == pairs[1].count:
        return "No pair of classes stands out."
    names = f"**{as_text(pairs[0].first)}** and **{as_text(pairs[0].second)}**"
    return f"It mixed up {names} most: {count_of(pairs[0].count, 'time')}."


def worst_words(worst: Judged) -> str:
    """The picture with the highest loss: what it is, and what the model made of it."""
    picture = f"The highest loss is {worst.loss:.2f}, for a picture of {as_text(worst.label)}"
    if worst.right:
        return f"{picture} that it named right, but was not sure of."
    return f"{picture} that it took for {as_text(worst.predicted)}."
