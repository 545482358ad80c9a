"""Every version of the pictures and labels: what changed, which runs saw it, and the way back."""

from datetime import datetime

import streamlit as st

from core.content import says
from core.project.project import Project
from core.project.records import DatasetVersion
from core.project.versions.versions import VersionChanges, change_words
from core.training.runs import finished_runs
from core.words import count_of, percent
from ui.parts.lesson import as_text, note
from ui.parts.picture_wall.picture_wall import page_of


def restore_words(changes: VersionChanges) -> str:
    """What going back would do, a sentence each."""
    pictures = {
        "back_in": changes.added,
        "back_out": changes.removed,
        "back_moved": changes.moved,
    }
    said = [
        says("clean", name, pictures=count_of(count, "picture"))
        for name, count in pictures.items()
        if count
    ]
    if changes.relabelled:
        said.append(says("clean", "back_labels", labels=count_of(changes.relabelled, "label")))
    return " ".join(said) or says("clean", "back_nothing")


PER_PAGE = 6


def versions_list(project: Project) -> None:
    """Newest first; going back freezes what is here now, so it can be undone the same way."""
    now = project.versions.now()
    versions = list(reversed(project.versions.all()))
    if now is None:
        st.markdown(says("clean", "what_now_no"))
    for version in page_of(versions, key="versions_page", per_page=PER_PAGE):
        _version(project, version, is_now=now == version)


def _version(project: Project, version: DatasetVersion, *, is_now: bool) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch", gap="xxsmall"):
            st.markdown(_title(version, is_now))
            changes = project.versions.changes(version.number)
            st.markdown(change_words(changes, first=version.number == 1))
            if seen := _seen_by(project, version):
                note(seen)
        if not is_now and st.button(
            says("clean", "go_back_to_it"), key=f"restore_{version.number}"
        ):
            _restore(project, version)


def _title(version: DatasetVersion, is_now: bool) -> str:
    when = datetime.fromtimestamp(version.created)
    made = f"{when.day} {when:%b}, {when:%H:%M}"
    name = f"**Version {version.number}** · {count_of(version.images, 'picture')} · {made}"
    named = f"{name} · {as_text(version.note)}" if version.note else name
    return f"{named} · :green[**now**]" if is_now else named


def _seen_by(project: Project, version: DatasetVersion) -> str:
    """The models trained on it, by their accuracy on validation."""
    runs = [run for run in finished_runs(project) if run.version == version.number]
    scores = ", ".join(percent(float(run.results["accuracy"])) for run in reversed(runs[:4]))
    many = count_of(len(runs), "model")
    return says("clean", "trained_on_it", many=many, scores=scores) if runs else ""


@st.dialog(says("clean", "go_back_older"))
def _restore(project: Project, version: DatasetVersion) -> None:
    changes = project.versions.restoring(version.number)
    st.markdown(restore_words(changes))
    note(says("clean", "what_now_kept"))
    if st.button(
        says("clean", "go_back", number=version.number),
        type="primary",
        key="restore_now",
        disabled=not changes.any,
        on_click=_go_back,
        args=(project, version.number),
    ):
        st.rerun()


def _go_back(project: Project, number: int) -> None:
    project.versions.restore(number)
