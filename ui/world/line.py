"""A line for "ask a human": which score tells strange pictures, and what a line is worth."""

from functools import lru_cache

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import Named, lesson_text, read, says
from core.drivetrain.decide.situation import situation
from core.evaluation.abroad import Abroad
from core.evaluation.novelty import (
    DEFAULT,
    FALSE_CALLS,
    MAX_PROBABILITY,
    auroc,
    caught,
    is_strange,
    line_at,
)
from core.evaluation.novelty_line import FALSE_CALLS as KEPT
from core.evaluation.novelty_line import MOST, keep_line
from core.project.guesses import Question, best_of
from core.project.project import Project
from core.project.records import RunRecord
from core.statistics import Score
from core.words import percent
from core.world.line_worth import line_worth
from ui.parts import charts
from ui.parts.cost_words import amount
from ui.parts.guess import guess_first, guess_pills, note_result
from ui.parts.lesson import answer, note, what_you_saw
from ui.parts.palette import BLUE, ORANGE

BEST_SCORE = Question[str]("guess_novelty_score", str, "score")
SCORE_WORDS = read("domain.yaml", dict[str, Named], "scores")
BINS = 24


def line_for_strange(here: Project, model: RunRecord, found: Abroad) -> None:
    """Guess which score is best, see them all, and draw the line."""
    text = lesson_text("domain")
    st.markdown(text["line_intro"])
    names = {key: one.name for key, one in SCORE_WORDS.items()}
    guess = guess_first(
        here,
        BEST_SCORE,
        lambda: guess_pills(text["guess_score"], names, key="best_score"),
        key="novelty_score",
    )
    if guess.revealed:
        _ranking(found, guess.choice)
        draw_line(here, model, found)


def _ranking(found: Abroad, guess: str | None) -> None:
    text = lesson_text("domain")
    areas = {key: auroc(found.home_scores[key], found.abroad_scores[key]) for key in SCORE_WORDS}
    best = best_of(areas)[0]
    said = text["ranking_tie"].format(
        best=SCORE_WORDS[best].name,
        area=percent(areas[best]),
        doubt=percent(areas[MAX_PROBABILITY]),
    )
    if guess in SCORE_WORDS:
        right = guess in best_of(areas)
        note_result(right)
        words = text["ranking_right"] if right else text["ranking_wrong"]
        said = f"{words.format(guess=SCORE_WORDS[guess].name)} {said}"
    table = pd.DataFrame(
        [
            (
                SCORE_WORDS[key].name,
                percent(areas[key]),
                percent(caught(found.home_scores[key], found.abroad_scores[key])),
            )
            for key in sorted(areas, key=areas.__getitem__, reverse=True)
        ],
        columns=["Score", "Separates", "Caught"],
    )
    st.markdown(said)
    st.dataframe(table, hide_index=True, width="stretch")
    note(text["ranking"])


def draw_line(here: Project, model: RunRecord, found: Abroad) -> None:
    """The slider, the two humps with the line between them, and what it is worth."""
    text = lesson_text("domain")
    kept = here.settings.get(KEPT)
    shares = [share / 100 for share in range(round(MOST * 100) + 1)]
    false_calls = st.select_slider(
        says("world", "how_many_usual"),
        shares,
        value=round(FALSE_CALLS if kept is None else kept, 2),
        format_func=lambda share: f"{round(100 * share)}",
        key="false_calls",
    )
    line = line_at(found.learned[DEFAULT], false_calls)
    home = is_strange(found.home_scores[DEFAULT], line)
    abroad = is_strange(found.abroad_scores[DEFAULT], line)
    usual, strange = (
        tuple(one[DEFAULT].tolist()) for one in (found.home_scores, found.abroad_scores)
    )
    charts.show(
        _humps(usual, strange, line, charts.ink()),
        table=None,
        alt=says("world", "line_alt", line=line),
        key="novelty_humps",
    )
    wrong = ~found.abroad.is_correct
    count = len(found.learned[DEFAULT])
    note(text["line_set_on"].format(count=count, valid=len(home)))
    figures = text["line_figures"].format(
        false=Score(int(home.sum()), len(home)).in_words,
        caught=Score(int(abroad.sum()), len(abroad)).in_words,
        caught_wrong=int((abroad & wrong).sum()),
        wrong=int(wrong.sum()),
    )
    what_you_saw(f"{figures} {_worth(here, model, found, home, abroad)}")
    _keep(here, false_calls, kept)
    note(text["none_of_these"])


def _worth(
    here: Project, model: RunRecord, found: Abroad, home: np.ndarray, abroad: np.ndarray
) -> str:
    now = situation(here, model)
    if now is None or len(now.stakes.actions) < 2:
        return lesson_text("domain")["line_no_costs"]
    worth = line_worth(now, (found.home, home), (found.abroad, abroad))
    sums = dict(
        zip(
            ("home_without", "home_with", "abroad_without", "abroad_with"),
            (*worth.home, *worth.abroad),
            strict=True,
        )
    )
    said = {name: amount(cost, worth.costs.unit) for name, cost in sums.items()}
    return lesson_text("domain")["line_costs"].format(**said)


def _keep(here: Project, false_calls: float, kept: float | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if kept != false_calls and st.button(
            says("world", "use_this_line"), type="primary", key="keep_line"
        ):
            keep_line(here, false_calls)
            st.rerun()
        if kept is not None and st.button(says("world", "remove_the_line"), key="remove_line"):
            keep_line(here, None)
            st.rerun()
    if kept == false_calls:
        answer(lesson_text("domain")["line_kept"], right=True)


@lru_cache(maxsize=charts.KEPT)
def _humps(
    usual: tuple[float, ...], strange: tuple[float, ...], line: float, _ink: str
) -> charts.Finished:
    """Both sides' distances as bars above and below an axis, and the line."""
    top = max((*usual, *strange, line)) * 1.02
    edges = np.linspace(0, top, BINS + 1)
    middles = (edges[:-1] + edges[1:]) / 2
    figure = go.Figure(layout={"barmode": "relative", "bargap": 0.08})
    for values, name, colour, way, pattern in (
        (usual, "at home", BLUE, 1, ""),
        (strange, "here", ORANGE, -1, "/"),
    ):
        counts = np.histogram(values, edges)[0]
        figure.add_bar(
            x=middles,
            y=way * counts,
            marker={"color": colour, "pattern": {"shape": pattern, "solidity": 0.25}},
            customdata=counts,
            hovertemplate=f"%{{customdata}} {name}<extra></extra>",
        )
        figure.add_annotation(
            x=top, y=way * counts.max() * 0.8, text=name, showarrow=False, xanchor="right"
        )
    figure.add_vline(x=line, line={"color": charts.ink(), "width": 2})
    figure.update_xaxes(title=says("world", "distance_nearest_class"), range=[0, top])
    figure.update_yaxes(visible=False)
    return charts.finished(figure, height=300)
