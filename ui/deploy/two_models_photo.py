"""Two answers about one photo, and an answer that also knows the place."""

import io
from functools import lru_cache

import numpy as np
import streamlit as st
from PIL import Image

from core.content import lesson_text, says
from core.deploy.two_models.gates import Model
from core.deploy.two_models.places import (
    MOST_OFTEN,
    PLACES,
    keep_often,
    often_at,
    place_name,
    places_of,
)
from core.production.predictor import ModelUnavailable, pictures_to_try, trained_on
from core.training.runs import outcome_of, part_of
from core.vision.chain import Places, Probs
from core.words import number, percent
from ui.deploy.two_models_choice import second_chosen
from ui.parts import charts
from ui.parts.chart_labels import LONGEST, plain, shortened
from ui.parts.lesson import as_text, hint, note
from ui.parts.palette import class_colours
from ui.parts.picture_strip.picture_strip import StripPicture, picture_strip

TEXT = lesson_text("deploy_two_models")
PHOTOS, BARS, SLIDERS = 12, 8, 6
BAR_PX, FRAME_PX = 40, 40


def second_property(model: Model) -> None:
    """A photo of the learner's, and what both models say of it, side by side."""
    st.markdown(TEXT["second_about"])
    second = second_chosen(model, optional=False)
    if second is None or (photo := _photo(model)) is None:
        return
    try:
        answers = [_asked(one, photo) for one in (model, second)]
    except ModelUnavailable as reason:
        st.error(as_text(str(reason)))
        return
    for place, (column, one) in enumerate(zip(st.columns(2), (model, second), strict=True)):
        with column:
            title = TEXT["says"].format(project=as_text(one.project.name))
            _answer(title, answers[place], f"two_models_says_{place}")
    note(TEXT["second_learned"])


def photo_and_place(model: Model) -> None:
    """A photo, a place and how often each kind turns up there: the answer with and without it."""
    st.markdown(TEXT["place_about"])
    if (photo := _photo(model, unsure_first=True)) is None or not (place := _place(model)):
        return
    probs = _asked(model, photo)
    _how_often(model, place, probs)
    places = places_of(model, place)
    if place not in places.shares:
        hint(TEXT["place_nothing"])
        return
    _with_and_without(places, place, probs)


def _photo(model: Model, *, unsure_first: bool = False) -> bytes | None:
    """A picture of the learner's, first those the model has not learned from, or, among those it
    was checked on, those it was least sure of."""
    stored = model.project.dataset
    if unsure_first and (sure := _confidences(model)):
        there = [image for image in stored.images() if image.id in sure]
        found = sorted(there, key=lambda image: sure[image.id])[:PHOTOS]
    else:
        found = pictures_to_try(model.project, trained_on(model.project, model.run), PHOTOS)
    strip = [StripPicture(one.id, stored.thumbnail(one.id), one.label) for one in found]
    if not strip:
        return None
    key = "two_models_unsure" if unsure_first else "two_models_photo"
    chosen = picture_strip(strip, key=key, label=TEXT["photo"])
    return stored.image_path(chosen).read_bytes()


def _confidences(model: Model) -> dict[str, float]:
    """Picture → how sure the model was of its answer, for its validation pictures."""
    outcome = outcome_of(model.project, model.run)
    if outcome is None:
        return {}
    part = part_of(outcome, "valid")
    return dict(zip(part.image_ids, part.confidences.tolist(), strict=True))


def _place(model: Model) -> str:
    """The place that was chosen or typed; "" while there is none."""
    kept = model.project.settings.get(PLACES)
    offered = dict.fromkeys([*kept, TEXT["place_first"], TEXT["place_second"]])
    typed = st.selectbox(
        TEXT["place_which"],
        list(offered),
        accept_new_options=True,
        placeholder=TEXT["place_type"],
        key="two_models_place",
        persist_state="session",
    )
    return place_name(typed or "")


def _how_often(model: Model, place: str, probs: Probs) -> None:
    """A slider for each of the likeliest kinds; what is moved is kept."""
    often = often_at(model.project, place, list(probs))
    shown = sorted(probs, key=lambda name: -probs[name])[:SLIDERS]
    st.markdown(f"**{TEXT['place_often']}**", help=TEXT["place_often_help"])
    moved = dict(often)
    columns = st.columns(min(3, len(shown)))
    for turn, name in enumerate(name for name in probs if name in shown):
        key = f"two_models_often_{model.project.id}_{place}_{name}"
        moved[name] = columns[turn % len(columns)].slider(
            as_text(name), 0, MOST_OFTEN, often[name], key=key
        )
    if len(shown) < len(probs):
        note(TEXT["place_more"].format(count=len(shown)))
    if moved != often:
        keep_often(model.project, place, moved)


def _with_and_without(places: Places, place: str, probs: Probs) -> None:
    rows = np.array([list(probs.values())])
    seen = Places(places.temperature, places.seen, {place: places.seen})
    before, after = (
        dict(zip(probs, one.at(place, rows)[0].tolist(), strict=True)) for one in (seen, places)
    )
    first, then = (max(shares, key=shares.__getitem__) for shares in (before, after))
    if first == then:
        figures = {"before": percent(before[first]), "after": percent(after[then])}
        st.markdown(TEXT["place_same"].format(answer=as_text(first), **figures))
    else:
        words = {"before": as_text(first), "after": as_text(then)}
        st.markdown(TEXT["place_changed"].format(**words))
    if (places.shares[place] == 0).any():
        st.warning(TEXT["place_never"])
    left, right = st.columns(2)
    with left:
        _answer(TEXT["place_photo_only"], before, "two_models_without")
    with right:
        _answer(TEXT["place_both"].format(place=as_text(place)), after, "two_models_with")
    note(TEXT["place_calibrated"].format(temperature=number(places.temperature)))


def _answer(title: str, probs: Probs, key: str) -> None:
    """The likeliest class in large letters, and a bar for each."""
    ranked = sorted(probs.items(), key=lambda pair: -pair[1])
    name, share = ranked[0]
    st.markdown(title)
    st.subheader(f"{as_text(name)}, {percent(share)}", anchor=False)
    alt = "; ".join(f"{name} {percent(share)}" for name, share in ranked)
    charts.show(_bars(tuple(ranked), charts.ink()), table=None, alt=alt, key=key)


@lru_cache(maxsize=charts.KEPT)
def _bars(shares: tuple[tuple[str, float], ...], _ink: str) -> charts.Finished:
    shown = shares[:BARS]
    colours = class_colours([name for name, _ in shares])
    named = [(plain(shortened(name, LONGEST)), share) for name, share in shown]
    whole = [plain(name) for name, _ in shown]
    fig = charts.share_bars(named, [colours[name] for name, _ in shown], to=1.3, whole=whole)
    return charts.finished(fig, height=BAR_PX * len(shown) + FRAME_PX)


def _asked(model: Model, jpeg: bytes) -> Probs:
    """What a model says of a stored photo; the same question is answered from memory."""
    return _from_memory(model, model.project.changed(), jpeg)


@st.cache_data(
    max_entries=64,
    scope="session",
    show_spinner=says("deploy", "asking_both_models"),
    hash_funcs={Model: lambda model: (model.project.path, model.run.id)},
)
def _from_memory(model: Model, changed: int, jpeg: bytes) -> Probs:
    """`changed` grows when a class gets another name, too."""
    (answer,) = model.judge().answers([Image.open(io.BytesIO(jpeg))])
    return answer.probs
