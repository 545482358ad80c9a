"""Gather: which pictures should the model learn from?"""

from functools import partial

import streamlit as st

from core.content import CONTENT_FOLDER, lesson_text, says
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
from ui.gather.ways_in import ways_in
from ui.navigation import page_link
from ui.parts.code_panel import code_panel
from ui.parts.fold import fold
from ui.parts.lesson import lesson, note
from ui.parts.no_people import remind_no_people
from ui.parts.notebook_download import class_folders_download
from ui.parts.page_foot import page_foot
from ui.session import project

GUIDE = CONTENT_FOLDER / "gather.md"

lesson("gather")
here = project()
counts = here.dataset.classes()
balance = class_balance(counts)

with st.container():  # a place of its own: what comes and goes here moves nothing below
    busy = coming_in(here)
    waiting_tray(here)
    follow_phones(here)
    waits = not busy and waiting_arrival(here)
    if not busy and not waits and not any(counts.values()):
        first_pictures(here)
if not waits:
    remind_no_people()
    ways_in(here, busy=busy)
    page_link("live", lesson_text("live")["door"])

if counts:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader("Your classes", anchor=False, width="stretch")
        class_editor(here)
    class_bars(counts)
unlabelled_wall(here)
tell_bears_apart(here)
if balance and not tour_asks(here, "gather"):
    guess_the_baseline(balance)
if any(counts.values()):
    st.subheader("Your pictures", anchor=False)
    note(says("gather", "look_for_what"))
    gather_wall(here)
    gather_map(here)
    bias_check(here)
    class_folders_download(here, "gather")

fold(
    "Make your own bears",
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
