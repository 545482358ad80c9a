"""How a finished run did, in the learner's own classes; or that its class guesses first."""

from functools import lru_cache

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.classroom.answers import Asked
from core.content import lesson_text, says
from core.learning.tour.place import tour_asks
from core.project.guesses import TRAINING
from core.project.project import Project
from core.project.records import RunRecord
from core.training.outcome import Outcome
from core.training.runs import chance_level, outcome_of
from core.words import duration, percent
from ui.parts import charts
from ui.parts.chart_labels import LONGEST, plain, shortened
from ui.parts.class_guess import SharedGuess, shared_guess
from ui.parts.lesson import metric
from ui.parts.no_model import say_result_waits
from ui.parts.palette import class_colours

ROW_HEIGHT = 44
ClassCount = tuple[str, int, int]  # name, pictures named right, pictures


def run_result(project: Project, run: RunRecord, guess: int | None = None) -> None:
    """The figure, the time it took, and one bar for each class."""
    right, classes = st.columns([2, 5], gap="large", vertical_alignment="center")
    with right:
        _figure(run, guess)
    judged = outcome_of(project, run)
    if judged is not None:
        with classes:
            _by_class(judged.part("valid"), key=f"by_class_{run.id}")


def right_of(run: RunRecord) -> str:
    """For example: 34 of 36."""
    return f"{run.results['correct']} of {run.results['valid']}"


def _figure(run: RunRecord, guess: int | None) -> None:
    beside = None if guess is None else says("train", "you_guessed", guess=guess)
    metric(says("train", "validation_pictures_gets"), right_of(run), beside)
    accuracy, seconds = float(run.results["accuracy"]), float(run.results["seconds"])
    st.caption(
        says("train", "accuracy_after", accuracy=percent(accuracy), seconds=duration(seconds))
    )


def _by_class(valid: Outcome, key: str) -> None:
    counts = _counts(valid)
    said = "; ".join(f"{name} {right} of {pictures}" for name, right, pictures in counts)
    charts.show(
        _bars(counts, charts.ink()),
        table=pd.DataFrame(counts, columns=["class", "right", "pictures"]),
        alt=says("train", "right_by_class", said=said),
        key=key,
    )


def _counts(valid: Outcome) -> tuple[ClassCount, ...]:
    own = [(name, valid.targets == number) for number, name in enumerate(valid.vocab)]
    return tuple((name, int(valid.is_correct[its].sum()), int(its.sum())) for name, its in own)


@lru_cache(maxsize=charts.KEPT)
def _bars(counts: tuple[ClassCount, ...], _ink: str) -> charts.Finished:
    names = [name for name, _, _ in counts]
    colours = class_colours(names)
    places = list(range(len(names)))
    figures = [f"{right} of {pictures}" for _, right, pictures in counts]
    bars = go.Bar(
        y=places,
        x=[right / max(1, pictures) for _, right, pictures in counts],
        orientation="h",
        marker={"color": [colours[name] for name in names]},
        customdata=[f"{plain(name)}: {said}" for name, said in zip(names, figures, strict=True)],
        hovertemplate="%{customdata} right<extra></extra>",
    )
    figure = go.Figure([charts.track(places, figures), bars], {"barmode": "overlay"})
    figure.update_xaxes(range=[0, 1.3], showticklabels=False)
    short = [plain(shortened(name, LONGEST)) for name in names]
    figure.update_yaxes(autorange="reversed", tickvals=places, ticktext=short)
    return charts.finished(figure, height=40 + ROW_HEIGHT * len(counts))


TEXT = lesson_text("train")


def shared_training() -> SharedGuess | None:
    """The question how many a training gets right, as the class shares it."""
    return shared_guess(TRAINING.setting.name)


def training_question(project: Project, valid: int) -> tuple[str, int]:
    """The question about so many validation pictures, and what pure chance gets right of them."""
    chance = chance_level(valid, sum(count > 0 for count in project.dataset.classes().values()))
    return TEXT["guess"].format(valid=valid, chance=chance), chance


def say_held_result(project: Project, shared: SharedGuess | None) -> None:
    """Show the guess that waits, and that the result does. A learner who moved no slider made no
    guess, which the teacher sees, too: there is something to reveal."""
    if shared and not tour_asks(project, "train"):
        made = shared.made()
        if made is None:
            valid = len(project.dataset.images(split="valid"))
            prompt, _ = training_question(project, valid)
            shared.keep(None, Asked(prompt=prompt, kind="number", high=valid))
            made = shared.made()
        if made is not None:
            shared.wait_here(made)
    say_result_waits()
