"""Is the difference real? The answer in words, and the pictures where two runs disagree."""

from collections.abc import Sequence

import streamlit as st

from core.evaluation.runs.compare_text import compare_text
from core.evaluation.runs.comparison import Difference, RunComparison, SharedPicture
from core.project.project import Project
from core.words import percent
from ui.parts.lesson import note
from ui.parts.picture_wall.picture_wall import WallPicture, page_of, picture_wall
from ui.train.compare_words import LETTERS, difference_words

PICTURES = 12


def is_it_real(project: Project, comparison: RunComparison, key: str) -> None:
    """The pair's split in words, how that is judged, and the pictures themselves."""
    difference = comparison.difference(*_pair(comparison, key))
    st.markdown(difference_words(difference, comparison.needed))
    with st.expander("How this is judged: coin tosses", key=f"{key}_coins"):
        st.markdown(compare_text().coin)
        if comparison.runs > 2:
            share = percent(comparison.needed)
            st.markdown(compare_text().many.format(share=share))
    first, second = LETTERS[difference.first], LETTERS[difference.second]
    _wall(project, f"{first} right, {second} wrong", difference.first_right, difference, key)
    _wall(project, f"{second} right, {first} wrong", difference.second_right, difference, key)


def _pair(comparison: RunComparison, key: str) -> tuple[int, int]:
    """The two to look at; with more than two runs the learner chooses."""
    pairs = comparison.pairs
    if len(pairs) == 1:
        return pairs[0]
    names = [f"{LETTERS[first]} and {LETTERS[second]}" for first, second in pairs]
    chosen = st.segmented_control(
        "Which two?",
        range(len(pairs)),
        format_func=names.__getitem__,
        default=0,
        required=True,
        key=f"{key}_pair",
    )
    return pairs[chosen or 0]


def _wall(
    project: Project,
    title: str,
    pictures: Sequence[SharedPicture],
    difference: Difference,
    key: str,
) -> None:
    if not pictures:
        return
    st.markdown(f"**{title}: {len(pictures)}**")
    there = {record.id for record in project.dataset.images()}
    shown = [picture for picture in pictures if picture.image_id in there]
    page = page_of(shown, key=f"{key}_{title}_page", per_page=PICTURES)
    picture_wall(
        [_on_wall(project, picture, difference) for picture in page],
        key=f"{key}_{title}",
        label=title,
        pick=False,
    )
    if len(shown) < len(pictures):
        note(f"{len(pictures) - len(shown)} of them are deleted since.")


def _on_wall(project: Project, picture: SharedPicture, difference: Difference) -> WallPicture:
    wrong = difference.second if picture.right(difference.first) else difference.first
    return WallPicture(
        id=picture.image_id,
        path=project.dataset.thumbnail(picture.image_id),
        caption=f"{picture.label}; {LETTERS[wrong]} says {picture.answers[wrong]}",
    )
