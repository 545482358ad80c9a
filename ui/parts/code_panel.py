"""*Show the code*: what is on the screen, as code that runs in a notebook.

Where the code uses fastai, each of its names can be asked for help, as `?` and `??` do in a
notebook, and the whole project taken along as one.
"""

from collections.abc import Sequence
from functools import partial
from typing import Literal

import streamlit as st

from core.content import says
from core.production.notebook import judging_code
from core.project.project import Project
from core.vision.code.fastai_names import fastai_names
from ui.parts.choice import one_of
from ui.parts.fold import fold
from ui.parts.lesson import as_text
from ui.parts.notebook_download import archive_name, notebook_download
from ui.parts.worker_answer import Answer, worker_answer

WHERE = says("parts", "same_pictures_labels")
SAVED = "your saved project"
STARTS = {name: name for name in ("a folder of pictures", SAVED)}
LONG, LONG_HEIGHT = 28, 560


def code_panel(code: str, key: str, note: str = "", saved: str = "") -> None:
    """A closed panel with runnable code, `note` (Markdown) below it, and help on fastai's names.

    `saved` is the same from the project as *Save project* saves it, to choose in place of `code`.
    """
    st.fragment(_panel)(code, key, note, saved)


def _panel(code: str, key: str, note: str, saved: str) -> None:
    fold(
        says("parts", "show_the_code"),
        key,
        partial(_code_and_help, code, key, note, saved),
        icon=":material/code:",
    )


def _code_and_help(code: str, key: str, note: str, saved: str) -> None:
    names = fastai_names(code)
    if (
        saved
        and one_of(says("parts", "start_from"), STARTS, key=f"{key}_start", persist_state="page")
        == SAVED
    ):
        code, note = saved, WHERE
    st.code(code, language="python", wrap_lines=False)
    if note:
        st.caption(note)
    if names:
        _help(names, key)
        notebook_download(key)


def _help(names: Sequence[str], key: str) -> None:
    """A row of names; the one that is picked opens its signature, its docstring and its source."""
    name = st.pills(
        says("parts", "ask_installed_fastai"),
        names,
        key=f"{key}_name",
        wrap=True,
        persist_state="page",
    )
    if not name:
        return
    answer = worker_answer("look_up", asked=True, name=name)
    if answer:
        _question_mark(answer)
        if st.toggle(says("parts", "shows_source", name=name), key=f"{key}_source"):
            _source(answer)


def _question_mark(answer: Answer) -> None:
    st.code(answer["signature"], language="python", wrap_lines=False)
    st.markdown(as_text(answer["doc"]) or says("parts", "library_says_nothing"))
    where = {name: answer[name] for name in ("library", "version", "file", "line")}
    st.caption(says("parts", "source_of", **where))


def _source(answer: Answer) -> None:
    long = answer["source"].count("\n") > LONG
    st.code(
        answer["source"],
        language="python",
        line_numbers=True,
        height=LONG_HEIGHT if long else "content",
    )


CLEANER = says("parts", "for_pictures_folders")


def judging_panel(project: Project, page: Literal["evaluate", "clean"]) -> None:
    """The code panel, with the two files that the code reads named below it."""
    archive = archive_name(project)
    notes = [says("parts", "code_reads", archive=archive), *([CLEANER] if page == "clean" else [])]
    code_panel(judging_code(project, page, archive), f"{page}_code", " ".join(notes))
