"""Are high losses only confident mistakes? A guess, then the losses by their reason."""

import plotly.graph_objects as go
import streamlit as st

from core.classroom.answers import Asked
from core.content import lesson_text, says
from core.evaluation.losses import (
    ALL,
    CONFIDENT,
    GROUPS,
    MISLABELLED,
    MOST,
    NONE,
    SOME,
    STRANGE,
    TORN,
    UNSURE,
    HighLosses,
    LossEvidence,
)
from core.evaluation.selection import Group
from core.project.guesses import HIGH_LOSSES
from core.project.project import Project
from core.training.outcome import Outcome
from core.words import count_of, percent
from ui.evaluate.selection import GROUP_NAMES, pick, picked
from ui.parts.charts import chosen_point, show
from ui.parts.guess import guess_first, note_result, tell
from ui.parts.lesson import note
from ui.parts.palette import BLUE, GREEN, ORANGE, PURPLE, VERMILLION

CHART, PILLS = "loss_scatter", "loss_group"
DRAWN = 400
LOOK = {
    CONFIDENT: (VERMILLION, "x"),
    TORN: (ORANGE, "triangle-up"),
    UNSURE: (GREEN, "circle"),
    MISLABELLED: (PURPLE, "diamond"),
    STRANGE: (BLUE, "star"),
}
SIGNS = {CONFIDENT: "✕", TORN: "▲", UNSURE: "●", MISLABELLED: "◆", STRANGE: "★"}
SAID = {ALL: "All of them", MOST: "Half or more", SOME: "Fewer than half", NONE: "None"}


def losses_view(project: Project, run_id: str, outcome: Outcome, found: LossEvidence) -> None:
    """The question, and after the guess its answer in groups."""
    losses = found.losses
    if not losses.total:
        st.markdown(says("evaluate", "no_high_loss"))
        return
    key = f"guess_losses_{run_id}"
    guess = guess_first(project, HIGH_LOSSES, lambda: _ask(losses, key), run_id, key="loss_guess")
    if not guess.revealed:
        return
    st.markdown(_answer(losses, guess.choice))
    _scatter(outcome, losses)
    _group_pills(losses)
    st.markdown(_why(losses))
    if not found.searched:
        note(lesson_text("evaluate")["not_searched"])


def _ask(losses: HighLosses, key: str) -> str | None:
    st.markdown(lesson_text("evaluate")["losses"])
    high = count_of(losses.total, "high loss", "high losses")
    prompt = says("evaluate", "losses_asked", high=high)
    chosen = st.pills(prompt, list(SAID), format_func=SAID.__getitem__, key=key)
    words = "" if chosen is None else SAID[chosen]
    tell(Asked(prompt=prompt, options=tuple(SAID.values()), words=words))
    return chosen


def _answer(losses: HighLosses, guess: str | None) -> str:
    truth = losses.confident_share
    parts = says(
        "evaluate",
        "losses_found",
        confident=losses.confident,
        total=losses.total,
        torn=losses.torn,
        unsure=losses.unsure,
    )
    if doubted := len(losses.groups[MISLABELLED]):
        parts = f"{parts} {says('evaluate', 'doubted', count=doubted)}"
    if guess not in SAID:
        return parts
    note_result(guess == truth)
    verdict = "guessed_right" if guess == truth else "guessed_wrong"
    said, true = SAID[guess], SAID[truth]
    return f"{says('evaluate', verdict, guess=said, truth=true)} {parts}"


def _scatter(outcome: Outcome, losses: HighLosses) -> None:
    """How sure, against the loss: mistakes rise to the right, right answers to the left."""
    figure = go.Figure([_points(outcome, losses, name) for name in GROUPS])
    least = max(0.0, float(outcome.confidences.min()) - 0.05)
    figure.update_xaxes(
        title=says("evaluate", "probability_class_chose"), tickformat=".0%", range=[least, 1.02]
    )
    figure.update_yaxes(title=says("evaluate", "loss"), rangemode="tozero")
    show(
        figure,
        table=None,
        alt=f"{says('evaluate', 'loss_alt')} {_why(losses)}",
        key=CHART,
        on_select=_take_click,
        height=340,
    )


def _points(outcome: Outcome, losses: HighLosses, name: str) -> go.Scatter:
    rows = losses.groups[name][:DRAWN]
    colour, symbol = LOOK[name]
    sure = outcome.confidences[rows]
    return go.Scatter(
        x=sure,
        y=outcome.losses[rows],
        mode="markers",
        marker={"color": colour, "symbol": symbol, "size": 12},
        unselected={"marker": {"opacity": 1}},
        customdata=[[name, percent(share)] for share in sure],
        hovertemplate=f"{says('evaluate', 'loss_hover', group=GROUP_NAMES[name])}<extra></extra>",
    )


def _take_click() -> None:
    if point := chosen_point(st.session_state[CHART]):
        pick(Group(str(point["customdata"][0])))


def _group_pills(losses: HighLosses) -> None:
    there = [name for name in GROUPS if losses.groups[name]]
    now = picked()
    st.session_state[PILLS] = now.name if isinstance(now, Group) and now.name in there else None
    st.pills(
        says("evaluate", "show_pictures_group"),
        there,
        format_func=lambda name: f"{SIGNS[name]} {GROUP_NAMES[name]} {len(losses.groups[name])}",
        key=PILLS,
        wrap=True,
        on_change=_take_pill,
    )


def _take_pill() -> None:
    name = st.session_state[PILLS]
    pick(Group(name) if name else None)


def _why(losses: HighLosses) -> str:
    """One line for each group that has pictures."""
    text = lesson_text("evaluate")
    return "\n".join(
        f"- **{GROUP_NAMES[name]}**: {text[f'group_{name}']}"
        for name in GROUPS
        if losses.groups[name]
    )


def loss_captions(found: LossEvidence, outcome: Outcome) -> dict[int, str]:
    """Row → the number that put a picture into its group, where its probability does not."""
    captions = {}
    for row in found.losses.groups[MISLABELLED]:
        captions[row] = says(
            "evaluate",
            "its_label_got",
            label_probability=percent(outcome.judged(row).label_probability),
        )
    for row in found.losses.groups[STRANGE]:
        captions[row] = says("evaluate", "as_far", times=found.oddness[outcome.image_ids[row]])
    return captions
