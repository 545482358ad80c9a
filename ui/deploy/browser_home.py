"""The browser-only home: full size or int8, and what int8 loses, measured before it is chosen."""

from functools import partial

import streamlit as st

from core.content import lesson_text, says
from core.deploy.homes.browser import BROWSER, BROWSER_INT8, first_visit_bytes, has_own_runtime
from core.deploy.homes.home import home_download
from core.deploy.int8.loss import Loss
from core.deploy.int8.small_model import (
    SHRINKING,
    can_be_small,
    small_model,
    start_small_model,
)
from core.production.run_files import model_onnx
from core.project.project import Project
from core.project.records import RunRecord
from core.words import count_of, duration, file_size, percent, points
from ui.parts.background_work import watched
from ui.parts.choice import one_of
from ui.parts.lesson import as_text, note
from ui.parts.notebook_download import file_stem
from ui.parts.streamed_download import streamed_download

TEXT = lesson_text("deploy_browser")
FULL, SMALL = "full", "small"


def browser_home(project: Project, run: RunRecord) -> None:
    """The learner chooses a size, sees what the small one loses, and takes the folder along."""
    if not can_be_small(run):
        note(TEXT["fine_tune"])
        _take(project, run, FULL)
        return
    size = _chosen_size(project, run)
    if size == FULL or _small_one_is_ready(project, run):
        _take(project, run, size)


def _chosen_size(project: Project, run: RunRecord) -> str:
    made = small_model(project, run)
    full = file_size(model_onnx(project, run).stat().st_size)
    small = file_size(made.loss.small_bytes) if made else "about 4 MB"
    names = {FULL: TEXT["full"].format(size=full), SMALL: TEXT["small"].format(size=small)}
    return one_of(TEXT["which"], names, key="browser_size", persist_state="session")


def _small_one_is_ready(project: Project, run: RunRecord) -> bool:
    """Whether the int8 model is there; then its figures are shown, else the way to make it."""
    made = small_model(project, run)
    if made:
        _figures(made.loss)
        return True
    st.markdown(TEXT["int8_is"])
    if watched(SHRINKING, project, key="int8_stop"):
        return False
    ended = SHRINKING.progress(project)
    if ended and ended.state == "failed":
        st.error(as_text(ended.message))
    if st.button(says("deploy", "make_small_measure"), type="primary", key="int8_make"):
        start_small_model(project, run)
        st.rerun()
    return False


def _figures(loss: Loss) -> None:
    pictures = count_of(loss.pictures, "validation picture")
    st.markdown(f"**{TEXT['measured'].format(pictures=pictures)}**")
    rows = {
        "Right answers": (loss.full.in_words, loss.small.in_words),
        "Size of the model": (file_size(loss.full_bytes), file_size(loss.small_bytes)),
        "One answer, one core of this server": (
            duration(loss.full_ms / 1000),
            duration(loss.small_ms / 1000),
        ),
    }
    table = {" ": list(rows), "Full": [], "int8": []}
    for full, small in rows.values():
        table["Full"].append(full)
        table["int8"].append(small)
    st.table(table, border="horizontal")
    moved = points(loss.most_moved)
    st.markdown(TEXT["same"].format(same=loss.same, pictures=loss.pictures, moved=moved))
    st.markdown(_paired(loss))


def _paired(loss: Loss) -> str:
    """McNemar's test in words."""
    if not loss.only_full + loss.only_small:
        return TEXT["alike"]
    return TEXT["differ_more" if loss.is_proved else "differ_luck"].format(
        pictures=count_of(loss.only_full + loss.only_small, "picture"),
        only_full=loss.only_full,
        only_small=loss.only_small,
        often=percent(loss.p_value),
    )


def _take(project: Project, run: RunRecord, size: str) -> None:
    home = BROWSER_INT8 if size == SMALL else BROWSER
    loads = file_size(first_visit_bytes(project, run, small=size == SMALL))
    note(TEXT["chosen" if size == SMALL else "full_note"].format(all=loads))
    note(TEXT["own" if has_own_runtime() else "cdn"])
    streamed_download(
        says("deploy", "download_the_folder"),
        (project.path, run.id, home.key),
        partial(home_download, project, run, home),
        f"{file_stem(project.name)}-{home.key}.zip",
        key="download_browser",
        type="primary",
    )
