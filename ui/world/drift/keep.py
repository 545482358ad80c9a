"""The monitoring sentence: suggested from the plan, changed by the learner, kept."""

import streamlit as st

from core.content import lesson_text, read, says
from core.drivetrain.plan.plan import load_plan
from core.project.project import Project
from core.world.drift.arrivals import Kind
from core.world.drift.kept import LONGEST, keep_monitoring, monitoring
from core.world.drift.made import MadeYear
from ui.parts.lesson import answer, as_text
from ui.world.drift.choose import KIND_WORDS
from ui.world.drift.levers import year_by
from ui.world.drift.plan import show_levers
from ui.world.drift.words import sentence

ASKED = read("plan_fields.yaml", dict[str, dict[str, str]])["success"]["ask"]


@st.fragment
def keep_it(here: Project, kind: Kind, made: MadeYear) -> None:
    """The sentence to sign, and where it belongs."""
    text = lesson_text("drift")
    st.markdown(text["keep_intro"])
    months = year_by(made, levers := show_levers())
    tried = text["sentence_tried"].format(
        year=KIND_WORDS[kind].name,
        labels=sum(month.labelled.total for month in months),
        mistakes=sum(month.score.total - month.score.correct for month in months),
        count=sum(month.score.total for month in months),
    )
    suggested = sentence(levers, tried)
    said = st.text_area(
        says("world", "how_it_is_watched"),
        suggested,
        max_chars=LONGEST,
        key=f"drift_sentence_{hash(suggested)}",
    )
    written = load_plan(here).success.strip()
    belongs = "keep_belongs" if written else "keep_belongs_empty"
    st.markdown(text[belongs].format(ask=ASKED, said=f"“{as_text(written)}”"))
    kept = monitoring(here)
    if kept and kept == " ".join(said.split()):
        answer(text["keep_kept"], right=True)
    elif st.button(
        says("world", "keep_this_sentence"),
        type="primary",
        key="drift_keep",
        disabled=not said.strip(),
    ):
        keep_monitoring(here, said)
        st.rerun()
