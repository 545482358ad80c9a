"""Journey: where you are, what is done, what is next."""

import streamlit as st

from core.learning.journey import journey
from ui.plan.whole_plan import plan_card, plan_review
from ui.session import project
from ui.start.journey import contents, invitation, key_to_your_work, path_choice, whereabouts
from ui.start.time_card import time_card

here = journey(project())
if here.started:
    whereabouts(project(), here)
else:
    invitation(project())

st.space("medium")
st.subheader("The way there" if not here.started else "Your journey", anchor=False)
contents(here)
st.space("small")
st.subheader("With a guide", anchor=False)
path_choice(project())
if here.started:
    st.space("small")
    st.subheader("Where your time went", anchor=False)
    time_card(project(), guess=False)
    plan_review(project(), "journey")
    plan_card(project())
st.space("small")
key_to_your_work()
