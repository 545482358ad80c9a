"""The locked test set: what it is for, and the one button that sets it aside."""

from collections import Counter

import streamlit as st

from core.content import lesson_text, says
from core.project.dataset.split_change import beside_the_test
from core.project.project import Project
from core.words import count_of, listed
from ui.parts.lesson import as_text

TEXT = lesson_text("datablock")


def lock_card(project: Project) -> None:
    """Set a test set aside, once; afterwards only say what is in it."""
    with st.container(border=True):
        st.subheader(says("parts", "a_locked_test_set"), anchor=False)
        st.markdown(TEXT["lock"])
        if project.dataset.test_locked():
            _what_is_locked(project)
        else:
            _lock(project)


def _lock(project: Project) -> None:
    percent = st.slider(
        says("parts", "set_aside_every"), 10, 40, 20, 5, format="%d %%", key="lock_share"
    )
    sure = st.checkbox(TEXT["lock_promise"], key="lock_sure")
    if not st.button(
        says("parts", "lock_it"), icon=":material/lock:", disabled=not sure, key="lock_test"
    ):
        return
    try:
        locked = project.dataset.lock_test(percent / 100, project.dataset.split().seed)
    except ValueError as refusal:
        st.warning(as_text(str(refusal)))
        return
    st.toast(says("parts", "locked", pictures=count_of(locked, "picture")))
    st.rerun()


def _what_is_locked(project: Project) -> None:
    locked = Counter(image.label for image in project.dataset.images(split="test"))
    each = listed([f"{count} {as_text(label)}" for label, count in sorted(locked.items())])
    pictures = count_of(sum(locked.values()), "picture")
    st.markdown(says("parts", "what_is_locked", pictures=pictures, each=each))
    if beside := beside_the_test(project):
        st.caption(TEXT["beside_the_test"].format(beside=beside))


def lock_first(project: Project) -> None:
    """Say why a test set should be locked away before cleaning, with the way to do it; nothing
    once there is one."""
    if project.dataset.test_locked():
        return
    label = says("parts", "set_locked_test")
    with st.popover(label, icon=":material/lock_open:", type="tertiary", key="lock_first"):
        st.markdown(lesson_text("clean")["lock_first"])
        lock_card(project)
