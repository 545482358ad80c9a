"""The parts of a simulator: which is objective, lever, data, model; guesses; the assembly line."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from core.drivetrain.plan.plan import load_plan
from core.drivetrain.simulators.content import Parts, SimulatorText, simulators_text
from core.project.guesses import SIMULATED
from core.project.project import Project
from ui.navigation import page_link
from ui.parts.guess import guess_first, guess_pills
from ui.parts.lesson import as_text
from ui.session import project as current_project

STAGES = ("Modeler", "Simulator", "Optimizer")
MEANINGS = (
    "learns from what happened",
    "asks what would happen",
    "chooses what should happen",
)


@dataclass(frozen=True)
class Stage:
    """What a stage of the assembly line did just now: a short figure, and a sentence."""

    figure: str
    words: str


def parts(found: Parts) -> None:
    """The four parts side by side, in the order in which they follow from each other."""
    named = (
        ("Objective", found.objective),
        ("Levers", found.levers),
        ("Data", found.data),
        ("Models", found.models),
    )
    for column, (name, words) in zip(st.columns(4, gap="medium"), named, strict=True):
        with column:
            st.markdown(f"**{name}**  \n:small[{words}]")


def assembly_line(stages: tuple[Stage, Stage, Stage]) -> None:
    """Modeler → Simulator → Optimizer, each with what it found at the present settings."""
    columns = st.columns(3, gap="small")
    for i, (column, stage) in enumerate(zip(columns, stages, strict=True)):
        arrow = " :material/arrow_forward:" if i < len(STAGES) - 1 else ""
        with column, st.container(border=True, height="stretch", gap="xsmall"):
            st.markdown(f"**{i + 1} {STAGES[i]}**{arrow}  \n:small[:gray[{MEANINGS[i]}]]")
            st.markdown(f"### {stage.figure}")
            st.markdown(f":small[{stage.words}]")


def guessed(project: Project, simulator: str, name: str, right: Callable[[], str]) -> bool:
    """Ask for the guess, or say how it turned out; returns whether the answer may be shown.

    `right` is the key of the right choice; it is only asked for once the guess is made.
    """
    asked, about = simulators_text().simulators[simulator].guesses[name], f"{simulator}_{name}"
    guess = guess_first(
        project,
        SIMULATED,
        lambda: guess_pills(asked.question, asked.choices, key=f"guess_{about}"),
        f"{simulator}.{name}",
        key=about,
    )
    if guess.choice in asked.choices:
        truth = right()
        answer = (
            "that is right"
            if guess.choice == truth
            else f"the answer is **{asked.choices[truth]}**"
        )
        st.markdown(f"You guessed **{asked.choices[guess.choice]}**. At these settings {answer}.")
    return guess.revealed


def stage_title(i: int, words: str) -> None:
    """The heading over a stage's own chart, and what the chart shows."""
    st.subheader(f"{i + 1} {STAGES[i]}", anchor=False)
    st.caption(words)


def your_plan(text: SimulatorText) -> None:
    """The question this simulator asks of the learner's plan, beside what stands in it."""
    st.subheader("And in your plan?", anchor=False)
    st.markdown(text.yours)
    plan = load_plan(current_project())
    for lever in plan.named_levers:
        note = f": {as_text(lever.note)}" if lever.note.strip() else ""
        st.markdown(f"- **{as_text(lever.name)}**{note}")
    if plan.data_need.strip():
        st.markdown(f"Data you meant to collect: {as_text(plan.data_need)}")
    if not plan.named_levers:
        st.caption("Your plan names no lever yet.")
    page_link("levers", "Write it into your plan", primary=True)
