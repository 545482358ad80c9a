"""Simulators: made-up worlds where one can see what an action causes, and what a model is for."""

import streamlit as st

from core.content import says
from core.drivetrain.simulators.content import simulators_text
from ui.parts.choice import one_of
from ui.parts.code_panel import code_panel
from ui.parts.lesson import lesson, note
from ui.parts.page_foot import page_foot
from ui.session import project
from ui.simulators.bookshop import bookshop
from ui.simulators.campsite import campsite
from ui.simulators.insurer import insurer
from ui.simulators.parts import parts, your_plan

WORLDS = {"recommendation": bookshop, "pricing": insurer, "campsite": campsite}

TEXT = simulators_text()

lesson("simulators")
titles = {name: TEXT.simulators[name].title for name in WORLDS}
name = one_of(says("simulators", "world"), titles, key="sim", quiet=True, bind="query-params")
text = TEXT.simulators[name]
st.markdown(text.story)
parts(text.parts)
st.fragment(WORLDS[name])(project())
note(TEXT.line)
your_plan(text)
code_panel(text.code, key=f"sim_code_{name}")
page_foot("simulators")
