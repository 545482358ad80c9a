"""Teach: a class, its guesses, and what leads it."""

from functools import partial

import streamlit as st

from core.classroom.classes import SchoolClass
from core.classroom.learners import learner_of_id
from core.content import lesson_text, says
from ui.classroom.after import after, say_over
from ui.classroom.board.board import close_look, looked_at
from ui.classroom.held import guesses_live, what_is_held
from ui.classroom.invite import invite
from ui.classroom.joined import join_pictures
from ui.classroom.leaderboard import models_compared
from ui.classroom.live import live
from ui.classroom.look import look_at
from ui.classroom.new_class import (
    ask_key,
    begin_with_open_project,
    new_class_form,
    show_key_once,
)
from ui.classroom.teacher import PART, class_here, tell_browser
from ui.classroom.wall import class_wall
from ui.frame.open_saved.open_saved import came, open_saved_here
from ui.learn.report_form import paper, whole_paper
from ui.navigation import page_link
from ui.parts.choice import one_of
from ui.parts.health_panel import health_panel
from ui.parts.lesson import lesson
from ui.session import open_workspace, project

TEXT = lesson_text("teach")
PARTS = {name: TEXT[name] for name in ("invite", "now", "guesses", "wall", "joined", "after")}


def no_class() -> None:
    """Begin one, or come back to one."""
    st.markdown(TEXT["about"])
    ways = {"new": TEXT["new"], "key": TEXT["have_key"]}
    if one_of(says("classroom", "class"), ways, key="class_way", quiet=True) == "new":
        if came():
            begin_with_open_project()
        bring = partial(open_saved_here, open_workspace(), project(), "class_zip")
        new_class_form(project(), bring)
    else:
        ask_key()


def lead(of: SchoolClass) -> None:
    """One part at a time of the class."""
    learner = learner_of_id(of.id, looked_at()) if looked_at() else None
    if learner is not None:
        look_at(of, learner, whole_paper)
        return
    close_look()
    part = one_of(
        says("classroom", "class"), PARTS, key=PART, quiet=True, wrap=True, persist_state="session"
    )
    if part == "invite":
        invite(of)
    elif part == "now":
        live(of)
    elif part == "guesses":
        what_is_held(of)
        guesses_live(of.id)
    elif part == "wall":
        models_compared(of)
        class_wall(of.id, "", paper)
    elif part == "joined":
        join_pictures(of)
    else:
        after(of)


lesson("teach", plan=False)
say_over()
of = class_here()
if of is None:
    no_class()
elif not show_key_once(of):
    lead(of)
page_link("materials", TEXT["materials"], primary=True)
health_panel()
tell_browser()
