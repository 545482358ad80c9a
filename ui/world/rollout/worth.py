"""What thirty nights cost by the learner's rules, live on day one, and never: 200 times."""

from functools import lru_cache

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import lesson_text, read, says
from core.project.guesses import Question, best_of
from core.statistics import Floats
from core.words import listed, percent
from core.world.rollout.camp import SUPERVISED
from core.world.rollout.diary import alone_next, answers, tally
from core.world.rollout.expansion import Expansion
from core.world.rollout.nights import TRIES
from core.world.rollout.protocol import keep_protocol, kept_protocol
from core.world.rollout.rules import Rules, followed, live_cost, never_cost
from ui.parts import charts
from ui.parts.chart_labels import plain
from ui.parts.choice import one_of
from ui.parts.guess import guess_first, guess_pills, note_result
from ui.parts.lesson import answer, what_you_saw
from ui.parts.palette import BLUE, GREEN, ORANGE
from ui.world.rollout.play import Play, expansion, tries
from ui.world.rollout.rule_sliders import rule_sliders

CHEAPEST = Question[str]("guess_rollout_cheapest", str, "way")
WAYS = read("rollout.yaml", dict[str, str], "ways")
WORLDS = read("rollout.yaml", dict[str, str], "worlds")
COLOURS = {"rules": BLUE, "live": ORANGE, "never": GREEN}
TIMES = (1, 3, 10, 30)
DECIDED = 3
Costs = dict[str, Floats]  # way → what each night costs in each try, (TRIES, NIGHTS)


def worth_of_rules(play: Play, rules: Rules) -> None:
    """The three ways side by side, once the learner has guessed."""
    text = lesson_text("rollout")
    st.markdown(text["worth_intro"])
    grown = expansion(play)
    if grown is None:
        return
    guess = guess_first(
        play.here,
        CHEAPEST,
        lambda: guess_pills(text["worth_guess"], WAYS, key="guess_way"),
        key="rollout_way",
    )
    if guess.revealed:
        _own_nights(play, grown, rules)
        _levers(play, grown, rules, guess.choice)


def _own_nights(play: Play, grown: Expansion, rules: Rules) -> None:
    """What the learner's own nights cost, once the twenty with them are over."""
    kept = play.diary
    if len(kept.nights) < SUPERVISED:
        return
    own = tries(play, grown).only(0)
    begins = np.array([alone_next(kept, play.home, rules)])
    late = followed(own, rules, begins).cost[0, SUPERVISED:].sum()
    first = tally(answers(kept, play.home), play.home, play.now.stakes).cost
    said = lesson_text("rollout")["worth_own"].format(
        own=play.amount(first + float(late)),
        live=play.amount(float(live_cost(own).sum())),
        never=play.amount(float(never_cost(own).sum())),
    )
    st.markdown(said)


@st.fragment
def _levers(play: Play, grown: Expansion, first: Rules, guess: str | None) -> None:
    """Everything that moves with a lever."""
    rules = rule_sliders(first, key="rule", bind="query-params")
    times, bad = _world()
    nights = tries(play, grown, times, bad=bad)
    costs = {
        "rules": followed(nights, rules).cost,
        "live": live_cost(nights),
        "never": never_cost(nights),
    }
    totals = {way: cost.sum(axis=1) for way, cost in costs.items()}
    unit = plain(play.now.costs.unit)
    charts.show(
        _spread(_key(totals), unit, charts.ink()),
        table=pd.DataFrame({WAYS[way]: total.round(2) for way, total in totals.items()}),
        alt="; ".join(f"{WAYS[way]}: {play.amount(one.mean())}" for way, one in totals.items()),
        key="rollout_worth",
    )
    _saw(play, totals, guess)
    saved = (costs["live"] - costs["rules"]).mean(axis=0)
    text = lesson_text("rollout")
    decided = sorted(int(night) + 1 for night in np.argsort(-np.abs(saved))[:DECIDED])
    st.markdown(text["worth_nights"].format(nights=listed([str(night) for night in decided])))
    charts.show(
        _night_bars(tuple(saved.round(3).tolist()), unit, charts.ink()),
        table=pd.DataFrame({"night": range(1, len(saved) + 1), "saved": saved.round(3)}),
        alt=says("world", "nights_decided", decided=decided),
        key="rollout_nights",
    )
    _take(play, rules)


def _world() -> tuple[int, bool]:
    text = lesson_text("rollout")
    left, right = st.columns(2, gap="large")
    with left:
        words = {one: text["costlier_says"].format(times=one) for one in TIMES}
        words[1] = text["costlier_once"]
        times = one_of(text["costlier"], words, key="costlier", bind="query-params", wrap=True)
    with right:
        world = one_of(text["world"], WORLDS, key="camp", bind="query-params", wrap=True)
    return times, world == "bad"


def _saw(play: Play, totals: Costs, guess: str | None) -> None:
    text = lesson_text("rollout")
    means = {way: float(total.mean()) for way, total in totals.items()}
    best = best_of(means, lowest=True)
    if guess is not None:
        note_result(guess in best)
    said = text["worth_saw"].format(
        **{way: play.amount(mean) for way, mean in means.items()},
        beats_live=percent(float((totals["rules"] < totals["live"]).mean())),
        beats_never=percent(float((totals["rules"] < totals["never"]).mean())),
        tries=TRIES,
        worst_rules=play.amount(float(totals["rules"].max())),
        worst_live=play.amount(float(totals["live"].max())),
    )
    lesson = {"rules": "worth_careful", "live": "worth_cheap", "never": "worth_hand"}[best[0]]
    guessed = f"{text['worth_guessed'].format(guess=WAYS[guess])} " if guess in WAYS else ""
    what_you_saw(f"{guessed}{said} {text[lesson]}")


def _take(play: Play, rules: Rules) -> None:
    text, kept = lesson_text("rollout"), kept_protocol(play.here)
    if (kept.rules or play.rules) == rules:
        answer(text["worth_taken"], right=True)
    elif st.button(text["worth_take"], key="take_rules"):
        keep_protocol(play.here, kept.model_copy(update={"rules": rules}))
        st.rerun(scope="fragment")


def _key(totals: Costs) -> tuple[tuple[str, tuple[float, ...]], ...]:
    return tuple((way, tuple(total.round(2).tolist())) for way, total in totals.items())


@lru_cache(maxsize=charts.KEPT)
def _spread(
    totals: tuple[tuple[str, tuple[float, ...]], ...], unit: str, _ink: str
) -> charts.Finished:
    figure = go.Figure()
    for way, values in totals[::-1]:
        figure.add_box(
            x=values,
            name=WAYS[way],
            boxmean=True,
            boxpoints=False,
            line={"color": COLOURS[way], "width": 3},
            hoverinfo="x",
        )
    figure.update_xaxes(title=says("world", "nights_cost", unit=unit), rangemode="tozero")
    return charts.finished(figure, height=260)


@lru_cache(maxsize=charts.KEPT)
def _night_bars(saved: tuple[float, ...], unit: str, _ink: str) -> charts.Finished:
    nights = list(range(1, len(saved) + 1))
    figure = go.Figure(
        go.Bar(
            x=nights,
            y=saved,
            marker_color=[BLUE if one >= 0 else ORANGE for one in saved],
            hovertemplate="night %{x}: %{y:.2f}<extra></extra>",
        )
    )
    figure.add_hline(y=0, line={"color": charts.ink(), "width": 1})
    figure.update_xaxes(title=says("world", "night_button"), dtick=5, tick0=0)
    figure.update_yaxes(title=f"saved, in {unit}")
    return charts.finished(figure, height=260)
