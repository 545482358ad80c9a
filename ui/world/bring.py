"""Photos from elsewhere on their way in: to judge with, as a held-back set, or to learn from."""

import streamlit as st

from core.content import lesson_text, says
from core.evaluation.held_back import BREAK_IT, LONGEST
from core.evaluation.taught_abroad import FROM_THERE
from core.gather.arrivals import from_files
from core.gather.intake import INTAKES, start_intake
from core.gather.reading.refusal import Refused
from core.project.limits import limits
from core.project.project import Project
from core.words import count_of
from ui.parts.background_work import watched
from ui.parts.choice import one_of
from ui.parts.class_seat import remind_no_people
from ui.parts.lesson import as_text, note

TEN = 10


def bring_a_set(here: Project, vocab: list[str], *, folded: bool) -> None:
    """Ask for ten photos and what is different about them, and show the sets there are; `folded`
    behind a line where there is one already."""
    text = lesson_text("domain")
    with st.expander(
        says("world", "bring_photos"), icon=":material/photo_camera:", expanded=not folded
    ):
        st.markdown(text["bring_intro"])
        name = st.text_input(
            says("world", "what_different_about"),
            placeholder=says("world", "my_sister_phone"),
            max_chars=LONGEST,
            key="own_set_name",
        )
        if _bring(here, vocab, name.strip(), key="own_set_files"):
            st.rerun()
        _sets_there_are(here)
    _what_came(here)


def bring_to_learn(here: Project, vocab: list[str]) -> None:
    """Ask for photos from there that join the training pictures."""
    if _bring(here, vocab, "", key="from_there_files"):
        st.rerun()
    _what_came(here)


def _bring(here: Project, vocab: list[str], held_back: str, *, key: str) -> bool:
    """A class and an upload; whether photos began to come in. Without a name of a set they are to
    learn from."""
    to_learn = key == "from_there_files"
    label = one_of(
        says("world", "what_they_show"),
        {one: as_text(one) for one in vocab},
        key=f"{key}_class",
        wrap=True,
    )
    remind_no_people()
    files = st.file_uploader(
        f"Photos of {as_text(label)}",
        accept_multiple_files=True,
        max_upload_size=limits().file_mb,
        key=f"{key}_{st.session_state.get(f'{key}_number', 0)}",
        disabled=not (to_learn or held_back) or held_back == BREAK_IT,
    )
    if watched(INTAKES, here, key=f"{key}_stop") or not files:
        return False
    brought = [(file.name, file.getvalue()) for file in files]
    source = FROM_THERE if to_learn else "files"
    try:
        begun = start_intake(here, from_files(brought, label, source, held_back))
    except Refused as refusal:
        st.error(as_text(str(refusal)))
        return False
    st.session_state[f"{key}_number"] = st.session_state.get(f"{key}_number", 0) + 1
    return begun


def _sets_there_are(here: Project) -> None:
    for name, count in here.dataset.held_back_sets().items():
        with st.container(horizontal=True, vertical_alignment="center"):
            few = count < TEN and name != BREAK_IT
            said = {"name": as_text(name), "pictures": count_of(count, "picture")}
            words = says("world", "set_to_go" if few else "set", **said, left=TEN - count)
            st.markdown(words, width="content")
            with st.popover(says("world", "delete"), type="tertiary"):
                st.markdown(says("world", "delete_set", **said))
                if st.button(says("world", "delete_for_good"), key=f"forget_set_{name}"):
                    here.dataset.remove_held_back([one.id for one in here.dataset.held_back(name)])
                    st.rerun()


def _what_came(here: Project) -> None:
    """What became of the last photos that were brought."""
    last = INTAKES.progress(here)
    if last is None or last.state == "running" or last.result is None:
        return
    report = last.result
    said = [says("world", "came_in", pictures=count_of(report.new, "picture"))]
    if report.already:
        said.append(lesson_text("domain")["bring_already"].format(count=len(report.already)))
    note(" ".join([*said, *dict.fromkeys(as_text(reason) for _, reason in report.refused)]))
