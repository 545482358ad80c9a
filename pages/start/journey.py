"""Journey: where you are, what is done, what is next."""

import streamlit as st

from core.project.journey import journey
from ui.journey_view import contents, invitation, key_to_your_work, whereabouts
from ui.session import project

here = journey(project())
if here.started:
    whereabouts(project(), here)
else:
    invitation()

st.space("medium")
st.subheader("The way there" if not here.started else "Your journey", anchor=False)
contents(here)
st.space("small")
key_to_your_work()
