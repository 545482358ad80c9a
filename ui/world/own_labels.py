"""Eight rounds on screen: the levers, a guess, three lines, and who disappears."""

from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import lesson_text, read, says
from core.project.guesses import Question, best_of
from core.project.project import Project
from core.vision.backbone import BackboneUnavailable
from core.vision.embeddings import embed_images, not_embedded
from core.vision.recipe import load_recipe
from core.words import listed, percent
from core.world.loop.own_labels import ROUNDS, START_EACH, Levers, Round, World, eight_rounds
from ui.parts import charts
from ui.parts.chart_labels import end_labels, plain
from ui.parts.guess import guess_first, guess_pills, note_result
from ui.parts.lesson import as_text, hint, note, what_you_saw
from ui.parts.palette import BLUE, GREEN, ORANGE, class_colours

RISES = Question[str]("guess_own_labels", str, "rises")
CHOICES = read("loop.yaml", dict[str, str], "rounds_choices")
LOOKS = {"sure": (BLUE, "circle"), "agrees": (ORANGE, "diamond"), "true": (GREEN, "square")}
SHARES = [0.0, 0.05, 0.1, 0.2, 0.3, 0.5]
LABEL_PX = 19  # between two names at the ends of lines
SURE = [0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95]


@st.fragment
def eight_rounds_of_labels(here: Project) -> None:
    """Everything that moves with a lever."""
    vocab = sorted(here.dataset.classes())
    text, overlooked = lesson_text("loop"), vocab[0]
    misnamed = int(st.session_state.get("loop_misnamed", Levers.misnamed))
    st.markdown(
        text["rounds_intro"].format(
            wrong=misnamed,
            each=START_EACH,
            overlooked=as_text(overlooked),
            other=as_text(vocab[1 % len(vocab)]),
        )
    )
    guess = guess_first(
        here,
        RISES,
        lambda: guess_pills(text["rounds_guess"], CHOICES, key="guess_rises"),
        key="rises",
    )
    if not guess.revealed:
        return
    levers, seed = _levers()
    states = _states(here.path, here.changed(), levers, seed)
    charts.show(
        _lines(tuple(_figures(state) for state in states), charts.ink()),
        table=pd.DataFrame([_figures(state) for state in states], columns=list(CHOICES.values())),
        alt="; ".join(f"{CHOICES[key]}: {_way(states, key)}" for key in CHOICES),
        key="loop_rounds",
    )
    what_you_saw(_saw(states, guess.choice, overlooked))
    note(text["class_line"])
    shares = tuple(tuple(state.share.tolist()) for state in states)
    real = tuple(
        here.dataset.classes()[name] / sum(here.dataset.classes().values()) for name in vocab
    )
    charts.show(
        _classes(shares, real, tuple(vocab), charts.ink()),
        table=pd.DataFrame([state.share for state in states], columns=vocab),
        alt="; ".join(
            says(
                "world",
                "share_of_labels",
                name=name,
                first=percent(first),
                last=percent(last),
            )
            for name, first, last in zip(vocab, states[0].share, states[-1].share, strict=True)
        ),
        key="loop_classes",
        height=260,
    )


def _levers() -> tuple[Levers, int]:
    left, right = st.columns(2, gap="large")
    with left:
        checked = st.select_slider(
            says("world", "lever_how_many"),
            SHARES,
            format_func=percent,
            key="loop_checked",
        )
        at_random = st.segmented_control(
            says("world", "which_ones_they"),
            [0.0, 1.0],
            default=1.0,
            required=True,
            format_func=lambda share: "Picked at random" if share else "The least sure",
            key="loop_at_random",
        )
    with right:
        sure = st.select_slider(
            says("world", "lever_how_sure"),
            SURE,
            format_func=percent,
            key="loop_sure",
        )
        misnamed = st.select_slider(
            says("world", "wrong_at_first", start_each=START_EACH),
            list(range(START_EACH)),
            value=Levers.misnamed,
            key="loop_misnamed",
        )
    seed = int(st.session_state.get("loop_seed", 0))
    st.button(
        says("world", "once_more_another"),
        key="loop_again",
        on_click=lambda: st.session_state.update(loop_seed=seed + 1),
    )
    return Levers(checked, sure, at_random, misnamed), seed


@lru_cache(maxsize=32)
def _states(path: Path, changed: int, levers: Levers, seed: int) -> list[Round]:
    return eight_rounds(_world(path, changed), levers, seed)


@lru_cache(maxsize=4)
def _world(path: Path, _changed: int) -> World:
    project = Project(path)
    records = project.dataset.images()
    vectors = embed_images(project, records, load_recipe(project).preprocess())
    vocab = sorted(project.dataset.classes())
    targets = np.array([vocab.index(record.label) for record in records], np.int64)
    return World(vectors.astype(np.float64), targets, len(vocab))


def can_be_played(here: Project) -> bool:
    """Whether every picture has been looked at; says what to do where not."""
    try:
        new = not_embedded(here.dataset.images(), load_recipe(here).preprocess())
    except BackboneUnavailable as reason:
        hint(str(reason))
        return False
    return new == 0


def _figures(state: Round) -> tuple[float, float, float]:
    return state.sure, state.agrees, state.true


def _way(states: list[Round], key: str) -> str:
    place = list(CHOICES).index(key)
    return f"from {percent(_figures(states[0])[place])} to {percent(_figures(states[-1])[place])}"


def _saw(states: list[Round], guess: str | None, overlooked: str) -> str:
    text, first, last = lesson_text("loop"), states[0], states[-1]
    rises = dict(zip(CHOICES, np.subtract(_figures(last), _figures(first)), strict=True))
    if guess in CHOICES:
        note_result(guess in best_of(rises))
    best = listed([f"“{CHOICES[key]}”" for key in best_of(rises)])
    said = [text["rounds_guessed"].format(guess=CHOICES[guess])] if guess in CHOICES else []
    said.append(text["rounds_best"].format(best=best))
    said.append(
        text["rounds_saw"].format(
            sure=percent(last.sure),
            sure_first=percent(first.sure),
            agrees=percent(last.agrees),
            right=percent(last.true),
            right_first=percent(first.true),
            overlooked=as_text(overlooked),
            found=percent(float(last.recall[0])),
        )
    )
    return " ".join([*said, text["rounds_lesson"]])


@lru_cache(maxsize=charts.KEPT)
def _lines(states: tuple[tuple[float, float, float], ...], _ink: str) -> charts.Finished:
    figure = go.Figure()
    for place, (key, (colour, symbol)) in enumerate(LOOKS.items()):
        values = [state[place] for state in states]
        figure.add_scatter(
            x=list(range(ROUNDS + 1)),
            y=values,
            mode="lines+markers",
            line={"color": colour, "width": 3},
            marker={"symbol": symbol, "size": 10},
            customdata=[percent(value) for value in values],
            hovertemplate=f"{CHOICES[key]}: %{{customdata}}<extra></extra>",
        )
    figure.update_xaxes(
        title=says("world", "round"), range=[-0.2, ROUNDS + 1.9], tickvals=list(range(ROUNDS + 1))
    )
    figure.update_yaxes(range=[0, 1.16], tickformat=".0%")
    ends = dict(zip(_SHORT.values(), states[-1], strict=True))
    end_labels(figure, ROUNDS, ends, 1.16, gap=LABEL_PX / 250)
    return charts.finished(figure, height=340)


_SHORT = {"sure": "sure", "agrees": "agrees", "true": "right"}


@lru_cache(maxsize=charts.KEPT)
def _classes(
    shares: tuple[tuple[float, ...], ...],
    real: tuple[float, ...],
    vocab: tuple[str, ...],
    _ink: str,
) -> charts.Finished:
    figure, colours = go.Figure(), class_colours(vocab)
    for place, name in enumerate(vocab):
        figure.add_scatter(
            x=list(range(ROUNDS + 1)),
            y=[share[place] for share in shares],
            mode="lines+markers",
            line={"color": colours[name], "width": 3},
            customdata=[percent(share[place]) for share in shares],
            hovertemplate=f"%{{customdata}}<extra>{plain(name)}</extra>",
        )
        figure.add_scatter(
            x=[0, ROUNDS],
            y=[real[place]] * 2,
            mode="lines",
            line={"color": colours[name], "dash": "dot", "width": 1.5},
            hoverinfo="skip",
        )
    figure.update_xaxes(
        title=says("world", "round"), range=[-0.2, ROUNDS + 1.9], tickvals=list(range(ROUNDS + 1))
    )
    figure.update_yaxes(tickformat=".0%", rangemode="tozero")
    ends = {plain(name[:18]): share for name, share in zip(vocab, shares[-1], strict=True)}
    gap = min(LABEL_PX / 150, 1 / len(vocab))
    end_labels(figure, ROUNDS, ends, max(max(share) for share in shares), gap=gap)
    return charts.finished(figure, height=260)
