"""Picture size as a lever: what a smaller one costs and saves, measured on the learner's set."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import lesson_text, says
from core.project.project import Project
from core.statistics import likely_range
from core.training.quick.size_trials import SIZE_TRIALS, SIZES, SizeTrial, kept_trials, start_sizes
from core.vision.recipe import Recipe
from core.words import duration, percent, percent_range
from ui.parts import charts
from ui.parts.background_work import watched
from ui.parts.guess import guess_now, note_result, waits_for_class
from ui.parts.lesson import as_text, what_you_saw
from ui.parts.palette import BLUE

TEXT = lesson_text("resize")
GUESSES = ("As many", "A few fewer", "Half as many", "No better than chance")


def size_lever(project: Project, recipe: Recipe) -> None:
    """A guess, a button, and then the measured price of each size."""
    st.markdown(TEXT["size_intro"])
    chosen = guess_now(TEXT["size_guess"], GUESSES, key="size_guess")
    if waits_for_class():
        return
    guess = None if chosen is None else GUESSES[chosen]
    if watched(SIZE_TRIALS, project, key="stop_sizes"):
        return
    kept, trial = kept_trials(project), SIZE_TRIALS.progress(project)
    if trial is not None and trial.state == "failed":
        st.error(as_text(trial.message))
    if kept and not kept.current:
        st.caption(says("datablock", "measured_before_last"))
    if not guess and not kept:
        st.caption(says("datablock", "guess_opens_measurement"))
    if st.button(
        "Measure again" if kept else says("datablock", "measure_sizes", sizes=len(SIZES)),
        key="measure_sizes",
        disabled=not (guess or kept),
        type="secondary" if kept else "primary",
    ):
        start_sizes(project)
        st.rerun()
    if kept:
        if chosen is not None:
            truth = how_many_fewer(kept.trials, len(project.dataset.classes()))
            note_result(chosen == truth, GUESSES[truth])
        _chart(kept.trials)
        _show_lesson(kept.trials, guess, recipe)


def _chart(trials: list[SizeTrial]) -> None:
    """Accuracy at each size, with the time of a picture below the size."""
    fig = go.Figure(
        go.Scatter(
            x=[f"{trial.size} px<br>{duration(trial.milliseconds / 1000)}" for trial in trials],
            y=[trial.accuracy for trial in trials],
            text=[percent(trial.accuracy) for trial in trials],
            mode="lines+markers+text",
            textposition="bottom center",
            marker={"size": 11, "color": BLUE},
            line={"color": BLUE, "width": 2},
            hovertemplate="%{x}: %{text}<extra></extra>",
            cliponaxis=False,
        )
    )
    least = min(trial.accuracy for trial in trials)
    fig.update_xaxes(type="category")
    fig.update_yaxes(tickformat=".0%", range=[max(0.0, least - 0.15), 1.04], visible=False)
    best = max(trials, key=lambda trial: trial.accuracy)
    alt = says("datablock", "sizes_alt", trials=len(trials), size=best.size)
    charts.show(fig, table=_trial_frame(trials), alt=alt, key="size_chart", height=260)


def _trial_frame(trials: list[SizeTrial]) -> pd.DataFrame:
    rows = {
        f"{trial.size} px": {
            "right": f"{trial.right} of {trial.judged}",
            "accuracy": percent(trial.accuracy),
            "likely": percent_range(likely_range(trial.right, trial.judged)),
            "ms a picture": f"{trial.milliseconds:.1f}",
        }
        for trial in trials
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def _show_lesson(trials: list[SizeTrial], guess: str | None, recipe: Recipe) -> None:
    small, large = trials[0], trials[-1]
    said = says("datablock", "you_said", guess=guess) if guess else ""
    cheap = cheapest_as_good(trials)
    advice = TEXT["size_as_good" if cheap.size < large.size else "size_loses"]
    saw = TEXT["size_saw"].format(
        small=small,
        small_time=duration(small.milliseconds / 1000),
        large=large,
        large_time=duration(large.milliseconds / 1000),
        advice=advice.format(size=cheap.size),
        size=recipe.size,
    )
    what_you_saw(f"{said} {saw}".strip())


def how_many_fewer(trials: list[SizeTrial], classes: int) -> int:
    """The place in GUESSES of what the smallest size gets right, beside the largest."""
    small, large = trials[0], trials[-1]
    if small.right >= large.right:
        return 0
    chance = small.judged / max(1, classes)
    near = {1: 0.9 * large.right, 2: 0.5 * large.right, 3: min(chance, 0.5 * large.right)}
    return min(near, key=lambda place: (abs(small.right - near[place]), -place))


def cheapest_as_good(trials: list[SizeTrial]) -> SizeTrial:
    """The smallest size whose likely range still reaches the best accuracy."""
    best = max(trial.accuracy for trial in trials)
    return next(t for t in trials if likely_range(t.right, t.judged)[1] >= best - 1e-9)
