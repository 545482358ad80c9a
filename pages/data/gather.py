"""Gather: which pictures should the model learn from?"""

from functools import partial

import streamlit as st

from core.content import CONTENT_FOLDER, says
from core.curation.health.health import class_balance
from core.learning.tour.place import tour_asks
from core.starter.bear_studio import RENDERING
from core.vision.code.datablock_code import gather_code
from ui.gather.arrival import waiting_arrival
from ui.gather.baseline import guess_the_baseline
from ui.gather.bear_studio import bear_studio
from ui.gather.bias_check import bias_check
from ui.gather.classes import class_bars, class_editor
from ui.gather.intake import coming_in
from ui.gather.map import gather_map
from ui.gather.phone import follow_phones
from ui.gather.starter import first_pictures, tell_bears_apart
from ui.gather.tray import waiting_tray
from ui.gather.unlabelled import unlabelled_wall
from ui.gather.wall import gather_wall
from ui.gather.ways_in import ways_panel
from ui.parts.class_seat import remind_no_people
from ui.parts.code_panel import code_panel
from ui.parts.fold import fold
from ui.parts.lesson import lesson
from ui.parts.notebook_download import class_folders_download
from ui.parts.page_foot import page_foot
from ui.session import project

GUIDE = CONTENT_FOLDER / "gather.md"

lesson("gather")
here = project()
counts = here.dataset.classes()
pictures = sum(counts.values())
balance = class_balance(counts)

with st.container():  # a place of its own: what comes and goes here moves nothing below
    busy = coming_in(here)
    waiting_tray(here)
    follow_phones(here)
    waits = not busy and waiting_arrival(here)
    if not busy and not waits and not pictures:
        first_pictures(here)
if not waits:
    remind_no_people()
    ways_panel(here, busy=busy, empty=not pictures)

unlabelled_wall(here)
if counts:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader("Your pictures" if pictures else "Your classes", anchor=False, width="stretch")
        class_editor(here)
if pictures:
    gather_wall(here)
    st.subheader(says("gather", "your_classes"), anchor=False)
if counts:
    class_bars(counts)
if balance and not tour_asks(here, "gather"):
    guess_the_baseline(balance)
tell_bears_apart(here)
if pictures:
    gather_map(here)
    bias_check(here)
    fold(
        says("gather", "take_the_pictures_along"),
        "folders_box",
        partial(class_folders_download, here, "gather"),
    )

fold(
    says("gather", "make_your_own_bears"),
    "bear_studio",
    partial(bear_studio, here),
    at_work=RENDERING.running(here),
)
fold(
    says("gather", "what_makes_good"),
    "good_set",
    lambda: st.markdown(GUIDE.read_text("utf-8")),
)
code_panel(gather_code(), "gather")
page_foot("gather")
