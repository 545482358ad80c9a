"""Make your own: the learner sets what Bear World shows, and it renders into the project."""

from typing import Any

import streamlit as st

from core.content import says
from core.jobs.background import Progress
from core.project.project import Project
from core.project.settings import Setting
from core.starter.bear_studio import RENDERING, Rendered, start_rendering
from core.starter.bear_world.scene import BACKGROUNDS, KINDS, TIMES
from core.starter.bear_world.sets import Order
from core.words import count_of, duration
from ui.parts.background_work import watched
from ui.parts.lesson import answer

ORDERS = Setting[int](
    "bear_orders", int, int
)  # how many there were: every order begins with a seed of its own
_VIEWS = {"Any": None, "Facing us": 15.0, "In profile": 85.0, "From behind": 170.0}
_DISTANCES = {"Any": None, "Near": 0.85, "Middle": 0.5, "Far": 0.18}
_CAMERAS = {"Sharp (224 px)": 224, "Old phone (64 px)": 64, "Thumbnail (36 px)": 36}
_TIME_WORDS = {"day": "Day", "dusk": "Dusk", "night": "Night, infrared"}


def bear_studio(project: Project) -> None:
    """The panel on Gather: controls, one button, progress with Stop."""
    st.markdown(says("gather", "bears_made_order"))
    if watched(RENDERING, project, key="bears_stop"):
        return
    if ended := RENDERING.progress(project):
        answer(_ended(ended), right=True) if ended.state == "finished" else answer(_ended(ended))
    orders = project.settings.get(ORDERS)
    order = _controls(orders)
    if st.button(
        says("gather", "render", count=order.total), key="bears_render", disabled=not order.kinds
    ):
        if start_rendering(project, order):
            project.settings.set(ORDERS, orders + 1)
        st.rerun()


def _controls(orders: int) -> Order:
    kinds = st.pills(
        says("gather", "bears"), KINDS, selection_mode="multi", default=KINDS, key="bears_kinds",
        persist_state="session",
    )  # fmt: skip
    each = st.slider(
        says("gather", "pictures_of_each"), 2, 50, 10, key="bears_each", persist_state="session"
    )
    bias = st.toggle(
        says("gather", "let_background_give"),
        key="bears_bias",
        help=says("gather", "all_teddies_indoors"),
        persist_state="session",
    )
    with st.expander(says("gather", "place_light_and_camera")):
        controls = _place(bias) | _view() | _weather()
    seed = st.number_input(
        says("gather", "seed"),
        1,
        99_999,
        orders + 1,
        key=f"bears_seed_{orders}",
        persist_state="page",
        help=says("gather", "same_seed_controls"),
    )
    return Order(tuple(kinds), int(each), int(seed), bias, controls)


def _place(bias: bool) -> dict[str, Any]:
    out: dict[str, Any] = {}
    if not bias:
        place = _choice(says("gather", "background"), ["Any", *BACKGROUNDS], "bears_place")
        out = {} if place == "Any" else {"background": place}
    time = _choice(says("gather", "time_of_day"), ["Any", *_TIME_WORDS.values()], "bears_time")
    names = dict(zip(_TIME_WORDS.values(), TIMES, strict=True))
    return out if time == "Any" else {**out, "time": names[time]}


def _view() -> dict[str, Any]:
    yaw = _VIEWS[_choice(says("gather", "view"), list(_VIEWS), "bears_view")]
    fill = _DISTANCES[_choice(says("gather", "distance"), list(_DISTANCES), "bears_distance")]
    resolution = _CAMERAS[_choice(says("gather", "camera"), list(_CAMERAS), "bears_camera")]
    chosen = {"yaw": yaw, "fill": fill, "resolution": resolution}
    return {name: value for name, value in chosen.items() if value is not None}


def _weather() -> dict[str, Any]:
    sliders = {"hidden": "Hidden by bushes", "blur": "Motion blur", "rain": "Rain", "fog": "Fog"}
    values = {
        name: st.slider(label, 0, 100, 0, 5, format="%d %%", key=f"bears_{name}",
                        persist_state="session") / 100
        for name, label in sliders.items()
    }  # fmt: skip
    st.caption(says("gather", "bushes_rain_fog"))
    return {name: value for name, value in values.items() if value}


def _choice(label: str, options: list[str], key: str) -> str:
    chosen = st.segmented_control(
        label, options, default=options[0], required=True, key=key, persist_state="session"
    )
    return str(chosen or options[0])


def _ended(ended: Progress[Rendered]) -> str:
    done, total = ended.result or (0, 0)
    if ended.state == "failed":
        return says("gather", "rendering_failed", pictures=count_of(done, "picture"))
    how = "rendered_in" if ended.seconds >= 1 else "rendered"
    said = says("gather", how, done=done, total=total, time=duration(ended.seconds))
    return f"{said} {says('gather', 'rendered_stopped')}" if ended.state == "stopped" else said
