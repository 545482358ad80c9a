"""What cleaning changed: accuracy before and after, and the pictures whose answer flipped."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.evaluation.compare import Comparison, Flip, Score, compare
from core.evaluation.run_outcome import before_and_after, outcome_of
from core.project.project import Project
from ui.picture_wall import WallPicture, picture_wall
from ui.run_words import count_of, percent, run_name
from ui.shell import note, what_you_saw

MOST_PICTURES = 30


def before_after(project: Project) -> None:
    """The latest run beside the last one that saw other labels; nothing until there are two."""
    runs = before_and_after(project)
    if runs is None:
        return
    before, after = (outcome_of(project, run) for run in runs)
    if before is None or after is None:
        return
    st.subheader("Before and after", anchor=False)
    note(f"{run_name(runs[0])} → {run_name(runs[1])}. Validation pictures only.")
    comparison = compare(before, after)
    _scores(comparison)
    _flips(project, "Wrong before, right now", comparison.now_right, "now_right")
    _flips(project, "Right before, wrong now", comparison.now_wrong, "now_wrong")
    what_you_saw(_in_words(comparison))


def _scores(comparison: Comparison) -> None:
    with st.container(horizontal=True, gap="large"):
        _score("Before", comparison.before_today)
        _score("After", comparison.after)
    if comparison.before_today != comparison.before:
        was = comparison.before
        note(
            f"Before cleaning the first model was marked {was.correct} of {was.total}. Validation "
            "changed since, so here both models are marked by today's labels."
        )


def _score(label: str, score: Score) -> None:
    low, high = score.likely
    st.metric(
        label,
        f"{score.correct} of {score.total}",
        delta=f"{percent(score.accuracy)}, likely {percent(low)} to {percent(high)}",
        delta_color="off",
        delta_arrow="off",
        width="content",
    )


def _flips(project: Project, title: str, flips: Sequence[Flip], key: str) -> None:
    if not flips:
        return
    st.markdown(f"**{title}: {len(flips)}**")
    pictures = [
        WallPicture(
            id=flip.image_id,
            path=project.thumbnail(flip.image_id),
            caption=f"{flip.before} → {flip.after}",
        )
        for flip in flips[:MOST_PICTURES]
    ]
    picture_wall(pictures, key=f"before_after_{key}", label=title, pick=False)


def _in_words(comparison: Comparison) -> str:
    gained, lost = len(comparison.now_right), len(comparison.now_wrong)
    if not gained and not lost:
        flips = "No validation picture changed sides."
    else:
        flips = (
            f"{count_of(gained, 'validation picture')} went from wrong to right and "
            f"{lost} from right to wrong."
        )
    if comparison.could_be_chance:
        chance = (
            "The two likely ranges overlap: with so few pictures this difference may be chance. "
            "The cleaner labels are worth having all the same."
        )
    else:
        chance = "The likely ranges do not overlap: this is more than chance."
    return f"{flips} {chance}"
