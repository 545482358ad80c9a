"""What the simulators share: path, levers, guesses, the assembly line, the four parts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.content import says
from core.drivetrain.plan.plan import Lever, load_plan
from core.drivetrain.simulators.content import Parts, SimulatorText, Step, simulators_text
from core.project.guesses import SIMULATED, forget_guesses, saved_guess
from core.project.project import Project
from core.words import listed
from ui.navigation import page_link
from ui.parts.guess import guess_first, guess_pills, note_result
from ui.parts.lesson import as_text
from ui.session import project as current_project

STAGES = ("Modeler", "Simulator", "Optimizer")
MEANINGS = ("learns from what happened", "asks what would happen", "chooses what should happen")
MOST_WORLDS = 99
Values = Mapping[str, int | str | bool]


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
    with st.container(key="simulator_parts"):
        columns = st.columns(4, gap="medium")
    for column, (name, words) in zip(columns, named, strict=True):
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


def guessed(
    project: Project, simulator: str, name: str, right: Callable[[], Sequence[str]]
) -> bool:
    """Ask for the guess, or say how it turned out; returns whether the answer may be shown.

    `right` gives the keys of the right choices, more than one where they tie; it is only asked
    for once the guess is made.
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
        best = right()
        note_result(guess.choice in best)
        st.markdown(_answer(asked.choices, guess.choice, best))
    return guess.revealed


def _answer(choices: Mapping[str, str], guess: str, right: Sequence[str]) -> str:
    """How a guess turned out; a tie is said as one."""
    others = [f"**{choices[key]}**" for key in right if key != guess]
    if guess in right:
        how = "guess_right_tie" if others else "guess_right"
    else:
        how = "guess_wrong_tie" if len(others) > 1 else "guess_wrong"
    return says("simulators", how, guess=choices[guess], others=listed(others))


def stage_title(simulator: str, i: int, words: str) -> None:
    """The heading over a stage's own chart, and what the chart shows. That of the step which the
    learner has just gone to comes into view (`ui/frame/watchers/in_view.js`)."""
    at = int(st.session_state.get(_key(simulator), 0))
    steps = simulators_text().simulators[simulator].path
    now = at > 0 and steps[at - 1].shows == STAGES[i].lower()
    with st.container(key=f"in_view_{simulator}_{at}" if now else f"stage_{simulator}_{i}"):
        st.subheader(f"{i + 1} {STAGES[i]}", anchor=False)
        st.caption(words)


def your_plan(text: SimulatorText) -> None:
    """The question this simulator asks of the learner's plan, beside what stands in it."""
    st.subheader(says("simulators", "and_in_your"), anchor=False)
    st.markdown(text.yours)
    plan = load_plan(current_project())
    if plan.named_levers:
        st.markdown("\n".join(map(_lever, plan.named_levers)))
    if plan.data_need.strip():
        st.markdown(says("simulators", "data_need", data=as_text(plan.data_need)))
    if not plan.named_levers:
        st.caption(says("simulators", "plan_names_no"))
    page_link("levers", says("simulators", "write_into_plan"), primary=True)


def _lever(lever: Lever) -> str:
    note = f": {as_text(lever.note)}" if lever.note.strip() else ""
    return f"- **{as_text(lever.name)}**{note}"


def steps(
    label: str, options: Sequence[int], *, key: str, default: int, unit: str = "", help: str = ""
) -> int:
    """A slider over a few numbers; the default where the address asks for no such number."""
    chosen = st.select_slider(
        label,
        options,
        value=default,
        format_func=lambda number: f"{number:,}{unit}",
        key=key,
        bind="query-params",
        help=help or None,
    )
    return int(chosen) if chosen in options else default


def choice(label: str, names: Mapping[str, str], *, key: str, default: str) -> str:
    """One of a few named things; the default where the address asks for no such thing."""
    chosen = st.selectbox(
        label,
        list(names),
        index=list(names).index(default),
        format_func=names.__getitem__,
        key=key,
        bind="query-params",
    )
    return chosen if chosen in names else default


def world_box(label: str) -> DeltaGenerator:
    """A box for what is chosen once in a while: which made-up world it is."""
    return st.popover(label, icon=":material/tune:", type="tertiary", key=f"world_{label}")


def world(label: str, *, key: str) -> int:
    """Which of the made-up worlds: other people, the same truth about them."""
    number = st.number_input(
        label,
        1,
        MOST_WORLDS,
        value=1,
        key=key,
        bind="query-params",
        help=says("simulators", "other_people_same"),
    )
    return min(max(int(number), 1), MOST_WORLDS)


def path(project: Project, simulator: str, defaults: Values) -> None:
    """The step the learner is on with the way to the next one, and a way to start over: a bar that
    stays in sight beside the charts (`ui/frame/frame.css`)."""
    steps = simulators_text().simulators[simulator].path
    at = int(st.session_state.get(_key(simulator), 0))
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", gap="small", key="simulator_path"
    ):
        if at:
            words = _words_of(project, simulator, steps[at - 1])
            words = says("simulators", "step", number=at, all=len(steps), words=words)
        else:
            words = says("simulators", "path", steps=len(steps))
        st.markdown(words, width="stretch")
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            if at < len(steps):
                _next_button(simulator, steps[at], at)
            st.button(
                says("simulators", "start_over"),
                type="tertiary",
                key=f"reset_{simulator}",
                on_click=start_over,
                args=(project, simulator, defaults),
            )


def _words_of(project: Project, simulator: str, step: Step) -> str:
    """What the step says; that a guess comes first, where it would give the answer away."""
    made = saved_guess(project, SIMULATED, f"{simulator}.{step.after}").revealed
    return step.look if made else simulators_text().guess_first


def start_over(project: Project, simulator: str, defaults: Values) -> None:
    """Every lever back where it was, every guess forgotten."""
    st.session_state[_key(simulator)] = 0
    forget_guesses(project, simulator)
    _set(defaults)


def _next_button(simulator: str, step: Step, at: int) -> None:
    st.button(
        "Next step" if at else "Show me the way",
        key=f"step_{simulator}",
        on_click=_go,
        args=(simulator, step, at + 1),
    )


def _go(simulator: str, step: Step, at: int) -> None:
    st.session_state[_key(simulator)] = at
    _set(step.set)


def _set(values: Values) -> None:
    for key, value in values.items():
        st.session_state[key] = value


def _key(simulator: str) -> str:
    return f"path_{simulator}"
