"""How good the model is on pictures it never saw: a fraction, its likely range, a yardstick."""

import numpy as np
import streamlit as st

from core.content import lesson_text
from core.drivetrain.plan.plan import load_plan
from core.evaluation.confusion import Confusion, mix_ups
from core.project.project import Project
from core.statistics import Score
from core.training.outcome import JudgedPicture, Outcome
from core.words import count_of, percent, percent_range
from ui.parts.lesson import as_text, note


def model_scores(project: Project, valid: Outcome) -> None:
    """Show how many of the validation pictures `valid` were named right."""
    score = Score(valid.correct, len(valid.image_ids))
    commonest, count = _commonest(valid)
    with st.container(horizontal=True, gap="large"):
        _metric("Named right", f"{score.correct} of {score.total}", percent(score.accuracy))
        _metric(
            "Likely range on more pictures like these",
            percent_range(score.likely),
            help=lesson_text("evaluate")["range"],
        )
        _metric(f"Always saying “{as_text(commonest)}”", f"{count} of {score.total}")
    success = load_plan(project).success.strip()
    if success:
        note(f"You said it works when: {as_text(success)}")


def _metric(label: str, value: str, delta: str | None = None, help: str | None = None) -> None:
    st.metric(
        label,
        value,
        delta=delta,
        delta_color="off",
        delta_arrow="off",
        help=help,
        width="content",
    )


def _commonest(valid: Outcome) -> tuple[str, int]:
    counts = np.bincount(valid.targets, minlength=len(valid.vocab))
    return valid.vocab[int(counts.argmax())], int(counts.max())


def pair_words(matrix: Confusion) -> str:
    """Which two classes were mixed up most, if one pair stands out."""
    pairs = mix_ups(matrix)
    if not pairs:
        return "No two classes were mixed up."
    if len(pairs) > 1 and pairs[0].count == pairs[1].count:
        return "No pair of classes stands out."
    names = f"**{as_text(pairs[0].first)}** and **{as_text(pairs[0].second)}**"
    return f"It mixed up {names} most: {count_of(pairs[0].count, 'time')}."


def worst_words(worst: JudgedPicture) -> str:
    """The picture with the highest loss: what it is, and what the model made of it."""
    picture = f"The highest loss is {worst.loss:.2f}, for a picture of {as_text(worst.label)}"
    if worst.is_correct:
        return f"{picture} that it named right, but was not sure of."
    return f"{picture} that it took for {as_text(worst.predicted)}."
