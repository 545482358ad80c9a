"""How good the model is on pictures it never saw: a fraction, its likely range, a yardstick."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.drivetrain.plan import load_plan
from core.evaluation.compare import Score
from core.evaluation.lesson_text import lesson_text
from core.project.project import Project
from core.training.outcome import Outcome
from ui.run_words import percent
from ui.shell import as_text, note


def model_scores(project: Project, valid: Outcome) -> None:
    """Show how many of the validation pictures `valid` were named right."""
    score = Score(valid.correct, len(valid.image_ids))
    low, high = score.likely
    commonest, count = _commonest(valid)
    with st.container(horizontal=True, gap="large"):
        _metric("Named right", f"{score.correct} of {score.total}", percent(score.accuracy))
        _metric(
            "Likely range on more pictures like these",
            f"{percent(low)} – {percent(high)}",
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
