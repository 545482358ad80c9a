"""Join a class: with a code, without a name."""

from ui.classroom.join import ask_code, choose_nickname, my_card
from ui.parts.class_seat import seat
from ui.parts.lesson import lesson

lesson("join", plan=False)
here = seat()
if here is not None:
    my_card(here)
elif (of := ask_code()) is not None:
    choose_nickname(of)
