"""Nights 21 to 30: more cameras, a world that changes, and rules that run without the learner."""

from functools import lru_cache

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import lesson_text, read, says
from core.project.guesses import Question
from core.words import count_of
from core.world.rollout.camp import A_NIGHT, CAMERAS, NIGHTS, SUPERVISED, Shot
from core.world.rollout.diary import alone_next, place
from core.world.rollout.expansion import Expansion
from core.world.rollout.nights import Nights
from core.world.rollout.rules import Course, Rules, events, followed, morning
from ui.parts import charts
from ui.parts.guess import guess_first, guess_pills, note_result
from ui.parts.lesson import answer, as_text, note, what_you_saw
from ui.parts.palette import BLUE, ORANGE
from ui.world.condition import shown_jpeg
from ui.world.rollout.play import Play, camp_of, expansion, tries

WHEN = Question[str]("guess_rollout_when_", str, "choice")  # about a run and a seed
CHOICES = read("rollout.yaml", dict[str, str], "late_choices")
NAMES = read("rollout.yaml", dict[str, str], "cameras")
COLUMNS = read("rollout.yaml", dict[str, str], "columns")
EVENTS = read("rollout.yaml", dict[str, str], "events")
WALL = 5


def nights_without_you(play: Play, rules: Rules) -> None:
    """Three cameras, a guess, ten mornings."""
    text = lesson_text("rollout")
    st.markdown(text["late_intro"].format(checked=count_of(rules.checked, "answer")))
    grown = expansion(play)
    if grown is None:
        return
    note(text["late_rendered"] if grown.rendered else text["late_transformed"])
    _cameras(grown)
    guess = guess_first(
        play.here,
        WHEN,
        lambda: guess_pills(text["late_guess"], CHOICES, key="guess_when"),
        place(play.model, play.seed),
        key="rollout_when",
    )
    if guess.revealed:
        _mornings(play, rules, grown, guess.choice)


def _cameras(grown: Expansion) -> None:
    seen = (grown.first[-1], grown.night, grown.far)
    for column, name, one in zip(st.columns(len(CAMERAS)), CAMERAS, seen, strict=True):
        column.image(_jpeg(one.shots[0]), width="stretch", caption=NAMES[name])


def _mornings(play: Play, rules: Rules, grown: Expansion, guess: str | None) -> None:
    text = lesson_text("rollout")
    cameras = alone_next(play.diary, play.home, rules)
    if cameras < len(CAMERAS):
        answer(text["late_one"] if cameras else text["late_not_begun"], icon=":material/rule:")
        if st.toggle(text["late_anyway"], key="rollout_anyway"):
            cameras = len(CAMERAS)
    own = tries(play, grown).only(0)
    course = followed(own, rules, np.array([cameras]))
    happened = events(course, rules)
    table = _table(own, course, rules, happened)
    charts.show(
        _bars(tuple(course.found[0, SUPERVISED:]), tuple(course.unseen[0, SUPERVISED:]),
              tuple(happened.items()), charts.ink()),
        table=table,
        alt=says("world", "mornings_alt", happened=happened or 'nothing'),
        key="rollout_mornings",
    )  # fmt: skip
    if guess is not None:
        note_result(guess == _when(happened))
    guessed = text["late_guessed"].format(guess=CHOICES[guess]) if guess in CHOICES else ""
    what_you_saw(f"{guessed} {_words(table, course, happened)} {text['late_lesson']}")
    _unseen(play, grown, own, course, rules)


def _when(happened: dict[int, str]) -> str:
    """Which of the choices came true."""
    first = min(happened, default=None)
    if first is None:
        return "never"
    return "early" if first <= (SUPERVISED + NIGHTS) // 2 else "late"


def _words(table: pd.DataFrame, course: Course, happened: dict[int, str]) -> str:
    text = lesson_text("rollout")
    first = next(iter(happened.items()), None)
    event = (
        text[f"late_event_{first[1]}"].format(night=first[0]) if first else text["late_event_none"]
    )
    return text["late_saw"].format(
        alone=int(table[COLUMNS["alone"]].sum()),
        looked=int(table[COLUMNS["looked"]].sum()),
        found=int(course.found.sum()),
        unseen=int(course.unseen.sum()),
        event=event,
    )


def _table(own: Nights, course: Course, rules: Rules, happened: dict[int, str]) -> pd.DataFrame:
    """A row for each night: what was looked at in the morning, and what was not."""
    rows = []
    for night in range(SUPERVISED, NIGHTS):
        cameras = course.cameras[:, night]
        looked, _ = morning(own, night, cameras, rules)
        by_model = ~own.asks[0, night, : cameras[0]]
        rows.append(
            (
                night + 1,
                int(cameras[0]),
                int(by_model.sum()),
                int(looked.sum()),
                int(course.found[0, night]),
                int(course.unseen[0, night]),
                EVENTS[happened[night + 1]] if night + 1 in happened else "",
            )
        )
    return pd.DataFrame(rows, columns=list(COLUMNS.values()))


def _unseen(play: Play, grown: Expansion, own: Nights, course: Course, rules: Rules) -> None:
    """Pictures that the model got wrong while nobody looked."""
    camp, shots = camp_of(play, grown), dict[Shot, str]()
    for night in range(SUPERVISED, NIGHTS):
        looked, missed = morning(own, night, course.cameras[:, night], rules)
        for camera, place_ in zip(*np.nonzero((missed & ~looked)[0]), strict=True):
            one = camp.pools(night + 1)[camera]
            row = own.rows[0, night, camera, place_]
            names = {"label": one.vocab[one.targets[row]], "called": one.vocab[one.said[row]]}
            words = says("world", "night_called", night=night + 1, **names)
            shots[one.shots[row]] = as_text(words)
    if not shots:
        return
    st.markdown(f"**{lesson_text('rollout')['late_unseen']}**")
    with st.container(horizontal=True, gap="small"):
        for shot, caption in list(shots.items())[:WALL]:
            st.image(_jpeg(shot), width=150, caption=caption, alt="")


def _jpeg(shot: Shot) -> bytes:
    return shown_jpeg(str(shot.path), shot.id, shot.condition, shot.strength)


@lru_cache(maxsize=charts.KEPT)
def _bars(
    found: tuple[int, ...],
    unseen: tuple[int, ...],
    happened: tuple[tuple[int, str], ...],
    _ink: str,
) -> charts.Finished:
    nights = list(range(SUPERVISED + 1, NIGHTS + 1))
    figure = go.Figure(layout={"barmode": "relative", "bargap": 0.25})
    top, low = max((*found, 1)), max((*unseen, 1))
    for values, misses, colour, way, pattern in (
        (found, "found", BLUE, 1, ""),
        (unseen, "unseen", ORANGE, -1, "/"),
    ):
        figure.add_bar(
            x=nights,
            y=[way * value for value in values],
            marker={"color": colour, "pattern": {"shape": pattern, "solidity": 0.25}},
            customdata=values,
            hovertemplate=f"{says('world', f'night_{misses}')}<extra></extra>",
        )
        figure.add_annotation(
            x=nights[0] - 0.4, y=way * (top if way > 0 else low) * 1.2,
            text=says("world", f"misses_{misses}"), showarrow=False, xanchor="left",
        )  # fmt: skip
    for night, what in happened:
        figure.add_vline(x=night + 0.5, line={"color": charts.ink(), "width": 2})
        figure.add_annotation(
            x=night + 0.5, y=top * 0.9, text=EVENTS[what], showarrow=False, xanchor="left", xshift=6
        )
    figure.update_xaxes(title=says("world", "night_button"), dtick=1)
    figure.update_yaxes(visible=False, range=[-1.4 * low, 1.4 * top])
    return charts.finished(figure, height=100 + 6 * A_NIGHT * 3)
