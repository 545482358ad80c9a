"""One picture opened: what the model says and why, where it is from, and your verdict."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from core.classroom.shared_wall import MixUp
from core.content import lesson_text, says
from core.evaluation.picture_evidence import kind_in_words, record_of
from core.project.project import Project
from core.project.records import ImageRecord, RunRecord, StagedChoice
from core.training.outcome import JudgedPicture, Outcome
from core.words import percent
from ui.evaluate.picture_details import facts_of, nearest_pictures, probability_bars
from ui.evaluate.where_it_looked import looked_here, looked_switch
from ui.navigation import page_link
from ui.parts.class_seat import to_wall
from ui.parts.lesson import as_text, hint
from ui.parts.picture_wall.picture_wall import sound_behind

AT = "picture_card_at"
SIZE = 720
KEEP, DELETE, RELABEL = "keep", "delete", "relabel"
MOST_PILLS = 9


def picture_card(
    project: Project,
    run: RunRecord,
    outcome: Outcome,
    image_id: str,
    among: Sequence[str] = (),
    paths: Mapping[str, Path] | None = None,
) -> None:
    """Open the card of a picture as a dialog.

    `outcome` is the run's whole outcome or a part that has the picture; `among` is the selection
    (ids in order) for Previous and Next; `paths` says where pictures are that the project does not
    have (held-back sets). Call it once, in the run in which the picture was chosen: only one
    dialog can be open, and calling again opens it again.
    """
    ids = list(among) if image_id in among else [image_id]
    st.session_state[AT] = image_id
    st.dialog(says("evaluate", "one_picture"), width="large", on_dismiss="rerun")(card_content)(
        project, run, outcome, ids, dict(paths or {})
    )


def card_content(
    project: Project, run: RunRecord, outcome: Outcome, ids: list[str], paths: dict[str, Path]
) -> None:
    """What the dialog shows: of `ids` the picture turned to, the first one at first."""
    at = st.session_state.get(AT)
    image_id = at if at in ids else ids[0]
    _turn_pages(ids, ids.index(image_id))
    path = paths.get(image_id, project.dataset.image_path(image_id))
    if not path.exists():
        hint(says("evaluate", "picture_left_project"))
        return
    record = record_of(project, image_id)
    row = outcome.row_of(image_id)
    judged = None if row is None else outcome.judged(row)
    picture, said = st.columns(2, gap="large")
    with picture:
        _seen(project, run, outcome, record, path, judged)
    with said:
        _show_verdict(outcome, row, record)
        picture_verdict(project, image_id, record)
        if judged is not None:
            made = MixUp(judged.label, judged.predicted, judged.confidence)
            to_wall("picture", image_id, path, made)
    label = record.label if record else judged.label if judged else ""
    nearest_pictures(project, run, path, image_id, label)
    facts_of(project, record)


def _turn_pages(ids: list[str], place: int) -> None:
    """Previous and Next through the selection; the arrow keys do the same."""
    if len(ids) < 2:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        _turn(says("evaluate", "previous"), "Left", ids[place - 1], disabled=place == 0)
        _turn(
            says("evaluate", "next"),
            "Right",
            ids[(place + 1) % len(ids)],
            disabled=place == len(ids) - 1,
        )
        st.caption(says("evaluate", "picture_of", place=place + 1, ids=len(ids)))


def _turn(label: str, shortcut: str, to: str, *, disabled: bool) -> None:
    st.button(
        label,
        key=f"card_{label.lower()}",
        shortcut=shortcut,
        disabled=disabled,
        on_click=st.session_state.__setitem__,
        args=(AT, to),
    )


def _seen(
    project: Project,
    run: RunRecord,
    outcome: Outcome,
    record: ImageRecord | None,
    path: Path,
    judged: JudgedPicture | None,
) -> None:
    """The picture, beside it where the model looked when that is asked for."""
    frame = st.container()
    target = looked_switch(judged) if judged else None
    with frame:
        places = st.columns(2, gap="small") if target else [st.container()]
        with places[0]:
            _picture(project, record, path, judged)
        if target:
            with places[1]:
                looked_here(project, run, path, outcome.vocab.index(target))
    if target:
        st.caption(lesson_text("picture_card")["looked"].format(target=as_text(target)))


def _picture(
    project: Project, record: ImageRecord | None, path: Path, judged: JudgedPicture | None
) -> None:
    shown = project.dataset.thumbnail(record.id, SIZE) if record else path
    label = record.label if record else judged.label if judged else "unknown"
    st.image(shown, alt=says("evaluate", "picture_alt", label=label), width="stretch")
    if record:
        sound_behind(project, record.id)


def _show_verdict(outcome: Outcome, row: int | None, record: ImageRecord | None) -> None:
    """Label and answer in words, then every class with its probability."""
    if row is None:
        hint(says("evaluate", "model_never_saw"))
        return
    judged = outcome.judged(row)
    st.subheader(_verdict(judged), anchor=False)
    st.caption(f"{kind_in_words(outcome.splits[row]).capitalize()} · {_beside(judged, record)}")
    probability_bars(outcome.ranked(row), judged.label)


def _verdict(judged: JudgedPicture) -> str:
    label, predicted = as_text(judged.label), as_text(judged.predicted)
    if judged.is_correct:
        return says("evaluate", "agrees", label=label)
    return says("evaluate", "disagrees", label=label, predicted=predicted)


def _beside(judged: JudgedPicture, record: ImageRecord | None) -> str:
    changed = record is not None and record.label != judged.label
    return says(
        "evaluate",
        "beside_relabelled" if changed else "beside",
        sure=percent(judged.confidence),
        predicted=as_text(judged.predicted),
        loss=judged.loss,
        label=as_text(record.label) if record else "",
    )


def picture_verdict(project: Project, image_id: str, record: ImageRecord | None) -> None:
    """Keep, relabel or delete, staged at once; choosing nothing takes it back. Pictures of the
    locked test set, and those that are not in the dataset, cannot be cleaned: then it says so."""
    text = lesson_text("picture_card")
    if record is None or record.split == "test":
        st.caption(text["away" if record is None else "test"])
        return
    key = f"card_verdict_{image_id}"
    _choice(project, record, key)
    if st.session_state[key]:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(text["staged"])
            page_link("clean", says("evaluate", "review_it_on_clean"))


def _choice(project: Project, record: ImageRecord, key: str) -> None:
    options = {KEEP: says("evaluate", "keep", label=as_text(record.label))}
    others = [name for name in project.dataset.classes() if name != record.label]
    options |= {f"{RELABEL} {n}": says("evaluate", "it_is", label=as_text(n)) for n in others}
    options[DELETE] = "Delete it"
    now = _as_option(project.cleaning.staged().get(record.id))
    label = lesson_text("picture_card")["verdict"]

    def stage() -> None:
        _stage(project, record.id, st.session_state[key])

    keys = list(options)
    how: dict[str, Any] = {"format_func": options.get, "key": key, "on_change": stage}
    if len(options) <= MOST_PILLS:
        st.pills(label, keys, default=now if now in options else None, **how)
    else:
        index = keys.index(now) if now in options else None
        st.selectbox(label, keys, index=index, placeholder=says("evaluate", "nothing_yet"), **how)


def _as_option(choice: StagedChoice | None) -> str | None:
    if choice is None:
        return None
    return f"{RELABEL} {choice.label}" if choice.action == RELABEL else choice.action


def _stage(project: Project, image_id: str, option: str | None) -> None:
    if option is None:
        project.cleaning.unstage([image_id])
    elif option in (KEEP, DELETE):
        project.cleaning.stage(image_id, option)
    else:
        project.cleaning.stage(image_id, RELABEL, option.removeprefix(f"{RELABEL} "))
