"""The picture an augmentation is tried on, and its draws as the warm worker makes them."""

import io
import json
from typing import Literal, NamedTuple

import streamlit as st
from PIL import Image
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.content import lesson_text, says
from core.jobs.background import Background, Job, Progress, Stopped
from core.jobs.queue.environment import torch_is_here
from core.jobs.warm import WorkerFailed
from core.project.project import Project
from core.project.records import ImageRecord
from core.vision.recipe import Recipe
from core.words import percent
from ui.parts.lesson import as_text
from ui.parts.worker_answer import Answer, awake, picture_bytes, turn, warm_worker

DRAWS = 8
PARTNERS = 4
LOOK_AGAIN = 0.2  # seconds between two looks whether what is drawn is there
ASK_SECONDS = 60.0
_MISSING = "draws_missing"  # in the session: what the page asked for and does not show yet
DRAWING = Background[Answer]("draws of a picture", at_once=1, kept=64, sentences=(WorkerFailed,))


class Draws(NamedTuple):
    """Draws of one picture, and the picture as validation sees it: JPEG, all of one square size.

    While they are not `made`, `pictures` are those of before, or the picture as validation sees it.
    `captions` say how much of which label each is with mixup; None without.
    """

    pictures: list[bytes]
    captions: list[str | None]
    valid: bytes
    made: bool


def ready_here() -> bool:
    """Whether the worker would answer; the first preview on the page says what it waits for."""
    if torch_is_here() and not warm_worker().ready:
        st.caption(lesson_text("fastai")["later"])
    return warm_worker().ready


def shown_again(project: Project) -> None:
    """Runs the page once more when the draws that it asked for are made, at once where they were
    made while the rest of it was drawn. Comes last on it: what stands below would move."""
    if missing := st.session_state.pop(_MISSING, None):
        st.fragment(_look, run_every=LOOK_AGAIN)(project, missing)


def _look(project: Project, missing: list[str]) -> None:
    """Runs the page again once something has come of it. Where the worker was let go meanwhile
    nothing has: then not at once, or the page would run without an end."""
    if DRAWING.running(project):
        return
    context = get_script_run_ctx()
    later = bool(context and context.fragment_ids_this_run)
    found = [DRAWING.progress(project, request) for request in missing]
    if later or any(one is not None and one.state != "stopped" for one in found):
        st.rerun()


def picture_of(project: Project, place: int) -> ImageRecord:
    """A training picture, those that are not square first: there is more to see."""
    pictures = project.dataset.images(split="train")
    pictures.sort(key=lambda image: (image.width == image.height, image.id))
    return pictures[place % len(pictures)]


def chosen_draw(project: Project) -> tuple[ImageRecord, int]:
    """The picture and the seed of its draws, with buttons for others of both."""
    ready = warm_worker().ready
    kind: Literal["primary", "secondary"] = "primary" if ready else "secondary"
    with st.container(horizontal=True):
        again = st.button(
            says("augment", "draw_again"), key="draw_again", type=kind, disabled=not ready
        )
        seed = turn("draw", forward=again)
        place = turn(
            "drawn_picture",
            forward=st.button(says("augment", "another_picture"), key="another_drawn"),
        )
    return picture_of(project, place), seed


def drawn(
    project: Project,
    image: ImageRecord,
    recipe: Recipe,
    seed: int,
    *,
    place: str,
    steady: bool,
    count: int,
) -> Draws | None:
    """Draws of the picture, shown at this `place` of the page; None where the page says why not.

    The page itself does not wait for them: it is shown without (`shown_again` is to see to the
    rest). What is clicked in a part of it waits. `steady` leaves the crop's chance out.
    """
    if not awake("draws"):
        return None
    request = _request(project, image, recipe, seed, steady=steady, count=count)
    now = _asked_for(project, request)
    if now and now.state == "failed":
        DRAWING.forget(project, request)
        st.warning(as_text(now.message))
        return None
    if now and now.result:
        return _kept(project, place, _read(now.result, image.label))
    st.session_state.setdefault(_MISSING, []).append(request)
    return _meanwhile(project, place, image, recipe, count)


def _request(
    project: Project, image: ImageRecord, recipe: Recipe, seed: int, *, steady: bool, count: int
) -> str:
    request = {
        "recipe": recipe.model_dump(),
        "path": str(project.dataset.image_path(image.id)),
        "count": count,
        "seed": seed,
        "steady": steady,
    }
    mixing = {"partners": partners(project, image)} if recipe.mixup else {}
    return json.dumps(request | mixing, sort_keys=True, default=str)


def _asked_for(project: Project, request: str) -> Progress[Answer] | None:
    """How the draws of a request stand, which is begun here; ended where only a part runs."""

    def draw(_: Job[Answer]) -> Answer:
        if not warm_worker().ready:  # let go meanwhile: only a press loads fastai again
            raise Stopped
        return warm_worker().ask("draws", timeout=ASK_SECONDS, **json.loads(request))

    before = DRAWING.progress(project, request)
    if before is None or before.state == "stopped":
        DRAWING.start(project, draw, about=request)
    context = get_script_run_ctx()
    if context and context.fragment_ids_this_run:
        DRAWING.wait(project, ASK_SECONDS, request)
        if DRAWING.running(project):
            st.rerun()  # the machine is busy: the whole page does not wait
    return DRAWING.progress(project, request)


def _read(answer: Answer, label: str) -> Draws:
    pictures = [picture_bytes(picture) for picture in answer["pictures"]]
    captions: list[str | None] = [None] * len(pictures)
    for place, (other, share) in enumerate(answer["mixed"]):
        captions[place] = _shares(label, str(other), float(share))
    return Draws(pictures, captions, picture_bytes(answer["valid"]), made=True)


def _kept(project: Project, place: str, draws: Draws) -> Draws:
    st.session_state[f"drawn_{place}"] = (project.id, draws)
    return draws


def _meanwhile(
    project: Project, place: str, image: ImageRecord, recipe: Recipe, count: int
) -> Draws:
    """What stands in the place of draws: those of before, or else the untouched picture."""
    before: tuple[str, Draws] | None = st.session_state.get(f"drawn_{place}")
    if before and before[0] == project.id:
        return before[1]._replace(made=False)
    jpeg = untouched(project, image, recipe)
    others = partners(project, image) if recipe.mixup else []
    caption = _shares(image.label, others[0][1], 0.0) if others else None
    return Draws([jpeg] * count, [caption] * count, jpeg, made=False)


def untouched(project: Project, image: ImageRecord, recipe: Recipe) -> bytes:
    """The picture as validation sees it, as JPEG: no fastai is needed for that."""
    with Image.open(project.dataset.image_path(image.id), formats=["JPEG"]) as picture:
        seen = recipe.preprocess().resized(picture)
    jpeg = io.BytesIO()
    seen.save(jpeg, "JPEG", quality=88)
    return jpeg.getvalue()


def partners(project: Project, image: ImageRecord) -> list[tuple[str, str]]:
    """Files and labels of pictures of other classes, for mixup."""
    others = [one for one in project.dataset.images(split="train") if one.label != image.label]
    others.sort(key=lambda one: one.id)
    return [(str(project.dataset.image_path(one.id)), one.label) for one in others[:PARTNERS]]


def show_draws(image: ImageRecord, draws: Draws, *, columns: int = 4) -> None:
    """All draws, large; below each mixed one how much of which label it is now."""
    grid = st.grid(columns, min_column_width=130, gap="xsmall")
    captioned = zip(draws.pictures, draws.captions, strict=True)
    for number, (picture, caption) in enumerate(captioned, 1):
        grid.image(
            picture,
            caption=caption,
            width="stretch",
            alt=says("augment", "draw_of", number=number, label=image.label)
            if draws.made
            else "Drawing …",
        )


def _shares(label: str, other: str, share: float) -> str:
    return f"{percent(1 - share)} {as_text(label)}, {percent(share)} {as_text(other)}"
