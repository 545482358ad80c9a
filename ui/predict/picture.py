"""Choosing a picture to ask the model about: from the project, a file, or the webcam."""

from dataclasses import dataclass

import streamlit as st

from core.content import says
from core.gather.reading.decode import decode
from core.gather.reading.refusal import Refused
from core.production.predictor import pictures_to_try, trained_on
from core.project.project import Project
from core.project.records import ImageRecord, RunRecord, UnlabelledPicture
from ui.parts.class_seat import remind_no_people
from ui.parts.lesson import as_text
from ui.parts.picture_strip.picture_strip import StripPicture, picture_strip
from ui.parts.picture_wall.picture_wall import page_of
from ui.predict.live_answer.live_answer import live_answers

YOURS, FILE, WEBCAM = "From your pictures", "A file", "Webcam"
UNLABELLED = "Without a label"
NOT_KEPT = says("predict", "picture_bring_here")
MAX_MB = 30
PER_STRIP = 24


@dataclass(frozen=True)
class PictureToAsk:
    """A picture as every model of ours sees it (decoded, upright, JPEG), and what we know of it."""

    jpeg: bytes
    known: str = ""


def picture_to_ask(project: Project, run: RunRecord) -> PictureToAsk | None:
    """The picture the learner chose; at first one their model has not learned from. None while
    they have not chosen yet, or brought a file that cannot be used (which is then said)."""
    waiting = project.dataset.unlabelled()
    source = st.segmented_control(
        says("predict", "where_from"),
        [YOURS, *([UNLABELLED] if waiting else []), FILE, WEBCAM],
        default=YOURS,
        required=True,
        key="predict_source",
        persist_state="session",
        label_visibility="collapsed",
    )
    if source in (FILE, WEBCAM):
        remind_no_people()
    if source == UNLABELLED:
        return _without_label(project, waiting)
    if source == WEBCAM:
        return _from_camera(project, run)
    return _from_file() if source == FILE else _from_project(project, run)


def _without_label(project: Project, waiting: list[UnlabelledPicture]) -> PictureToAsk:
    shown = page_of(waiting, key="predict_unlabelled_page", per_page=PER_STRIP)
    chosen = picture_strip(
        [StripPicture(i.id, project.dataset.thumbnail(i.id), "") for i in shown],
        key="predict_unlabelled",
        label=says("predict", "pictures_without_a_label"),
    )
    known = says("predict", "nobody_labelled_so")
    return PictureToAsk(project.dataset.image_path(chosen).read_bytes(), known)


def _from_file() -> PictureToAsk | None:
    upload = st.file_uploader(
        says("predict", "a_picture"), key="predict_file", max_upload_size=MAX_MB
    )
    st.caption(NOT_KEPT)
    if upload is None:
        return None
    try:
        return PictureToAsk(decode(upload.getvalue(), upload.name).jpeg)
    except Refused as refused:
        st.error(
            says("predict", "refused", file=as_text(upload.name), reason=as_text(str(refused)))
        )
        return None


def _from_camera(project: Project, run: RunRecord) -> PictureToAsk | None:
    jpeg = live_answers(project, run)
    return None if jpeg is None else PictureToAsk(jpeg)


def _from_project(project: Project, run: RunRecord) -> PictureToAsk:
    trained = trained_on(project, run)
    images = {image.id: image for image in pictures_to_try(project, trained)}
    chosen = picture_strip(
        [StripPicture(i.id, project.dataset.thumbnail(i.id), i.label) for i in images.values()],
        key="predict_strip",
        label=says("predict", "pictures_to_ask_about"),
    )
    return PictureToAsk(
        project.dataset.image_path(chosen).read_bytes(), _known(images[chosen], chosen in trained)
    )


def _known(image: ImageRecord, trained: bool) -> str:
    known = "learned_from" if trained else "not_learned_from"
    return says("predict", known, label=as_text(image.label))
