"""Thirty nights: a model goes to work in three steps, by rules that were written first."""

import streamlit as st

from core.content import lesson_text, says
from core.project.project import Project
from core.training.runs import chosen_run
from core.world.rollout.camp import BY_HAND, SUPERVISED
from core.world.rollout.rules import Rules
from ui.parts.choice import one_of
from ui.parts.lesson import hint, lesson, needs_pictures, next_part, open_part
from ui.parts.no_model import no_model_yet
from ui.parts.page_foot import page_foot
from ui.session import project
from ui.world.rollout.by_hand import by_hand
from ui.world.rollout.kept import protocol
from ui.world.rollout.late import nights_without_you
from ui.world.rollout.play import Play, begun, colleague_button, prepare, which_nights
from ui.world.rollout.rule_sliders import write_rules
from ui.world.rollout.watched import watched_nights
from ui.world.rollout.worth import worth_of_rules

RULES, HAND, WATCHED, LATE, COSTS, KEPT = PARTS = (
    "Rules",
    "Nights 1 to 10",
    "Nights 11 to 20",
    "Nights 21 to 30",
    "What it costs",
    "Protocol",
)
PART = "rollout_part"
NEEDED = {WATCHED: BY_HAND, LATE: SUPERVISED}  # nights that come before a part


def thirty_nights(here: Project, play: Play) -> None:
    """One part of the thirty nights, and the way to the next."""
    names = {part: part for part in PARTS}
    part = one_of(
        says("world", "parts"), names, key=PART, quiet=True, wrap=True, bind="query-params"
    )
    rules = play.rules
    if part == RULES:
        write_rules(play)
    elif rules is None:
        hint(lesson_text("rollout")["first_write"])
        st.button(RULES, key="to_rules", type="primary", on_click=open_part, args=(PART, RULES))
    else:
        prepare(play)
        part_of(part, here, play, rules)
    if rules is not None:
        next_part(PARTS, part, PART)


def part_of(part: str, here: Project, play: Play, rules: Rules) -> None:
    """What comes once there are rules."""
    needed = NEEDED.get(part, 0)
    if len(play.diary.nights) < needed:
        hint(lesson_text("rollout")["first_nights"].format(night=needed))
        colleague_button(play, needed)
    elif part == HAND:
        by_hand(play, rules)
    elif part == WATCHED:
        watched_nights(play, rules)
    elif part == LATE:
        nights_without_you(play, rules)
    elif part == COSTS:
        worth_of_rules(play, rules)
    else:
        protocol(here, rules)


lesson("rollout")
if not needs_pictures(project()):
    model = chosen_run(project())
    if model is None:
        no_model_yet(project(), key="rollout")
    else:
        nights = st.container()  # above the box that says which nights they are
        seed = which_nights()
        with nights:
            play = begun(project(), model, seed)
            if play is not None:
                thirty_nights(project(), play)
page_foot("rollout")
