"""What comes before the price of mistakes: which actions there are, and which class is which."""

import streamlit as st

from core.content import says
from core.drivetrain.costs.matching import NONE, Unmatched
from core.drivetrain.costs.starting_costs import NOTHING, classes_named, pictures_of, to_match
from core.drivetrain.plan.plan import Lever, load_plan, save_plan
from core.drivetrain.plan.start_from import match_plan
from core.project.project import Project
from core.words import listed
from ui.parts.costs_widgets import key_of
from ui.parts.lesson import answer, as_text, note

FIELDS, FEWEST = 3, 2
NO_CLASS = "none of these"


def actions_first(project: Project) -> bool:
    """Ask for two or three actions, in place, while the plan has none; returns whether it asked."""
    if load_plan(project).named_levers:
        return False
    st.subheader(says("plan", "first_what_can"), anchor=False)
    note(says("plan", "cost_belongs_action"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for place, (label, value) in enumerate(_fields(project)):
            st.text_input(
                label,
                value=value,
                placeholder=says("plan", "something_you_can_do"),
                max_chars=120,
                key=key_of(project, f"first_action_{place}"),
                width=260,
            )
    st.button(
        says("plan", "these_are_my_actions"),
        type="primary",
        key=key_of(project, "first_actions"),
        on_click=_keep_actions,
        args=(project,),
    )
    if st.session_state.pop(key_of(project, "too_few"), False):
        answer(says("plan", "too_few_actions"), right=False)
    return True


def matching_first(project: Project) -> bool:
    """Ask which class of the pictures is which of the plan, where they go by other names; returns
    whether it asked."""
    open_ = to_match(project)
    if open_ is None:
        return False
    st.subheader(says("plan", "first_which_class"), anchor=False)
    plan, pictures = _names(open_.plan), _names(open_.pictures)
    note(says("plan", "names_differ", plan=plan, pictures=pictures))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for place, name in enumerate(open_.pictures):
            options = [*open_.plan, NONE]
            st.selectbox(
                says("plan", "class_is", name=as_text(name)),
                options,
                index=options.index(open_.suggested[name]),
                format_func=lambda plan: plan or NO_CLASS,
                key=key_of(project, f"match_{place}_{name}"),
                width=260,
            )
    st.button(
        says("plan", "how_they_match"),
        type="primary",
        key=key_of(project, "match"),
        on_click=_keep_matching,
        args=(project, open_),
    )
    return True


def _fields(project: Project) -> list[tuple[str, str]]:
    """The label of each field and what stands in it at first."""
    classes = pictures_of(project)
    named = classes_named(load_plan(project), classes)
    first = (
        says("plan", "you_can_when", label=as_text(named[0])) if named else says("plan", "you_can")
    )
    return [(first, ""), ("or", NOTHING), ("or", "")][:FIELDS]


def _keep_actions(project: Project) -> None:
    keys = [key_of(project, f"first_action_{place}") for place in range(FIELDS)]
    typed = [str(st.session_state[key]).strip() for key in keys]
    names = list({name.casefold(): name for name in typed if name}.values())
    if len(names) < FEWEST:
        st.session_state[key_of(project, "too_few")] = True
        return
    levers = [Lever(name=name) for name in names]
    save_plan(project, load_plan(project).with_field("levers", levers))


def _keep_matching(project: Project, open_: Unmatched) -> None:
    chosen = {
        name: st.session_state[key_of(project, f"match_{place}_{name}")]
        for place, name in enumerate(open_.pictures)
    }
    match_plan(project, chosen)


def _names(names: list[str]) -> str:
    return listed([f"*{as_text(name)}*" for name in names])
