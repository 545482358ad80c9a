"""The parts that every lesson page has: its head, its notes and boxes, its next step."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from core.content import says
from core.drivetrain.plan.plan import load_plan
from core.learning.journey import next_page
from core.learning.pages import page_info
from core.plain_text import as_text as as_text
from core.project.archive.judge import LEFT_OUT
from core.project.project import Project
from core.starter.starter_sets import FIRST, STARTERS
from core.training.enough import enough_to_begin
from ui import navigation, session
from ui.navigation import land_on
from ui.parts.choice import one_of
from ui.parts.page_bar import title_place
from ui.parts.starter_set import unpack_and_train

HINT = ":gray[:material/"


def answer(text: str, *, right: bool | None = None, icon: str | None = None) -> None:
    """Say how something came out (Markdown): on green with a tick where it is `right` or done, on
    sand with a cross where it is not; on sand with the `icon` where it is neither."""
    if right:
        st.success(text, icon=icon or ":material/check:")
    else:
        st.info(text, icon=icon or (None if right is None else ":material/close:"))


def hint(text: str, *, icon: str = "info") -> None:
    """Say why there is nothing here yet, or what helps (Markdown), beside a material icon."""
    with st.container(border=True, horizontal=True, wrap=False, gap="small"):
        st.markdown(f"{HINT}{icon}:]", width="content")
        st.markdown(text, width="stretch")


def lesson(page_id: str, *, plan: bool = True) -> None:
    """Open a page: its title and beside it the one question it answers, in the bar that stays in
    sight; below it the learner's own objective, in one line (`ui/frame/frame.css`)."""
    page = page_info(page_id)
    with title_place():
        st.title(page.title, anchor=False, width="content")
        st.header(f":gray[{page.question}]", anchor=False, width="content")
    if plan:
        plan_strip()


def plan_strip() -> None:
    """The learner's objective and levers in one quiet line, once there is an objective."""
    plan = load_plan(session.project())
    if not plan.objective.strip():
        return
    levers = ", ".join(as_text(lever.name) for lever in plan.levers if lever.name.strip())
    strip = "objective_and_levers" if levers else "objective"
    with st.container(key="page_objective"):
        st.caption(says("parts", strip, objective=as_text(plan.objective), levers=levers))


def what_you_saw(text: str) -> None:
    """Two or three sentences that say what has just been seen, with its figures."""
    with st.container(border=True):
        st.markdown(says("parts", "what_you_just_saw"))
        st.markdown(text)


def metric(
    label: str, value: str | int, beside: str | None = None, *, help: str | None = None
) -> None:
    """A figure with its name above it, and quiet words below it."""
    quiet: dict[str, Any] = {"delta_color": "off", "delta_arrow": "off", "width": "content"}
    st.metric(label, value, beside, help=help, **quiet)


def note(text: str) -> None:
    """A quiet remark beside the thing to play with."""
    st.caption(text)


def next_step(page_id: str) -> None:
    """The one clear way on from a page, at its bottom: what the learner's journey says."""
    page, why = next_page(session.project(), page_id)
    st.space("small")
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        label = f":primary-background[**{says('parts', 'next', title=page.title)}**]"
        navigation.page_link(page.id, label, primary=True)
        st.markdown(why, width="stretch")


def needs_pictures(project: Project) -> bool:
    """Whether there is too little to learn from; then says so, with the way out in one button.

    A lesson needs two classes and a few pictures; the page stops after this line when it returns
    True.
    """
    if enough_to_begin(project.dataset.classes()):
        return False
    hint(says("parts", "page_works_on"))
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(says("parts", "use_the_starter_pictures"), type="primary", key="use_starter"):
            unpack_and_train(project)
            st.rerun()
        navigation.page_link("gather", says("parts", "or_gather_your_own"), primary=True)
    st.caption(f"{STARTERS[FIRST].headline}. {STARTERS[FIRST].licence}")
    return True


def lesson_part(parts: Sequence[str], key: str, shown: Mapping[str, str] | None = None) -> str:
    """The part the learner is in, chosen from a row at the top; the first one at first. `shown` is
    how parts are written there (Markdown), where not as they are called."""
    names = {part: (shown or {}).get(part, part) for part in parts}
    label = "Parts of this lesson"
    return one_of(label, names, key=key, quiet=True, wrap=True, persist_state="session")


def next_part(parts: Sequence[str], part: str, key: str) -> None:
    """A button to the part after this one; nothing after the last."""
    place = parts.index(part) + 1
    if place < len(parts):
        st.button(
            says("parts", "then", part=parts[place]),
            icon=":material/arrow_forward:",
            key=f"{key}_next",
            on_click=open_part,
            args=(key, parts[place]),
        )


def open_part(key: str, part: str) -> None:
    """Turn to a part of the lesson; for callbacks, which run before the page is drawn."""
    st.session_state[key] = part
    land_on(key)


def tell_left_out(project: Project) -> None:
    """Says in a sentence each what *Open project* left out of the ZIP; nothing for a whole one."""
    for sentence in project.settings.get(LEFT_OUT):
        st.toast(as_text(sentence), icon=":material/info:", duration="long")


def tell_opened(project: Project) -> None:
    """The same, and that the project is open now."""
    tell_left_out(project)
    st.toast(as_text(says("frame", "now_open", name=project.name)))
