"""Join a class: with a code, without a name; then the learner's card, the wall, swapped models."""

from core.classroom.joined import joined_of
from core.content import lesson_text
from ui.classroom.join import ask_code, choose_nickname, my_card
from ui.classroom.joined import copy_joined
from ui.classroom.swap import swap_models
from ui.classroom.wall import my_wall
from ui.learn.report_form import paper
from ui.parts.choice import one_of
from ui.parts.class_seat import Seat, seat
from ui.parts.lesson import lesson

TEXT = lesson_text("join")
PARTS = {name: TEXT[f"part_{name}"] for name in ("card", "wall", "swap", "joined")}


def my_class(here: Seat) -> None:
    """One part at a time of what the class is for a learner."""
    made = joined_of(here.of)
    is_open = made is not None and made.figures.is_open
    parts = {name: words for name, words in PARTS.items() if is_open or name != "joined"}
    part = one_of(
        TEXT["parts"], parts, key="my_class_part", quiet=True, wrap=True, persist_state="session"
    )
    if part == "card":
        my_card(here)
    elif part == "wall":
        my_wall(here, paper)
    elif part == "swap":
        swap_models(here)
    elif made is not None:
        copy_joined(here, made)


lesson("join", plan=False)
here = seat()
if here is not None:
    my_class(here)
elif (of := ask_code()) is not None:
    choose_nickname(of)
