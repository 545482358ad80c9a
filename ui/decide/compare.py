"""Two of the learner's models against the same costs: accuracy and cost side by side."""

import streamlit as st

from core.content import says
from core.drivetrain.decide.situation import Pair, Situation, held_against, situation
from core.drivetrain.decide.text import decide_text
from core.drivetrain.decide.worth import Worth
from core.project.project import Project
from core.project.records import RunRecord
from core.training.runs import finished_runs, run_name
from core.words import count_of, number, percent
from ui.parts.cost_words import amount, with_range
from ui.parts.lesson import as_text, hint, note


def compare_models(project: Project, yours: RunRecord) -> None:
    """Pick another finished run of the same classes; nothing to pick with only one run."""
    others = [run for run in finished_runs(project) if run.id != yours.id]
    if not others:
        note(says("decide", "train_another_model"))
        return
    names = {run.id: run_name(run) for run in others}
    chosen = st.selectbox(
        says("decide", "hold_your_model_against"),
        list(names),
        format_func=lambda run_id: names[run_id],
        key=f"compare_with_{project.id}",
        persist_state="session",
    )
    pair = held_against(project, yours, project.runs.get(str(chosen)))
    if pair is None:
        hint(says("decide", "model_knows_other"))
        return
    note(decide_text().compare)
    side_by_side(pair.mine, pair.other, run_name(yours), names[str(chosen)])
    if pair.shared < pair.all_mine:
        note(_two_sets(project, yours, pair))


def _two_sets(project: Project, yours: RunRecord, pair: Pair) -> str:
    """Why one model has another cost here than above: both figures, side by side."""
    whole = situation(project, yours)
    if whole is None:
        return ""
    above = whole.worths["policy"]
    here = pair.mine.worths["policy"]
    return decide_text().compare_fewer.format(
        above=with_range(above),
        all=count_of(pair.all_mine, "picture"),
        here=with_range(here),
        shared=f"{pair.shared:,}",
    )


def side_by_side(mine: Situation, other: Situation, my_name: str, other_name: str) -> None:
    """Both models' figures, and which one to take."""
    mine_worth = mine.worths["policy"]
    other_worth = other.worths["policy"]
    left, right = st.columns(2, gap="large")
    with left:
        _figures(says("decide", "your_model"), my_name, mine, mine_worth)
    with right:
        _figures(says("decide", "the_other"), other_name, other, other_worth)
    st.markdown(_verdict(mine, mine_worth, other, other_worth))


def _figures(title: str, name: str, model: Situation, worth: Worth) -> None:
    st.markdown(f"**{title}**")
    note(as_text(name))
    st.metric(says("decide", "correct"), percent(model.judged.accuracy))
    st.metric(
        says("decide", "cost_for_1000"),
        number(worth.cost),
        delta=says("decide", "likely", low=number(worth.low), high=number(worth.high)),
        delta_color="off",
        delta_arrow="off",
    )


def _verdict(mine: Situation, my_worth: Worth, other: Situation, other_worth: Worth) -> str:
    difference = amount(abs(my_worth.cost - other_worth.cost), mine.costs.unit)
    if abs(my_worth.cost - other_worth.cost) < 0.005:
        return says("decide", "same_worth")
    cheaper = "yours_cheaper" if my_worth.cost < other_worth.cost else "other_cheaper"
    more_accurate = mine.judged.accuracy > other.judged.accuracy
    against = mine.judged.accuracy != other.judged.accuracy and more_accurate != (
        my_worth.cost < other_worth.cost
    )
    apart = my_worth.high < other_worth.low or other_worth.high < my_worth.low
    said = [says("decide", cheaper, difference=difference)]
    said += [says("decide", "less_accurate")] if against else []
    return " ".join(said if apart else [*said, says("decide", "by_chance")])
