"""Join a class: with a code, without a name."""

from ui.classroom.join import ask_code, choose_nickname, my_card
from ui.classroom.wall import my_wall
from ui.learn.report_form import paper
from ui.parts.class_seat import seat
from ui.parts.lesson import lesson

lesson("join", plan=False)
here = seat()
if here is not None:
    my_card(here)
    my_wall(here, paper)
elif (of := ask_code()) is not None:
    choose_nickname(of)
