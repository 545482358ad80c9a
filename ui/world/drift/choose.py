"""Which year to live through, and its pictures made ready."""

from functools import partial

import streamlit as st

from core.content import Named, lesson_text, read, says
from core.project.project import Project
from core.world.drift.arrivals import FEWEST, KINDS, RENDERED_YEARS, Kind, enough, first_kind
from core.world.drift.made import YEAR, MadeYear, about_year, live_a_year
from ui.parts.choice import one_of
from ui.parts.lesson import note
from ui.world.abroad import outcome_or_wait

KIND_WORDS = read("drift.yaml", dict[Kind, Named], "kinds")


def choose_kind(here: Project) -> Kind:
    """Ask which year; only Bear World's where the learner's pictures are too few for one."""
    if not enough(here):
        count = sum(here.dataset.classes().values())
        note(lesson_text("drift")["few"].format(fewest=FEWEST, count=count))
    kinds = KINDS if enough(here) else RENDERED_YEARS
    kind = one_of(
        says("world", "which_year"),
        {kind: KIND_WORDS[kind].name for kind in kinds},
        key="year",
        first=first_kind(here),
        row=st.pills,
        bind="query-params",
        wrap=True,
    )
    note(KIND_WORDS[kind].about)
    return kind


def made_ready(here: Project, kind: Kind) -> MadeYear | None:
    """The year; while its pictures are looked at, how far that is, with Stop."""
    begin = partial(live_a_year, here, kind)
    return outcome_or_wait(YEAR, here, about_year(here, kind), begin, key="drift")
