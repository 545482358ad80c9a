"""The pictures to clean, most suspicious first, by class, split and kind of suspicion."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

import streamlit as st

from core.content import lesson_text, says
from core.curation.labels.suspicion import (
    Hint,
    HintsFailed,
    Kind,
    Suspect,
    hints_so_far,
    suspects_of,
    suspicious,
)
from core.gather.reading.decode import THUMBNAIL_PX
from core.project.project import Project
from core.project.records import RunRecord, StagedChoice
from core.words import count_of, percent
from ui.clean.sorting_wall.sorting_wall import SortingCard, sorting_wall
from ui.clean.steps import go_to
from ui.parts.lesson import as_text
from ui.parts.picture_wall.picture_wall import page_of

TEXT = lesson_text("clean")
K = TypeVar("K")
LOOK_AGAIN = 1.0  # seconds
EVERY = ""
SPLITS = {"train": "Training pictures", "valid": "Validation pictures"}
OF_A_CLASS = {
    "none": "none_of",
    "loss": "loss_of",
    "label": "label_of",
    "odd": "odd_of",
    "alike": "alike_of",
}
KINDS: dict[Kind, str] = {
    "loss": "High loss",
    "label": "Label issues",
    "odd": "Odd pictures",
    "alike": "Near duplicates",
}


class Shown(NamedTuple):
    """A class ("" for all), "train" or "valid", and why a picture is here."""

    label: str
    split: str
    kind: Kind


def choose_shown(project: Project) -> Shown:
    """Three choices, boxes in the row they stand in; they are kept in the address."""
    counts = project.dataset.classes()
    classes = {EVERY: "Every class"} | {name: name for name, count in counts.items() if count}
    kind = _box(says("clean", "suspicious_because_of"), KINDS, key="why")
    split = _box(says("clean", "pictures"), SPLITS, key="of")
    label = _box(says("clean", "class"), classes, key="class")
    return Shown(label if label in counts else EVERY, split, kind)


def _box(label: str, names: Mapping[K, str], *, key: str) -> K:
    chosen = st.selectbox(
        label,
        list(names),
        format_func=names.__getitem__,
        key=key,
        bind="query-params",
        label_visibility="collapsed",
        width=180,
    )
    return chosen if chosen in names else next(iter(names))


def cleaning_wall(project: Project, run: RunRecord) -> None:
    """Choose what to see, then sort; every choice is staged on disk at once."""
    summary = st.container(horizontal=True, vertical_alignment="center", key="clean_shown")
    with summary:
        shown = choose_shown(project)
    if shown.split == "valid":
        st.warning(TEXT["valid"])
    with summary:
        _to_review(project.cleaning.staged().values())
    hints = _hints(project, run, shown.kind)
    if hints is None:
        return
    suspects = suspects_of(project, run, shown.label or None, shown.split)
    everything = len(suspects)
    if shown.kind != "loss":
        suspects = suspicious(suspects, hints)
    with summary:
        st.markdown(_count_sentence(suspects, everything, shown), width="content")
        here = page_of(suspects, key=f"clean_page_{'_'.join(shown)}")
    if suspects:
        _wall(project, suspects, here, hints, shown)


def _wall(
    project: Project,
    suspects: Sequence[Suspect],
    here: Sequence[Suspect],
    hints: Mapping[str, Hint],
    shown: Shown,
) -> None:
    cards = [_card(project, suspect, hints.get(suspect.image_id)) for suspect in here]
    view = "|".join([*shown, here[0].image_id, str(len(suspects)), str(project.changed())])
    sorting_wall(project, cards, view=view, key="sorting")


def _hints(project: Project, run: RunRecord, kind: Kind) -> Mapping[str, Hint] | None:
    """What was found; None while the search goes on, which is then said and looked after."""
    try:
        hints = hints_so_far(project, run, kind)
    except HintsFailed as reason:
        st.error(str(reason))
        return None
    if hints is None:
        st.fragment(_searching, run_every=LOOK_AGAIN)(project, run, kind)
    return hints


def _searching(project: Project, run: RunRecord, kind: Kind) -> None:
    if hints_so_far(project, run, kind, patience=0) is not None:
        st.rerun()
    st.markdown(says("clean", "comparing_pictures"))


def _count_sentence(suspects: Sequence[Suspect], everything: int, shown: Shown) -> str:
    kind = shown.kind if everything else "none"
    return says(
        "clean",
        OF_A_CLASS[kind] if shown.label else kind,
        pictures=says("clean", f"pictures_{shown.split}"),
        label=as_text(shown.label),
        doubted=sum(suspect.doubted for suspect in suspects),
        found=len(suspects),
        all=everything,
    )


def _to_review(staged: Iterable[StagedChoice]) -> None:
    """Always in its place, so that the wall below stays in its own when the first change comes."""
    changes = sum(choice.action != "keep" for choice in staged)
    st.button(
        f"Review {count_of(changes, 'change')}" if changes else "Review changes",
        on_click=go_to,
        args=("review",),
        key="to_review",
        type="primary" if changes else "secondary",
        disabled=not changes,
    )


def _card(project: Project, suspect: Suspect, hint: Hint | None) -> SortingCard:
    doubt = suspect.judged.predicted if suspect.judged and suspect.doubted else None
    return SortingCard(
        id=suspect.image_id,
        path=project.dataset.thumbnail(suspect.image_id, THUMBNAIL_PX),
        label=suspect.label,
        line=hint.why if hint else _line(suspect),
        suggested=(hint.suggested if hint else None) or doubt,
    )


def _line(suspect: Suspect) -> str:
    if suspect.judged is None:
        return "not judged yet"
    said = "model_says" if suspect.doubted else "model_agrees"
    judged = suspect.judged
    return says("clean", said, predicted=judged.predicted, sure=percent(judged.confidence))
