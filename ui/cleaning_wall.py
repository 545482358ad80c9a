"""The pictures to clean, worst first, by class and by train or valid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

import streamlit as st

from core.evaluation.lesson_text import lesson_text
from core.evaluation.worst_first import Suspect, worst_first
from core.project.images import ImageNotFound
from core.project.project import Project
from core.project.records import StagedChoice
from core.training.outcome import Outcome
from ui.cleaning_review import cleaning_epoch
from ui.picture_wall import page_of
from ui.run_words import count_of, percent
from ui.shell import as_text
from ui.sorting_wall import SortingCard, sorting_wall

EVERY = ""
SPLITS = {"train": "Training", "valid": "Validation"}


def cleaning_wall(project: Project, outcome: Outcome) -> None:
    """Choose class and split, then sort; every choice is staged on disk at once."""
    label, split = _choose(project)
    if split == "valid":
        st.warning(lesson_text("clean")["valid"])
    suspects = worst_first(outcome, project.images(label=label or None, split=split))
    if not suspects:
        st.info("There are no pictures here.")
        return
    staged = project.staged()
    st.markdown(f"{_doubts(suspects, label, split)} {_waiting(staged.values())}")
    shown = page_of(suspects, key=f"clean_page_{split}_{label}")
    view = "|".join(
        [split, label, shown[0].image_id, str(project.changed()), str(cleaning_epoch())]
    )
    sorting_wall(
        [_card(project, suspect) for suspect in shown],
        list(project.classes()),
        staged,
        view=view,
        key="sorting",
        on_choice=partial(stage_choice, project),
    )


def stage_choice(project: Project, image_id: str, action: str, label: str | None) -> None:
    """Write one choice of the wall to disk; a picture that is gone meanwhile is passed over."""
    try:
        project.image(image_id)
    except ImageNotFound:
        return
    if action == "undo":
        project.unstage([image_id])
    else:
        project.stage(image_id, action, label)


def _choose(project: Project) -> tuple[str, str]:
    classes = [name for name, count in project.classes().items() if count]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = st.selectbox(
            "Class",
            [EVERY, *classes],
            format_func=lambda name: name or "Every class",
            key="clean_class",
            persist_state="session",
            width=240,
        )
        split = st.segmented_control(
            "Pictures",
            list(SPLITS),
            format_func=lambda name: SPLITS[name],
            default="train",
            required=True,
            key="clean_split",
            persist_state="session",
        )
    return str(label), str(split)


def _doubts(suspects: Sequence[Suspect], label: str, split: str) -> str:
    doubted = sum(suspect.doubted for suspect in suspects)
    what = f"{SPLITS[split].lower()} pictures" + (f" of {as_text(label)}" if label else "")
    return f"The model would give **{doubted} of {len(suspects)}** {what} another label."


def _waiting(staged: Iterable[StagedChoice]) -> str:
    changes = sum(choice.action != "keep" for choice in staged)
    return f"{count_of(changes, 'change')} of yours to review below." if changes else ""


def _card(project: Project, suspect: Suspect) -> SortingCard:
    return SortingCard(
        id=suspect.image_id,
        path=project.thumbnail(suspect.image_id),
        label=suspect.label,
        line=_line(suspect),
        doubted=suspect.doubted,
    )


def _line(suspect: Suspect) -> str:
    if suspect.predicted is None or suspect.probability is None:
        return "not judged yet"
    sure = percent(suspect.probability)
    return f"model: {suspect.predicted}, {sure}" if suspect.doubted else f"model agrees, {sure}"
