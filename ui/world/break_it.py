"""Break it: two minutes to find pictures that the model names wrongly and surely."""

from io import BytesIO

import streamlit as st
from PIL import Image

from core.classroom.shared_wall import MixUp
from core.content import lesson_text, read, says
from core.evaluation.abroad import home_outcome
from core.evaluation.conditions import CONDITIONS, STRENGTHS, condition_words
from core.gather.reading.decode import decode
from core.gather.reading.refusal import Refused
from core.production.predictor import ModelUnavailable
from core.project.limits import limits
from core.project.project import Project
from core.project.records import RunRecord
from core.words import count_of, percent
from core.world.break_it import (
    SECONDS,
    Attempt,
    attempt,
    finds,
    in_this_round,
    keep_find,
    points,
    seconds_left,
    start_round,
)
from ui.parts.choice import one_of
from ui.parts.class_seat import to_wall
from ui.parts.lesson import as_text, hint, metric, note

WAYS = {"change": "Change one of your pictures", "photo": "Bring a photo"}
WHY_NOT = read("domain.yaml", dict[str, str], "break_why_not")
GALLERY = 8


def break_it(here: Project, model: RunRecord) -> None:
    """The rules, the clock, a picture and what the model says of it, the gallery."""
    text = lesson_text("domain")
    st.markdown(text["break_rules"])
    if seconds_left(here):
        st.fragment(_clock, run_every=1.0)(here)
    else:
        label = "Start two minutes" if not finds(here) else "Start again"
        st.button(label, key="break_start", type="primary", on_click=start_round, args=(here,))
    try:
        _try_one(here, model)
    except ModelUnavailable as reason:
        hint(as_text(str(reason)))
    _gallery(here)


def _clock(here: Project) -> None:
    left = seconds_left(here)
    if not left:
        st.rerun()
    st.progress(left / SECONDS, text=count_of(round(left), "second"))


def _try_one(here: Project, model: RunRecord) -> None:
    way = one_of(says("world", "how"), WAYS, key="break_way", quiet=True)
    made = _changed(here, model) if way == "change" else _photo(here, model)
    if made is None:
        return
    picture, label, origin = made
    said = attempt(here, model, picture, label)
    left, right = st.columns([1, 2], gap="medium", vertical_alignment="center")
    left.image(picture, width="stretch", alt=says("world", "as_shown", label=label))
    with right:
        _verdict(here, model, picture, said, origin)


def _changed(here: Project, model: RunRecord) -> tuple[Image.Image, str, str] | None:
    """One of the validation pictures, changed as the learner says."""
    home = home_outcome(here, model)
    number = int(st.session_state.get("break_number", 0)) % len(home.image_ids)
    judged = home.judged(number)
    names = {key: condition_words()[key].name for key in CONDITIONS}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = st.selectbox(
            says("world", "change"),
            list(names),
            format_func=names.__getitem__,
            key="break_condition",
            width=240,
        )
        strength = one_of(
            says("world", "how_strong"),
            {one: percent(one) for one in STRENGTHS},
            key="break_strength",
        )
        st.button(
            says("world", "another_picture"),
            key="break_next",
            on_click=lambda: st.session_state.update(break_number=number + 1),
        )
    with Image.open(here.dataset.image_path(judged.image_id)) as stored:
        picture = CONDITIONS[key].of(stored.convert("RGB"), judged.image_id, strength)
    return picture, judged.label, judged.image_id


def _photo(here: Project, model: RunRecord) -> tuple[Image.Image, str, str] | None:
    """A photo that is brought for this."""
    label = one_of(
        says("world", "what_show"),
        {one: as_text(one) for one in home_outcome(here, model).vocab},
        key="break_class",
        wrap=True,
    )
    file = st.file_uploader(
        says("world", "a_photo"), max_upload_size=limits().file_mb, key="break_photo"
    )
    if file is None:
        return None
    try:
        decoded = decode(file.getvalue(), file.name)
    except Refused as refusal:
        st.error(as_text(str(refusal)))
        return None
    return Image.open(BytesIO(decoded.jpeg)).convert("RGB"), label, decoded.id


def _verdict(
    here: Project, model: RunRecord, picture: Image.Image, said: Attempt, origin: str
) -> None:
    text = lesson_text("domain")
    words = text["break_says"].format(
        label=as_text(said.label), called=as_text(said.called), sure=percent(said.confidence)
    )
    st.markdown(words)
    if said.why_not:
        note(WHY_NOT[said.why_not])
        return
    agreed = st.checkbox(
        says("world", "neighbour_looked", label=as_text(said.label)),
        key=f"break_agreed_{origin}_{said.called}_{said.confidence:.6f}",
    )
    if st.button(says("world", "keep_it"), key="break_keep", type="primary", disabled=not agreed):
        kept = keep_find(here, model, picture, said, origin)
        if kept is None:
            hint(text["break_already"])
        else:
            st.session_state["break_number"] = int(st.session_state.get("break_number", 0)) + 1
            st.rerun()


def _gallery(here: Project) -> None:
    found = finds(here)
    if not found:
        return
    text, now = lesson_text("domain"), in_this_round(here, found)
    with st.container(horizontal=True, gap="large"):
        metric(says("world", "points_in_two_minutes"), points(now), count_of(len(now), "find"))
        metric(says("world", "in_your_gallery"), len(found))
    with st.container(horizontal=True, gap="small"):
        for one in found[:GALLERY]:
            names = {"label": one.label, "called": one.called, "sure": percent(one.confidence)}
            words = says("world", "called", **names)
            with st.container(width=150, gap="xsmall"):
                st.image(
                    here.dataset.thumbnail(one.image, 224),
                    width=150,
                    caption=as_text(words),
                    alt="",
                )
                made = MixUp(one.label, one.called, one.confidence)
                to_wall("find", one.image, here.dataset.image_path(one.image), made)
    note(text["break_kept"])
