"""Journey: where you are, what is done, what is next."""

import streamlit as st

from core.content import says
from core.learning.journey import journey
from core.learning.tour.place import on_tour
from ui.plan.whole_plan import plan_card, plan_review
from ui.session import project
from ui.start.journey import contents, invitation, key_to_your_work, path_choice, whereabouts
from ui.start.time_card import time_card
from ui.start.tour_card import card_kept, card_of_tour, resume, what_you_did

here = journey(project())
resume(project())
if card_of_tour(project()):
    st.space("small")
elif here.started:
    whereabouts(project(), here)
else:
    invitation(project())

if here.started and on_tour(project()) is None:
    what_you_did(project())
    card_kept(project())
st.space("medium")
st.subheader("The way there" if not here.started else "Your journey", anchor=False)
contents(here)
st.space("small")
st.subheader(says("start", "with_a_guide"), anchor=False)
path_choice(project())
if here.started:
    st.space("small")
    st.subheader(says("start", "where_your_time_went"), anchor=False)
    time_card(project(), guess=False)
    plan_review(project(), "journey")
    plan_card(project())
st.space("small")
key_to_your_work()
