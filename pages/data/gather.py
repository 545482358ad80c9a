"""Gather: which pictures should the model learn from?"""

from pathlib import Path

import streamlit as st

from core.gather.balance import class_balance
from core.gather.gather_code import gather_code
from ui.bear_studio import bear_studio
from ui.bias_check import bias_check
from ui.code_panel import code_panel
from ui.gather_baseline import guess_the_baseline
from ui.gather_classes import class_bars, class_editor
from ui.gather_intake import coming_in
from ui.gather_map import gather_map
from ui.gather_starter import first_pictures
from ui.gather_uploads import ways_in
from ui.gather_wall import gather_wall
from ui.questions_here import questions_here
from ui.session import project
from ui.shell import lesson, next_step, note

GUIDE = Path(__file__).parents[2] / "assets" / "content" / "gather.md"

lesson("Gather", "Which pictures should the model learn from?")
here = project()
counts = here.classes()
balance = class_balance(counts)

with st.container():  # a place of its own: what comes and goes here moves nothing below
    busy = coming_in(here)
    if not busy and not any(counts.values()):
        first_pictures(here)
ways_in(here, busy=busy)

if counts:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader("Your classes", anchor=False, width="stretch")
        class_editor(here)
    class_bars(counts)
if balance:
    guess_the_baseline(balance)
if any(counts.values()):
    st.subheader("Your pictures", anchor=False)
    note("Look for what does not belong: wrong class, drawings among photos, the same thing twice.")
    gather_wall(here)
    gather_map(here)
    bias_check(here)

with st.expander("Make your own bears"):
    bear_studio(here)
with st.expander("What makes a good set of pictures?"):
    st.markdown(GUIDE.read_text("utf-8"))
code_panel(gather_code(), "gather")
questions_here("gather")
next_step("datablock", "see how fastai is told what your pictures and their classes are.")
