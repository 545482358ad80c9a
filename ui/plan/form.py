"""The plan on screen: every field is saved the moment it changes."""

from collections.abc import Callable
from typing import Literal, NamedTuple

import streamlit as st

from core.content import read, says
from core.drivetrain.plan.plan import Lever, Plan, load_plan, save_plan
from core.drivetrain.plan.start_from import back_to_own_words, own_words_aside, start_from
from core.drivetrain.plan.templates import PlanTemplate, plan_templates
from core.plain_text import as_text
from core.project.project import Project
from ui.parts.typed import kept_while_typed

_SAVED = "_plan_saved"
_REVISION = "_plan_revision"
_EXAMPLE = "plan_example"
PART = "objective_part"
WHOLE = "The whole plan"


class Asked(NamedTuple):
    """What is asked for a text of the plan, the hint in its empty field, and for a step of its own
    the name of the step."""

    ask: str
    hint: str
    short: str = ""


FIELDS = read("plan_fields.yaml", dict[str, Asked])


def plan_field(project: Project, name: str) -> None:
    """Show one text of the plan; what is typed is saved at every pause (`late_commit`)."""
    key = _key(project, name)

    def save() -> None:
        _save(project, load_plan(project).with_field(name, str(st.session_state[key])))

    st.text_area(
        FIELDS[name].ask,
        value=getattr(load_plan(project), name),
        placeholder=FIELDS[name].hint,
        key=key,
        height="content",
        max_chars=4000,
        on_change=save,
    )


def lever_rows(project: Project) -> None:
    """Show the levers as rows to edit, with one empty row at the end for the next."""
    levers = load_plan(project).levers
    for row, lever in enumerate([*levers, Lever()]):
        _lever_row(project, row, lever, is_new=row == len(levers))
    if levers:
        with st.popover(
            says("plan", "remove_a_lever"), icon=":material/close:", type="tertiary", key="drops"
        ):
            for row, lever in enumerate(levers):
                _remover(project, row, lever)


def saved_line(project: Project) -> None:
    """Say that what was typed is safe, in one quiet line."""
    with st.container(key="says_saved"):  # read aloud when it changes
        if st.session_state.get(_SAVED) == project.id:
            st.caption(says("plan", "saved"))
        else:
            st.caption(says("plan", "saved_while_type"))


def example_picker(project: Project, show: Callable[[PlanTemplate], None]) -> None:
    """Let the learner read a worked plan and start from it; their own words can come back."""
    template = chosen_example()
    show(template)
    with st.container(horizontal=True):
        st.button(
            says("plan", "start_from_this_plan"),
            key="start_from_example",
            icon=":material/edit:",
            help=says("plan", "fills_objective_levers"),
            on_click=_take_over,
            args=(project, template),
        )
        own = own_words_aside(project)
        if own is not None:
            label = "Back to an empty plan" if own.is_empty else "Back to my own words"
            st.button(label, key="plan_back", on_click=_take_back, args=(project,))


def chosen_example() -> PlanTemplate:
    """The worked plan that the learner reads, chosen from a list above it."""
    templates = plan_templates()
    chosen = st.selectbox(
        says("plan", "a_worked_plan"),
        list(templates),
        format_func=lambda key: f"{templates[key].field}: {templates[key].title}",
        key=_EXAMPLE,
        label_visibility="collapsed",
        persist_state="session",
    )
    return templates[str(chosen)]


def choose_example(template: PlanTemplate) -> None:
    """Let Objective open where this worked plan is read; for pages that lead there."""
    st.session_state[_EXAMPLE] = template.id
    st.session_state[PART] = WHOLE


def _lever_row(project: Project, row: int, lever: Lever, *, is_new: bool) -> None:
    name_key, note_key = _key(project, f"lever_{row}"), _key(project, f"lever_note_{row}")

    def save() -> None:
        changed = Lever(name=st.session_state[name_key], note=st.session_state[note_key])
        levers = load_plan(project).levers
        _save_levers(project, [*levers[:row], changed, *levers[row + 1 :]])

    name, note = st.columns([5, 7], vertical_alignment="bottom")
    label: Literal["visible", "collapsed"] = "visible" if is_new or row == 0 else "collapsed"
    name.text_input(
        says("plan", "lever", number=row + 1) if not is_new else "One more lever",
        value=lever.name,
        key=name_key,
        placeholder=says("plan", "something_you_can_do"),
        max_chars=120,
        label_visibility=label,
        on_change=save,
    )
    note.text_input(
        says("plan", "lever_takes", number=row + 1) if not is_new else "What it takes",
        value=lever.note,
        key=note_key,
        placeholder=says("plan", "how_often_how"),
        max_chars=400,
        label_visibility=label,
        on_change=save,
    )


def _remover(project: Project, row: int, lever: Lever) -> None:
    def drop() -> None:
        levers = load_plan(project).levers
        _save_levers(project, [*levers[:row], *levers[row + 1 :]])
        _show_afresh()

    label = says("plan", "remove_lever", number=row + 1, name=as_text(lever.name))
    st.button(label, key=f"{_key(project, f'lever_{row}')}_drop", type="tertiary", on_click=drop)


def _save_levers(project: Project, levers: list[Lever]) -> None:
    written = [lever for lever in levers if lever.name.strip() or lever.note.strip()]
    _save(project, load_plan(project).with_field("levers", written))
    if len(written) != len(levers):
        _show_afresh()


def _save(project: Project, plan: Plan) -> None:
    save_plan(project, plan)
    st.session_state[_SAVED] = project.id


def _take_over(project: Project, template: PlanTemplate) -> None:
    start_from(project, template)
    st.session_state[_SAVED] = project.id
    _show_afresh()


def _take_back(project: Project) -> None:
    back_to_own_words(project)
    _show_afresh()


def _key(project: Project, name: str) -> str:
    return kept_while_typed(f"plan_{project.id}_{name}_{st.session_state.get(_REVISION, 0)}")


def _show_afresh() -> None:
    """Give every field a new key, so that it shows what is saved now."""
    st.session_state[_REVISION] = st.session_state.get(_REVISION, 0) + 1
